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
    let rows = model.encode(
      batch, rows: model.pooledRows(batch), on: model.encoderIsFrozen ? nil : tape)
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

  @Test(arguments: ParityCase.all)
  func gradientsMatch(_ method: ParityCase) throws {
    let inputs = try ParityInputs()
    let adapted = try method.adapted(on: engine)
    let file = try method.expected()
    let loss = adapted.backward(inputs.batch(inputs.all), inputs.labels[...])
    #expect(abs(loss - (try file.tensor("loss", on: engine).values[0])) < 1e-6)
    try adapted.expectGradients(in: file)
  }

  @Test(arguments: ParityCase.all)
  func tenStepsMatch(_ method: ParityCase) throws {
    let inputs = try ParityInputs()
    let adapted = try method.adapted(on: engine)
    let losses = try adapted.tenLosses(learningRate: method.learningRate) { step in
      let rows = step % 2 == 0 ? 0..<4 : 4..<8
      return adapted.backward(inputs.batch(rows), inputs.labels[rows])
    }
    let expected = try method.expected().tensor("losses", on: engine).values
    #expect(largestDifference(losses, expected) < 1e-4)
  }
}
