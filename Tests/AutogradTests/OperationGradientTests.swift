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
