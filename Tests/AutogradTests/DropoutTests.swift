import Autograd
import Testing

@Suite struct DropoutTests {
  let engine = Engine(threads: 2)

  private func dropped(_ tapeSeed: UInt64, _ key: String, _ probability: Float) -> [Float] {
    let tape = Tape(dropout: RandomKey(seed: tapeSeed), on: engine)
    let x = Tensor([Float](repeating: 1, count: 100_000), shape: [1000, 100], on: engine)
    return dropout(x.on(tape), probability: probability, key: RandomKey(seed: 0)[key]).values
  }

  @Test(arguments: [0.1, 0.5, 0.9] as [Float])
  func dropsTheRightShareAndKeepsTheMean(_ probability: Float) {
    let y = dropped(1, "a", probability)
    let zeros = Double(y.filter { $0 == 0 }.count) / 100_000
    let p = Double(probability)
    #expect(abs(zeros - p) < 5 * (p * (1 - p) / 100_000).squareRoot())
    #expect(y.allSatisfy { $0 == 0 || $0 == 1 / (1 - probability) })
  }

  @Test func maskFollowsBothKeysAndNothingElse() {
    let reference = dropped(1, "a", 0.5)
    #expect(dropped(1, "a", 0.5) == reference)
    for other in [dropped(2, "a", 0.5), dropped(1, "b", 0.5)] {
      let equal = zip(reference, other).filter { $0 == $1 }.count
      #expect(abs(Double(equal) / 100_000 - 0.5) < 0.01)
    }
  }

  @Test func doesNothingInEvaluation() {
    let x = Tensor([1, 2, 3], shape: [3], on: engine)
    #expect(dropout(x, probability: 0.5, key: RandomKey(seed: 0)) === x)
  }

  /// Rows that begin within a group of random words, and rows that do not; few dropped and many.
  @Test(arguments: [(100, 0.01), (100, 0.5), (128, 0.05), (7, 0.3)] as [(Int, Float)])
  func aProductWithWhatIsLeftIsThatOfDropout(_ columns: Int, _ probability: Float) {
    let (rows, outputs) = (700, 33)
    func uniform(_ name: String, _ shape: [Int]) -> Tensor {
      let values = RandomKey(seed: 3)[name].uniform(shape.reduce(1, *), in: -1...1)
      return Tensor(values, shape: shape, on: engine)
    }
    let tape = Tape(dropout: RandomKey(seed: 7), on: engine)
    let x = uniform("x", [rows, columns]).on(tape)
    let weight = uniform("w", [outputs, columns])
    let key = RandomKey(seed: 0)["a"]
    let expected = linear(dropout(x, probability: probability, key: key), weight: weight)
    let found = productOfDropped(
      linear(x, weight: weight), x, weight: weight, probability: probability, key: key)
    let farthest = zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? 1
    #expect(farthest < 2e-5 / (1 - probability))
  }
}
