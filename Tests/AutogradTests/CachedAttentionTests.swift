import Autograd
import Testing

@Suite struct CachedAttentionTests {
  private struct Sequence {
    let (heads, keyValueHeads, size): (Int, Int, Int)
    let q: Tensor
    let k: Tensor
    let v: Tensor
    let engine: Engine

    init(_ length: Int, heads: Int = 6, keyValueHeads: Int = 2, size: Int = 20, threads: Int = 2) {
      let engine = Engine(threads: threads)
      func tensor(_ name: String, _ heads: Int) -> Tensor {
        Tensor(
          RandomKey(seed: 6)[name].normal(length * heads * size, mean: 0, standardDeviation: 1),
          shape: [length, heads * size], on: engine)
      }
      (self.heads, self.keyValueHeads, self.size) = (heads, keyValueHeads, size)
      (q, k, v) = (tensor("q", heads), tensor("k", keyValueHeads), tensor("v", keyValueHeads))
      self.engine = engine
    }

    func cache(_ capacity: Int) -> KeyValueCache {
      KeyValueCache(
        layers: 2, keyValueHeads: keyValueHeads, size: size, capacity: capacity, on: engine)
    }

    /// The outputs of tokens that follow what the cache holds.
    func extend(_ cache: KeyValueCache, by count: Int, layer: Int = 1) -> [Float] {
      let rows = (Int32(cache.length)..<Int32(cache.length + count)).map { $0 }
      cache.append(layer: layer, keys: gatherRows(k, rows), values: gatherRows(v, rows))
      let y = cachedAttention(gatherRows(q, rows), cache, layer: layer, heads: heads).values
      cache.advance(by: count)
      return y
    }

    func whole() -> [Float] {
      attention(
        q, k, v, offsets: [0, Int32(q.shape[0])], heads: heads, keyValueHeads: keyValueHeads,
        isCausal: true, dropout: 0, key: RandomKey(seed: 0)
      ).values
    }
  }

  /// Token by token, a few at a time, many at a time: over several stretches of keys.
  @Test(arguments: [
    [1, 1, 1], [4, 1, 3, 2], [300, 1, 5, 4, 1, 280, 1], [257, 4, 251, 1], [700],
  ])
  func isCausalAttentionOverTheWholeSequence(_ steps: [Int]) {
    let sequence = Sequence(steps.reduce(0, +))
    let cache = sequence.cache(steps.reduce(0, +))
    let y = steps.flatMap { sequence.extend(cache, by: $0) }
    let expected = sequence.whole()
    #expect(cache.length == sequence.q.shape[0] && y.count == expected.count)
    #expect(zip(y, expected).allSatisfy { abs($0 - $1) < 3e-6 })
  }

  @Test func truncatedAndExtendedAgainGivesTheSameBits() {
    let sequence = Sequence(40)
    let cache = sequence.cache(64)
    _ = sequence.extend(cache, by: 30)
    let first = sequence.extend(cache, by: 3)
    cache.truncate(to: 30)
    #expect(cache.length == 30)
    #expect(bits(sequence.extend(cache, by: 3)) == bits(first))
  }

  @Test(arguments: [1, 3, 4, 90])
  func sameBitsOnOneTwoAndThreeThreads(_ new: Int) {
    func run(_ threads: Int) -> [UInt32] {
      let sequence = Sequence(1000, heads: 4, keyValueHeads: 1, threads: threads)
      let cache = sequence.cache(1000)
      _ = sequence.extend(cache, by: 900)
      return bits(sequence.extend(cache, by: new))
    }
    let reference = run(1)
    #expect(run(2) == reference && run(3) == reference)
  }

  @Test func sharpScoresStayFinite() {
    let sequence = Sequence(600)
    sequence.q.pointer.update(repeating: 300, count: sequence.q.count)
    for i in 0..<sequence.k.count { sequence.k.pointer[i] *= 100 }
    let cache = sequence.cache(600)
    _ = sequence.extend(cache, by: 599)
    #expect(sequence.extend(cache, by: 1).allSatisfy { $0.isFinite })
  }

  @Test func itsBytesAreWhatItHolds() {
    let engine = Engine(threads: 1)
    let cache = KeyValueCache(layers: 3, keyValueHeads: 2, size: 5, capacity: 7, on: engine)
    #expect(
      engine.memory.now[.activations]
        == KeyValueCache.bytes(layers: 3, keyValueHeads: 2, size: 5, capacity: 7))
    withExtendedLifetime(cache) {}
    #expect(
      KeyValueCache.bytes(layers: 1 << 30, keyValueHeads: 8, size: 128, capacity: .max) == .max)
  }
}
