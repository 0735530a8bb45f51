import Autograd
import Testing

@Suite struct RandomKeyTests {
  /// The vectors published with the generator (Random123, kat_vectors, philox4x32, 10 rounds).
  @Test func philoxMatchesPublishedVectors() {
    let zero = RandomKey.philox(counter: (0, 0), key: 0)
    #expect(zero == (0xe169_c58d_6627_e8d5, 0x9b00_dbd8_bc57_ac4c))
    let ones = RandomKey.philox(counter: (.max, .max), key: .max)
    #expect(ones == (0x41c8_3b0e_408f_276d, 0x6d54_51fd_a20b_c7c6))
    let digitsOfPi = RandomKey.philox(
      counter: (0x85a3_08d3_243f_6a88, 0x0370_7344_1319_8a2e), key: 0x299f_31d0_a409_3822)
    #expect(digitsOfPi == (0x94fd_cceb_d16c_fe09, 0x2412_6ea1_5001_e420))
  }

  /// The vectorised generator gives the words of the plain one: element e of the first sixteen is
  /// the first word of block e.
  @Test func drawsManyAtOnceAsOneByOne() {
    let key = RandomKey(seed: 12)["draws"]
    let many = key.uniform(16, in: 0...1)
    for e in 0..<16 {
      #expect(many[e] == Float(UInt32(truncatingIfNeeded: key.bits(e)) >> 8) * 0x1p-24)
    }
    #expect(Array(key.uniform(1000, in: 0...1)[..<16]) == many)
  }

  @Test func refinementsAreStreamsOfTheirOwn() {
    let root = RandomKey(seed: 1)
    let keys = [
      root, RandomKey(seed: 2), root["a"], root["b"], root["ab"], root["a"]["b"], root[""],
      root["a\0"], root[0], root[1], root[-1], root["1"], root["abcdefgh"], root["abcdefghi"],
    ]
    #expect(Set(keys).count == keys.count)
    #expect(Set(keys.map { $0.bits(0) }).count == keys.count)
    #expect(root["a"] == RandomKey(seed: 1)["a"])
  }

  @Test func uniformHasItsMoments() {
    let values = RandomKey(seed: 3)["uniform"].uniform(200_000, in: -2...4).map(Double.init)
    let (mean, variance) = moments(values)
    #expect(values.allSatisfy { $0 >= -2 && $0 < 4 })
    // Five standard errors: √(3 / n) of the mean, about √(0.8/n) · 3 of the variance.
    #expect(abs(mean - 1) < 5 * (3.0 / 200_000).squareRoot())
    #expect(abs(variance - 3) < 5 * 3 * (0.8 / 200_000).squareRoot())
  }

  @Test func normalHasItsMoments() {
    let n = 200_000
    let values = RandomKey(seed: 3)["normal"].normal(n, mean: 1, standardDeviation: 2)
      .map { (Double($0) - 1) / 2 }
    let (mean, variance) = moments(values)
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(n)
    let beyondTwo = Double(values.filter { abs($0) > 2 }.count) / Double(n)
    // Five standard errors each.
    #expect(abs(mean) < 5 / Double(n).squareRoot())
    #expect(abs(variance - 1) < 5 * (2 / Double(n)).squareRoot())
    #expect(abs(fourth - 3) < 5 * (96 / Double(n)).squareRoot())
    #expect(abs(beyondTwo - 0.0455) < 5 * (0.0455 * 0.9545 / Double(n)).squareRoot())
    #expect(abs(correlationOfNeighbours(values)) < 5 / Double(n).squareRoot())
  }

  @Test func shufflesToEveryOrderEquallyOften() {
    var counts: [[Int]: Int] = [:]
    let draws = 6000
    for i in 0..<draws { counts[RandomKey(seed: 8)["order"][i].shuffled(3), default: 0] += 1 }
    #expect(counts.count == 6)
    let expected = Double(draws) / 6
    let chiSquared = counts.values.reduce(0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(chiSquared < 20.5)  // 99.9 % of five degrees of freedom
    #expect(RandomKey(seed: 8).shuffled(100).sorted() == Array(0..<100))
  }

  private func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
  }

  private func correlationOfNeighbours(_ values: [Double]) -> Double {
    zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(values.count - 1)
  }
}
