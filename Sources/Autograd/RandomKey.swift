import CKernels

/// A stream of random numbers that are functions of their index: no state, so order and threads
/// cannot matter.
///
/// A key is refined by names and numbers; every refinement is a stream of its own. The generator is
/// Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
package struct RandomKey: Sendable, Hashable {
  /// Philox's key, and the high half of its counter.
  let key: UInt64
  let stream: UInt64

  package init(seed: UInt64) { self = RandomKey(key: 0, stream: 0).absorbing(seed, .seed) }

  private init(key: UInt64, stream: UInt64) { (self.key, self.stream) = (key, stream) }

  package subscript(_ name: String) -> RandomKey {
    var result = self
    var word: UInt64 = 0
    var length = 0
    for byte in name.utf8 {
      word |= UInt64(byte) << (8 * UInt64(length % 8))
      length += 1
      guard length % 8 == 0 else { continue }
      result = result.absorbing(word, .text)
      word = 0
    }
    if length % 8 != 0 { result = result.absorbing(word, .text) }
    return result.absorbing(UInt64(length), .length)
  }

  package subscript(_ number: Int) -> RandomKey {
    absorbing(UInt64(bitPattern: Int64(number)), .number)
  }

  /// The stream for one purpose (`other`) within this one.
  subscript(_ other: RandomKey) -> RandomKey {
    absorbing(other.key, .number).absorbing(other.stream, .length)
  }

  /// Keeps refinements of different kinds, and draws, apart.
  private enum Purpose: UInt64 {
    case seed = 0x9E37_79B9_7F4A_7C15
    case text = 0xBF58_476D_1CE4_E5B9
    case length = 0x94D0_49BB_1331_11EB
    case number = 0xD6E8_FEB8_6659_FD93
  }

  private func absorbing(_ word: UInt64, _ purpose: Purpose) -> RandomKey {
    let out = Self.philox(counter: (word, stream), key: key ^ purpose.rawValue)
    return RandomKey(key: out.0, stream: out.1)
  }

  /// One block of the generator: 128 bits from a 128-bit counter and a 64-bit key, low words first.
  package static func philox(
    counter: (UInt64, UInt64), key: UInt64
  ) -> (UInt64, UInt64) {
    let words = [
      UInt32(truncatingIfNeeded: counter.0), UInt32(truncatingIfNeeded: counter.0 >> 32),
      UInt32(truncatingIfNeeded: counter.1), UInt32(truncatingIfNeeded: counter.1 >> 32),
    ]
    let keys = [UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)]
    var out: [UInt32] = [0, 0, 0, 0]
    kernel_philox(words, keys, &out)
    return (UInt64(out[1]) << 32 | UInt64(out[0]), UInt64(out[3]) << 32 | UInt64(out[2]))
  }

  /// 64 random bits.
  package func bits(_ index: Int) -> UInt64 {
    Self.philox(counter: (UInt64(bitPattern: Int64(index)), stream), key: key).0
  }

  /// Uniform in [0, 1), 53 bits.
  package func double(_ index: Int) -> Double { Double(bits(index) >> 11) * 0x1p-53 }

  package func uniform(_ n: Int, in range: ClosedRange<Float>) -> [Float] {
    var words = [UInt32](repeating: 0, count: n)
    kernel_random_bits(key, stream, 0, &words, n)
    let width = range.upperBound - range.lowerBound
    return words.map { range.lowerBound + width * (Float($0 >> 8) * 0x1p-24) }
  }

  package func normal(_ n: Int, mean: Float, standardDeviation: Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: n) { values, count in
      if let start = values.baseAddress { fill(start, 0..<n, mean, standardDeviation) }
      count = n
    }
  }

  /// The same numbers in a tensor's memory, drawn by all workers. An interrupt ends it early: the
  /// tensor is then worth nothing.
  package func fillNormal(_ tensor: Tensor, standardDeviation: Float) {
    let size = 1 << 16
    let count = tensor.count
    _ = tensor.engine.abandonable {
      tensor.engine.parallel((count + size - 1) / size) { piece in
        let range = piece * size..<min(count, (piece + 1) * size)
        fill(tensor.pointer, range, 0, standardDeviation)
      }
    }
  }

  /// - Parameter range: starts at an even number.
  private func fill(
    _ values: UnsafeMutablePointer<Float>, _ range: Range<Int>, _ mean: Float, _ deviation: Float
  ) {
    var pair: (Double, Double) = (0, 0)
    for i in range {
      if i % 2 == 0 {
        withUnsafeMutableBytes(of: &pair) {
          kernel_normal_pair(
            key, stream, UInt64(i / 2), $0.baseAddress!.assumingMemoryBound(to: Double.self))
        }
      }
      let draw = i % 2 == 0 ? pair.0 : pair.1
      values[i] = mean + Float(draw) * deviation
    }
  }

  /// A permutation of 0..<n, every one equally likely (Fisher and Yates).
  package func shuffled(_ n: Int) -> [Int] {
    var order = Array(0..<n)
    for i in stride(from: n - 1, to: 0, by: -1) {
      // The high word of a 64-bit product: the bias is below n / 2⁶⁴.
      let j = Int(bits(i).multipliedFullWidth(by: UInt64(i + 1)).high)
      order.swapAt(i, j)
    }
    return order
  }
}
