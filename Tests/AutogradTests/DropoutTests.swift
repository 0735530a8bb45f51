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

  /// Rows that begin within a group of random words, and rows that do not; few dropped and many;
  /// more elements than stay in the cache, and outputs that fill their panels or do not.
  @Test(
    arguments: [(100, 33, 0.01), (100, 64, 0.5), (128, 130, 0.05), (7, 5, 0.3), (500, 100, 0.2)]
      as [(Int, Int, Float)])
  func aProductWithWhatIsLeftIsThatOfDropout(_ columns: Int, _ outputs: Int, _ probability: Float) {
    let rows = 700
    func uniform(_ name: String, _ shape: [Int]) -> Tensor {
      let values = RandomKey(seed: 3)[name].uniform(shape.reduce(1, *), in: -1...1)
      return Tensor(values, shape: shape, on: engine, kind: .weights)
    }
    let weight = uniform("w", [outputs, columns])
    let key = RandomKey(seed: 0)["a"]
    let labels = (0..<rows).map { Int32($0 % outputs) }
    func run(_ product: (Tensor) -> Tensor) -> (output: [Float], gradient: [Float]) {
      let tape = Tape(dropout: RandomKey(seed: 7), on: engine)
      let x = Parameter(uniform("x", [rows, columns]), isTrainable: true)
      let y = product(x.value.on(tape))
      let output = y.values
      tape.backward(from: crossEntropy(y, labels: labels, scale: 1))
      return (output, x.gradient?.values ?? [])
    }
    let expected = run { linear(dropout($0, probability: probability, key: key), weight: weight) }
    let found = run {
      productOfDropped(
        linear($0, weight: weight), $0, weight: weight, probability: probability, key: key)
    }
    func farthest(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { abs($0 - $1) }.max() ?? 1 }
    #expect(farthest(found.output, expected.output) < 4e-5 / (1 - probability))
    #expect(farthest(found.gradient, expected.gradient) < 2e-5 / (1 - probability))
  }
}
