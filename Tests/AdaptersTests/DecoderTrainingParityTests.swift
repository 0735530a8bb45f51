import Adapters
import Autograd
import Checkpoints
import Files
import Layers
import ModelFixtures
import Models
import Testing

/// A family under a method, as the script made it: "gpt2" is trained in full, "gpt2-lora" read from
/// PEFT's folder.
struct DecoderCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let learningRate: Double

  static let all =
    DecoderFixture.families.map { DecoderCase($0, 1e-3) } + adapters.map { DecoderCase($0, 1e-2) }
  static let adapters = ["gpt2-lora", "gpt2-dora", "qwen2-lora", "qwen2-dora"]

  init(_ name: String, _ learningRate: Double) {
    (testDescription, self.learningRate) = (name, learningRate)
  }

  static func base(_ name: String, on engine: Engine) throws -> any LanguageModel {
    let family = name.split(separator: "-").first.map(String.init) ?? name
    return try DecoderFixture.model(family, on: engine)
  }

  func adapted(on engine: Engine) throws -> AdaptedModel {
    let base = try Self.base(testDescription, on: engine)
    guard Self.adapters.contains(testDescription) else {
      return try AdaptedModel(FullFineTuning(MethodSettings()), on: base, seed: 0)
    }
    return try AdapterFolder.load(DecoderFixture.path(testDescription), on: base)
  }

  func expected() throws -> SafetensorsFile { try DecoderFixture.expected(testDescription) }
}

extension AdaptedModel {
  /// The mean next-token loss of a batch, its gradients added to the parameters.
  func causalBackward(_ batch: PackedBatch) -> Float {
    let tape = Tape(dropout: RandomKey(seed: 0), on: base.engine)
    let loss = model.causalLoss(batch, on: tape)
    let value = loss.values[0]
    tape.backward(from: loss)
    return value
  }
}

/// Causal training against transformers and peft: logits, every gradient, the losses of ten steps.
@Suite struct DecoderTrainingParityTests {
  let engine = Engine(threads: 2)

  @Test(arguments: DecoderCase.all)
  func logitsMatch(_ method: DecoderCase) throws {
    let logits = try method.adapted(on: engine).model.decoderLogits()
    let expected = try method.expected().tensor("logits", on: engine).values
    let difference = largestDifference(logits, expected)
    #expect(difference < 2e-5, "\(difference)")
  }

  @Test(arguments: DecoderCase.all)
  func gradientsMatch(_ method: DecoderCase) throws {
    let inputs = try DecoderInputs()
    let adapted = try method.adapted(on: engine)
    let file = try method.expected()
    let loss = adapted.causalBackward(inputs.batch(inputs.all))
    #expect(abs(loss - (try file.tensor("loss", on: engine).values[0])) < 2e-6)
    try adapted.expectGradients(in: file)
  }

  @Test(arguments: DecoderCase.all)
  func tenStepsMatch(_ method: DecoderCase) throws {
    let inputs = try DecoderInputs()
    let adapted = try method.adapted(on: engine)
    let losses = try adapted.tenLosses(learningRate: method.learningRate) { step in
      adapted.causalBackward(inputs.batch(step % 2 == 0 ? 0..<2 : 2..<5))
    }
    let expected = try method.expected().tensor("losses", on: engine).values
    let difference = largestDifference(losses, expected)
    #expect(difference < 1e-4, "\(difference)")
  }
}
