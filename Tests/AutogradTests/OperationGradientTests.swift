import Autograd
import Foundation
import Testing

@Suite struct OperationGradientTests {
  /// Single precision leaves about 1e-6 of noise in a loss, 4e-5 in a slope over steps of 0.03.
  @Test(arguments: OperationCase.all)
  func matchesCentralDifferencesInEveryElement(_ operation: OperationCase) {
    let run = OperationRun(operation, .small, on: Engine(threads: 1))
    let gradients = run().gradients
    for (input, gradient) in gradients.enumerated() {
      #expect(gradient.count == run.inputs[input].count)
      for element in gradient.indices {
        let slope = run.slope(step: 0.03) { $0[input][element] += $1 }
        let found = Double(gradient[element])
        #expect(
          abs(slope - found) <= 4e-4 * (1 + abs(slope)),
          "input \(input), element \(element): slope \(slope), gradient \(found)")
      }
    }
  }

  /// Work cut into many pieces, along one random direction for each input. The noise of the loss
  /// grows with the number of outputs, and so do the slope and its tolerance.
  @Test(arguments: OperationCase.all)
  func matchesCentralDifferencesAlongADirection(_ operation: OperationCase) {
    let run = OperationRun(operation, .large, on: Engine(threads: 2))
    let gradients = run().gradients
    for (input, gradient) in gradients.enumerated() {
      let direction = RandomKey(seed: 3)["direction"][input].normal(
        gradient.count, mean: 0, standardDeviation: 1)
      let slope = run.slope(step: 0.01) { inputs, t in
        for i in direction.indices { inputs[input][i] += t * direction[i] }
      }
      var found = 0.0
      var size = 0.0
      for (g, d) in zip(gradient, direction) {
        found += Double(g) * Double(d)
        size += Double(g) * Double(g)
      }
      // A random direction meets a gradient of this norm in a slope of about this size.
      #expect(
        abs(slope - found) <= 4e-3 * size.squareRoot(),
        "input \(input): slope \(slope), gradient \(found), norm \(size.squareRoot())")
    }
  }

  @Test func everyOperationHasACase() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Autograd/Operations").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }
    #expect(!files.isEmpty)
    #expect(Set(files) == Set(OperationCase.all.map(\.file)))
  }
}

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
