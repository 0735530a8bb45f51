import Adapters
import Autograd
import Checkpoints
import Files
import Layers
import ModelFixtures
import Models
import Testing

/// A method as the script made it: read from PEFT's folder, or one that has none.
struct ParityCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let learningRate: Double

  static let all = [
    ParityCase("full", 1e-3), ParityCase("freeze", 1e-2), ParityCase("lora", 1e-2),
    ParityCase("dora", 1e-2), ParityCase("patterns", 1e-2), ParityCase("regex", 1e-2),
  ]
  static let lowRank = ["lora", "dora", "patterns", "regex"]

  init(_ name: String, _ learningRate: Double) {
    (testDescription, self.learningRate) = (name, learningRate)
  }

  func adapted(on engine: Engine) throws -> AdaptedModel {
    let base = try ParityFixture.model(on: engine)
    let settings = MethodSettings()
    switch testDescription {
    case "full": return try AdaptedModel(FullFineTuning(settings), on: base, seed: 0)
    case "freeze": return try AdaptedModel(FrozenEncoder(settings), on: base, seed: 0)
    default: return try AdapterFolder.load(ParityFixture.path(testDescription), on: base)
    }
  }

  func expected() throws -> SafetensorsFile {
    try SafetensorsFile(ParityFixture.path(testDescription + ".safetensors"))
  }
}

extension AdaptedModel {
  /// The mean loss of a batch, its gradients added to the parameters.
  func backward(_ batch: PackedBatch, _ labels: ArraySlice<Int32>) -> Float {
    let engine = base.engine
    let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
    let hidden = model.encode(batch, on: model.encoderIsFrozen ? nil : tape)
    let rows = gatherRows(hidden, model.pooledRows(batch))
    let loss = crossEntropy(
      model.logits(model.encoderIsFrozen ? rows.on(tape) : rows), labels: Array(labels),
      scale: 1 / Float(labels.count))
    let value = loss.values[0]
    tape.backward(from: loss)
    return value
  }
}

/// Against transformers and peft: logits, every gradient, and the losses of ten steps.
@Suite struct ParityTests {
  let engine = Engine(threads: 2)

  @Test(arguments: ParityCase.all)
  func logitsMatch(_ method: ParityCase) throws {
    let inputs = try ParityInputs()
    let logits = try method.adapted(on: engine).model.classLogits(inputs.batch(inputs.all))
    let expected = try method.expected().tensor("logits", on: engine).values
    #expect(largestDifference(logits, expected) < 1e-5)
  }

  /// Every element of every gradient to within 4e-6 of the largest element of its tensor and 4e-7
  /// beside it: each is a sum of up to 63 × 64 products of single precision (2⁻²⁴ ≈ 6e-8 each),
  /// formed here and there in different orders. Found here: 6e-7 at most.
  @Test(arguments: ParityCase.all)
  func gradientsMatch(_ method: ParityCase) throws {
    let inputs = try ParityInputs()
    let adapted = try method.adapted(on: engine)
    let file = try method.expected()
    let loss = adapted.backward(inputs.batch(inputs.all), inputs.labels[...])
    #expect(abs(loss - (try file.tensor("loss", on: engine).values[0])) < 1e-6)
    let trained = adapted.model.tree.trainable
    #expect(
      Set(trained.map { "grad." + $0.name })
        == Set(file.names.filter { $0.hasPrefix("grad.") }))
    for (name, parameter) in trained {
      let expected = try file.tensor("grad." + name, on: engine)
      let gradient = try #require(parameter.gradient, "\(name) has no gradient")
      #expect(gradient.shape == expected.shape)
      let largest = expected.values.reduce(0) { max($0, abs($1)) }
      let difference = largestDifference(gradient.values, expected.values)
      #expect(difference < 4e-6 * largest + 4e-7, "\(name): \(difference) of \(largest)")
    }
  }

  @Test(arguments: ParityCase.all)
  func tenStepsMatch(_ method: ParityCase) throws {
    let inputs = try ParityInputs()
    let adapted = try method.adapted(on: engine)
    let trained = adapted.model.tree.trainable.map(\.parameter)
    let moments = trained.map { parameter in
      let zeros = { Tensor(zeros: parameter.value.shape, on: engine, kind: .optimizer) }
      return (zeros(), zeros())
    }
    var losses: [Float] = []
    for step in 0..<10 {
      let rows = step % 2 == 0 ? 0..<4 : 4..<8
      for parameter in trained { parameter.gradient = nil }
      losses.append(adapted.backward(inputs.batch(rows), inputs.labels[rows]))
      let coefficients = AdamCoefficients(
        learningRate: method.learningRate, weightDecay: 0.01, step: step + 1)
      for (parameter, (m, v)) in zip(trained, moments) {
        let gradient = try #require(parameter.gradient)
        adamStep(parameter: parameter.value, gradient: gradient, m: m, v: v, coefficients)
      }
    }
    let expected = try method.expected().tensor("losses", on: engine).values
    #expect(largestDifference(losses, expected) < 1e-4)
  }
}
