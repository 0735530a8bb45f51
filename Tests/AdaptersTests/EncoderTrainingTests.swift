import Adapters
import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import ModelFixtures
import Models
import Testing

/// A method on a family's model, as `make_encoders.py` trained it.
struct EncoderCase: Sendable, CustomTestStringConvertible {
  let family: String
  let method: String
  let head: HeadKind
  var testDescription: String { family + " " + method }

  static let adapters = [
    EncoderCase(family: "bert", method: "lora", head: .questionAnswering),
    EncoderCase(family: "bert", method: "dora", head: .questionAnswering),
    EncoderCase(family: "roberta", method: "lora", head: .questionAnswering),
    EncoderCase(family: "roberta", method: "dora", head: .questionAnswering),
    EncoderCase(family: "distilbert", method: "lora", head: .sequenceClassification),
    EncoderCase(family: "electra", method: "lora", head: .sequenceClassification),
  ]
  static let all =
    [
      EncoderCase(family: "bert", method: "full", head: .questionAnswering),
      EncoderCase(family: "roberta", method: "full", head: .questionAnswering),
    ] + adapters

  var folder: String { EncoderFixture.path(family + "-" + method) }

  func adapted(on engine: Engine) throws -> AdaptedModel {
    let base = try EncoderFixture.model(family, head, on: engine)
    guard method == "full" else { return try AdapterFolder.load(folder, on: base) }
    return try AdaptedModel(FullFineTuning(MethodSettings()), on: base, seed: 0)
  }
}

/// Spans and classes learnt by each family, against transformers and peft.
@Suite struct EncoderTrainingTests {
  let engine = Engine(threads: 2)

  @Test(arguments: EncoderCase.adapters)
  func logitsMatch(_ encoder: EncoderCase) throws {
    let logits = try encoder.adapted(on: engine).model.headLogits(EncoderInputs().batch)
    let expected = try EncoderFixture.expected(encoder.family).tensor(
      encoder.method + ".logits", on: engine)
    #expect(largestDifference(logits.values, expected.values) < 1e-5)
  }

  @Test(arguments: EncoderCase.all)
  func tenStepsMatch(_ encoder: EncoderCase) throws {
    let inputs = try EncoderInputs()
    let adapted = try encoder.adapted(on: engine)
    let learningRate = encoder.method == "full" ? 1e-3 : 1e-2
    let losses = try adapted.tenLosses(learningRate: learningRate) { step in
      let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
      let loss = inputs.loss(adapted.model, step % 2 == 0 ? 0..<4 : 4..<8, on: tape)
      tape.backward(from: loss)
      return loss.values[0]
    }
    let expected = try EncoderFixture.expected(encoder.family).tensor(
      encoder.method + ".losses", on: engine)
    #expect(largestDifference(losses, expected.values) < 1e-4)
  }

  /// The very bytes, so the head is what PEFT's `modules_to_save` takes for the task: all of
  /// RoBERTa's and ELECTRA's `classifier`, and DistilBERT's `pre_classifier` too.
  @Test(arguments: EncoderCase.adapters)
  func writesTheFilesThatPEFTWrites(_ encoder: EncoderCase) throws {
    let folder = try TemporaryFolder()
    _ = try AdapterFolder.save(
      encoder.adapted(on: engine), to: folder.path, baseName: encoder.family)
    let expected = try Data(
      contentsOf: URL(fileURLWithPath: encoder.folder + "/adapter_model.safetensors"))
    #expect(try folder.data("adapter_model.safetensors") == expected)
    let written = try Configuration(file: folder.path("adapter_config.json")).json
    let config = try Configuration(file: encoder.folder + "/adapter_config.json").json
    for key in ["r", "lora_alpha", "use_dora", "task_type", "peft_type", "exclude_modules"] {
      #expect(written[key] == config[key], "\(key)")
    }
    let names = { (json: JSON) in Set((json["target_modules"]?.array ?? []).map(\.string)) }
    #expect(names(written) == names(config))
  }

  @Test(arguments: EncoderFixture.families)
  func lowRankMethodsAdaptQueriesAndValues(_ family: String) throws {
    let base = try EncoderFixture.model(family, .tokenClassification, on: engine)
    let adapted = try AdaptedModel(LoRA(MethodSettings()), on: base, seed: 0)
    let paths = adapted.model.tree.linears.filter { $0.layer.adapter != nil }.map(\.path)
    let expected =
      family == "distilbert"
      ? (0..<2).flatMap { layer in
        ["q_lin", "v_lin"].map { "distilbert.transformer.layer.\(layer).attention.\($0)" }
      }
      : (0..<2).flatMap { layer in
        ["query", "value"].map {
          base.specification.bodyPrefix + "encoder.layer.\(layer).attention.self.\($0)"
        }
      }
    #expect(paths == expected)
    #expect(
      base.specification.defaultTargets
        == (family == "distilbert" ? ["q_lin", "v_lin"] : ["query", "value"]))
  }

  /// PEFT would put adapters on these heads and then fail to save them whole.
  @Test(
    arguments: [
      ("bert", .sequenceClassification, nil), ("roberta", .sequenceClassification, nil),
      ("electra", .sequenceClassification, nil),
      ("distilbert", .sequenceClassification, ["pre_classifier"]),
      ("roberta", .questionAnswering, ["qa_outputs"]),
      ("bert", .questionAnswering, ["qa_outputs"]),
      ("electra", .tokenClassification, ["classifier"]),
    ] as [(String, HeadKind, [String]?)])
  func allLinearLeavesTheHeadOutForPEFTToo(
    _ family: String, _ head: HeadKind, _ names: [String]?
  ) throws {
    let base = try EncoderFixture.model(family, head, on: engine)
    var settings = MethodSettings()
    settings.targets = .allLinear
    let adapted = try AdaptedModel(LoRA(settings), on: base, seed: 0)
    let folder = try TemporaryFolder()
    _ = try AdapterFolder.save(adapted, to: folder.path, baseName: "x")
    let config = try Configuration(file: folder.path("adapter_config.json")).json
    #expect(config["target_modules"]?.string == "all-linear")
    #expect(config["exclude_modules"] == names.map { .array($0.map { .string($0) }) } ?? .null)
    let back = try AdapterFolder.load(folder.path, on: base)
    #expect(back.state.map(\.name) == adapted.state.map(\.name))
    let again = try TemporaryFolder()
    _ = try AdapterFolder.save(back, to: again.path, baseName: "x")
    #expect(try again.data("adapter_config.json") == folder.data("adapter_config.json"))
  }

  /// The frozen encoder of each family trains what PEFT saves whole, and nothing else.
  @Test(arguments: EncoderFixture.families)
  func freezeTrainsTheHeadAlone(_ family: String) throws {
    let base = try EncoderFixture.model(family, .sequenceClassification, on: engine)
    let frozen = try AdaptedModel(FrozenEncoder(MethodSettings()), on: base, seed: 0)
    #expect(frozen.model.encoderIsFrozen)
    let names = Set(frozen.model.tree.trainable.map(\.name))
    let lora = try AdaptedModel(LoRA(MethodSettings()), on: base, seed: 0)
    #expect(names == Set(lora.model.tree.trainable.map(\.name).filter { !$0.contains("lora_") }))
    #expect(names == base.tree.head)
  }
}
