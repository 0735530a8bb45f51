import Adapters
import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import ModelFixtures
import Models
import Testing

@Suite struct AdapterFolderTests {
  let engine = Engine(threads: 1)

  private func base() throws -> any LanguageModel { try ParityFixture.model(on: engine) }

  private func tensors(_ name: String) throws -> [(String, Tensor)] {
    let file = try SafetensorsFile(ParityFixture.path(name + "/adapter_model.safetensors"))
    return try file.names.map { ($0, try file.tensor($0, on: engine)) }
  }

  private func configuration(_ name: String) throws -> JSONObject {
    try Configuration(file: ParityFixture.path(name + "/adapter_config.json")).json.object ?? [:]
  }

  /// Loads PEFT's folder with some of its content exchanged.
  private func load(
    _ name: String, _ tensors: [(String, Tensor)]? = nil, _ configuration: JSONObject? = nil,
    on base: (any LanguageModel)? = nil
  ) throws -> AdaptedModel {
    let folder = try TemporaryFolder()
    try folder.put(
      .object(configuration ?? self.configuration(name)), "adapter_config.json")
    try folder.put(tensors ?? self.tensors(name), "adapter_model.safetensors")
    return try AdapterFolder.load(folder.path, on: base ?? self.base())
  }

  private func failure(_ body: () throws -> AdaptedModel) -> String {
    let error = #expect(throws: AdapterError.self) { _ = try body() }
    return error?.description ?? ""
  }

  /// The very bytes, so names, order and shapes are PEFT's own.
  @Test(arguments: ParityCase.lowRank)
  func writesTheTensorFileThatPEFTWrites(_ name: String) throws {
    let folder = try TemporaryFolder()
    let adapted = try AdapterFolder.load(ParityFixture.path(name), on: base())
    let names = try AdapterFolder.save(adapted, to: folder.path, baseName: "tiny")
    #expect(names == ["adapter_config.json", "adapter_model.safetensors"])
    let expected = try Data(
      contentsOf: URL(
        fileURLWithPath: ParityFixture.path(name + "/adapter_model.safetensors")))
    #expect(try folder.data("adapter_model.safetensors") == expected)
  }

  /// Lists that PEFT holds as sets are compared as sets; kasa_config is newer than 0.20.
  @Test(arguments: ParityCase.lowRank)
  func writesTheConfigurationThatPEFTWrites(_ name: String) throws {
    let folder = try TemporaryFolder()
    let adapted = try AdapterFolder.load(ParityFixture.path(name), on: base())
    _ = try AdapterFolder.save(adapted, to: folder.path, baseName: "tiny")
    let written = try Configuration(file: folder.path("adapter_config.json")).json.object ?? [:]
    var expected = try configuration(name)
    expected["kasa_config"] = nil
    expected["peft_version"] = .string("0.20.0")
    #expect(written.keys == expected.keys)
    for (key, value) in expected.pairs {
      if let items = value.array {
        #expect(
          Set(items.map(\.string)) == Set((written[key]?.array ?? []).map(\.string)), "\(key)")
      } else {
        #expect(written[key] == value, "\(key)")
      }
    }
    let text = String(decoding: try folder.data("adapter_config.json"), as: UTF8.self)
    #expect(text.hasPrefix("{\n  \"alora_invocation_tokens\": null,\n") && text.hasSuffix("}"))
  }

  @Test(arguments: ParityCase.lowRank)
  func loadsBackEqualBits(_ name: String) throws {
    let folder = try TemporaryFolder()
    let adapted = try AdapterFolder.load(ParityFixture.path(name), on: base())
    _ = try AdapterFolder.save(adapted, to: folder.path, baseName: "x")
    let back = try AdapterFolder.load(folder.path, on: base())
    #expect(back.method.settings == adapted.method.settings)
    #expect(back.state.map(\.name) == adapted.state.map(\.name))
    for (a, b) in zip(back.state, adapted.state) {
      #expect(a.value.values.map(\.bitPattern) == b.value.values.map(\.bitPattern))
    }
  }

  @Test func wholeModelsAreNotAdapterFiles() throws {
    let folder = try TemporaryFolder()
    for method: any AdapterMethod in [
      FullFineTuning(MethodSettings()), FrozenEncoder(MethodSettings()),
    ] {
      let adapted = try AdaptedModel(method, on: base(), seed: 0)
      #expect(try AdapterFolder.save(adapted, to: folder.path, baseName: "x") == nil)
      let names = try ModelFolderWriter.write(adapted.model, to: folder.path)
      #expect(names == ["config.json", "model.safetensors"])
    }
  }

  @Test func readsHalfPrecisionAndShortOldConfigurations() throws {
    let folder = try TemporaryFolder()
    let expected = try tensors("lora")
    try SafetensorsWriter.write(
      expected, dtype: .f16, metadata: [:], to: folder.path("adapter_model.safetensors"))
    try folder.put(
      .object([
        "peft_type": .string("LORA"), "task_type": .string("SEQ_CLS"), "r": .integer(4),
        "lora_alpha": .integer(8), "unknown_key": .array([.integer(1)]),
      ]), "adapter_config.json")
    let adapted = try AdapterFolder.load(folder.path, on: base())
    let inputs = try ParityInputs()
    let logits = adapted.model.classLogits(inputs.batch(inputs.all))
    let exact = try ParityCase("lora", 0).expected().tensor("logits", on: engine).values
    // Every weight is off by up to 2⁻¹¹ of itself.
    #expect(largestDifference(logits, exact) < 1e-2)
  }

  // MARK: Files that do not fit

  @Test(arguments: ["lora", "dora"])
  func everyMissingTensorIsNamed(_ name: String) throws {
    let all = try tensors(name)
    for (missing, tensor) in all {
      let description = failure { try load(name, all.filter { $0.0 != missing }) }
      let says = "has no tensor '\(missing)' of \(tensor.shape)"
      #expect(description.contains(says), "\(description)")
    }
  }

  @Test func tensorsWithoutAPlaceAreNamed() throws {
    let extra = ("base_model.model.bert.pooler.dense.lora_A.weight", try tensors("lora")[0].1)
    let description = failure { try load("lora", tensors("lora") + [extra]) }
    #expect(description.contains("no place in this model: '\(extra.0)'"))
    #expect(failure { try load("lora", tensors("dora")) }.contains("magnitude_vector"))
  }

  @Test func wrongShapesAreNamed() throws {
    for (name, tensor) in try tensors("dora") {
      let wrong = Tensor(
        [Float](repeating: 0, count: tensor.count + 1), shape: [tensor.count + 1], on: engine,
        kind: .weights)
      let description = failure {
        try load("dora", tensors("dora").map { $0.0 == name ? (name, wrong) : $0 })
      }
      #expect(description.contains("'\(name)'") && description.contains("\(tensor.shape)"))
    }
  }

  @Test(
    arguments: [
      ("peft_type", .string("IA3"), "no method reads peft_type 'IA3'"),
      ("peft_type", nil, "no method reads peft_type 'none'"),
      ("r", .integer(0), "'r' is 0"), ("r", .string("8"), "'r' is \"8\""),
      ("r", .number(4.5), "'r' is 4.5"), ("r", .integer(5), "but the model asks for [5, 32]"),
      ("r", .integer(1 << 40), "'r' is 1099511627776"),
      ("lora_alpha", .string("x"), "'lora_alpha' is \"x\""),
      ("lora_alpha", .null, "has no 'lora_alpha'"),
      ("lora_dropout", .number(1.5), "'lora_dropout' is 1.5"),
      ("use_dora", .string("yes"), "'use_dora' is \"yes\""),
      ("use_rslora", .integer(1), "'use_rslora' is 1"),
      ("target_modules", .integer(1), "'target_modules' is 1"),
      ("target_modules", .array([.integer(1)]), "'target_modules' is [1]"),
      ("target_modules", .array([.string("q_proj")]), "config.json: no linear layer of"),
      ("target_modules", .string("(query"), "config.json: '(query' is not"),
      ("rank_pattern", .object(["query": .integer(0)]), "'rank_pattern' is"),
      ("rank_pattern", .object(["(": .integer(2)]), "is not a regular expression"),
      ("alpha_pattern", .object(["query": .string("x")]), "'alpha_pattern' is"),
      ("layers_to_transform", .string("1"), "'layers_to_transform' is"),
      ("modules_to_save", .string("pooler"), "'modules_to_save' is"),
      ("bias", .string("all"), "'bias' is \"all\", which is not supported"),
      ("lora_bias", .bool(true), "'lora_bias' is true"),
      ("fan_in_fan_out", .string("yes"), "'fan_in_fan_out' is \"yes\""),
      ("ensure_weight_tying", .bool(true), "'ensure_weight_tying' is true"),
      ("init_lora_weights", .string("pissa"), "'init_lora_weights' is \"pissa\""),
      ("layer_replication", .array([]), "'layer_replication' is []"),
      ("kasa_config", .object([:]), "'kasa_config' is {}"),
    ] as [(String, JSON?, String)])
  func saysWhatIsWrongWithTheConfiguration(_ key: String, _ value: JSON?, _ says: String) throws {
    var object = try configuration("lora")
    object[key] = value
    let description = failure { try load("lora", nil, object) }
    #expect(description.contains(says), "\(description)")
  }

  /// PEFT would run with a random head; its files say whether one belongs to them.
  @Test func aFileWithoutItsHeadIsRefusedUnlessItSaysSo() throws {
    let bodies = try tensors("lora").filter { !$0.0.contains("classifier") }
    #expect(failure { try load("lora", bodies) }.contains("classifier"))
    var object = try configuration("lora")
    (object["task_type"], object["modules_to_save"]) = (.null, .null)
    let adapted = try load("lora", bodies, object)
    #expect(
      adapted.model.tree["classifier.weight"]?.value.values
        == (try base()).tree["classifier.weight"]?.value.values)
    var request = ModelRequest()
    request.head = .sequenceClassification
    let headless = try ParityFixture.model("tiny-mlm", request, on: engine)
    #expect(failure { try load("lora", bodies, object, on: headless) }.contains("has no tensor"))
  }

  @Test func filesThatAreNotThereOrBroken() throws {
    let folder = try TemporaryFolder()
    #expect(
      failure { try AdapterFolder.load(folder.path, on: base()) }
        == "no such file or folder: '\(folder.path("adapter_config.json"))'")
    try folder.put(.object(configuration("lora")), "adapter_config.json")
    #expect(
      failure { try AdapterFolder.load(folder.path, on: base()) }
        == "no such file or folder: '\(folder.path("adapter_model.safetensors"))'")
    try AtomicFile.write(bytes: [1, 2], to: folder.path("adapter_model.safetensors"))
    #expect(failure { try AdapterFolder.load(folder.path, on: base()) }.contains("is damaged"))
  }

  @Test func aBareBodysAdapterHasNoPrefix() throws {
    var request = ModelRequest()
    request.head = HeadKind.none
    let bare = try ParityFixture.model("tiny", request, on: engine)
    let folder = try TemporaryFolder()
    let adapted = try AdaptedModel(LoRA(MethodSettings()), on: bare, seed: 1)
    _ = try AdapterFolder.save(adapted, to: folder.path, baseName: "x")
    let file = try SafetensorsFile(folder.path("adapter_model.safetensors"))
    #expect(file.names.allSatisfy { $0.hasPrefix("base_model.model.encoder.layer.") })
    let json = try Configuration(file: folder.path("adapter_config.json")).json
    #expect(json["task_type"]?.string == "FEATURE_EXTRACTION" && json["modules_to_save"] == .null)
    #expect(try AdapterFolder.load(folder.path, on: bare).state.count == adapted.state.count)
  }
}
