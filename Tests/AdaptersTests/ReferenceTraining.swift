import Adapters
import Autograd
import Checkpoints
import ModelFixtures
import Testing

extension AdaptedModel {
  /// The losses of ten steps of AdamW with decay 0.01, as the reference took them.
  ///
  /// - Parameter backward: leaves a step's gradients in the parameters and returns its loss.
  func tenLosses(learningRate: Double, _ backward: (_ step: Int) throws -> Float) throws -> [Float]
  {
    let trained = model.tree.trainable.map(\.parameter)
    let moments = trained.map { parameter in
      let zeros = {
        Tensor(zeros: parameter.value.shape, on: parameter.value.engine, kind: .optimizer)
      }
      return (zeros(), zeros())
    }
    return try (0..<10).map { step in
      for parameter in trained { parameter.gradient = nil }
      let loss = try backward(step)
      let coefficients = AdamCoefficients(
        learningRate: learningRate, weightDecay: 0.01, step: step + 1)
      for (parameter, (m, v)) in zip(trained, moments) {
        let gradient = try #require(parameter.gradient)
        adamStep(parameter: parameter.value, gradient: gradient, m: m, v: v, coefficients)
      }
      return loss
    }
  }

  /// Every element of every gradient to within 4e-6 of the largest element of its tensor and 4e-7
  /// beside it: each is a sum of some thousand products of single precision (2⁻²⁴ ≈ 6e-8 each),
  /// formed here and there in different orders. Found here: 6e-7 at most.
  func expectGradients(in file: SafetensorsFile) throws {
    let tree = model.tree
    #expect(
      Set(tree.trainable.map { "grad." + $0.name })
        == Set(file.names.filter { $0.hasPrefix("grad.") }))
    for (name, parameter) in tree.trainable {
      let expected = try file.tensor(
        "grad." + name, isTransposed: tree.transposed.contains(name),
        on: parameter.value.engine)
      let gradient = try #require(parameter.gradient, "\(name) has no gradient")
      #expect(gradient.shape == expected.shape)
      let largest = expected.values.reduce(0) { max($0, abs($1)) }
      let difference = largestDifference(gradient.values, expected.values)
      #expect(difference < 4e-6 * largest + 4e-7, "\(name): \(difference) of \(largest)")
    }
  }
}
