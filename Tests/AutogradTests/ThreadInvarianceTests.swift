import Autograd
import Testing

@Suite struct ThreadInvarianceTests {
  @Test(arguments: OperationCase.all)
  func sameBitsOnOneTwoAndThreeThreads(_ operation: OperationCase) {
    let engine = Engine(threads: 1)
    let reference = OperationRun(operation, .large, on: engine)()
    for threads in [2, 3] {
      engine.threads = threads
      let other = OperationRun(operation, .large, on: engine)()
      #expect(bits(other.output) == bits(reference.output))
      #expect(other.gradients.map(bits) == reference.gradients.map(bits))
    }
  }

  @Test func sumsAndUpdatesHaveTheSameBitsOnAnyNumberOfThreads() {
    func run(_ threads: Int) -> [UInt32] {
      let engine = Engine(threads: threads)
      func tensor(_ name: String, _ shape: [Int]) -> Tensor {
        Tensor(
          RandomKey(seed: 4)[name].normal(shape.reduce(1, *), mean: 0, standardDeviation: 1),
          shape: shape, on: engine)
      }
      let (w, a, b) = (tensor("w", [300, 257]), tensor("a", [8, 257]), tensor("b", [300, 8]))
      let norms = lowRankRowNorms(w, a, b, scaling: 0.5)
      let sum = Float(sumOfSquares(w))
      let added = adding(0.5, b, a, to: w)
      let (m, v) = (Tensor(zeros: w.shape, on: engine), Tensor(zeros: w.shape, on: engine))
      adamStep(
        parameter: w, gradient: added, m: m, v: v,
        AdamCoefficients(learningRate: 0.1, weightDecay: 0.1, step: 1))
      return bits(norms.values) + bits([sum]) + bits(added.values) + bits(w.values)
    }
    let reference = run(1)
    #expect(run(2) == reference)
    #expect(run(3) == reference)
  }
}

/// Bit patterns: equality that tells zeros apart and holds for not-a-number.
func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
