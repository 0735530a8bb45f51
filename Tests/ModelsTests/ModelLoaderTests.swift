import Autograd
import Checkpoints
import Files
import Layers
import ModelFixtures
import Models
import Testing

@Suite struct ModelLoaderTests {
  let engine = Engine(threads: 1)

  /// The tiny model's tensors, to be changed and written again.
  private func tensors(_ name: String = "tiny") throws -> [(String, Tensor)] {
    let file = try SafetensorsFile(ParityFixture.path(name + "/model.safetensors"))
    return try file.names.map { ($0, try file.tensor($0, on: engine)) }
  }

  private func configuration(_ name: String = "tiny") throws -> JSONObject {
    let file = try FileBytes(mapping: ParityFixture.path(name + "/config.json"))
    return try JSON.parse(file).object ?? [:]
  }

  private func load(
    _ tensors: [(String, Tensor)]? = nil, _ configuration: JSONObject? = nil,
    _ request: ModelRequest = ModelRequest()
  ) throws -> any LanguageModel {
    let folder = try TemporaryFolder()
    try folder.put(.object(configuration ?? self.configuration()), "config.json")
    if let tensors { try folder.put(tensors, "model.safetensors") }
    let disk = try DiskFolder(folder.path)
    return try ModelLoader.load(
      ModelFolder(disk, needsTensors: !request.initialize), request, on: engine)
  }

  private func failure(_ body: () throws -> any LanguageModel) -> CheckpointError? {
    #expect(throws: CheckpointError.self) { _ = try body() }
  }

  private func logits(_ model: any LanguageModel) throws -> [Float] {
    let inputs = try ParityInputs()
    return model.classLogits(inputs.batch(inputs.all))
  }

  private func request(_ head: HeadKind, seed: UInt64 = 0, labels: [String]? = nil) -> ModelRequest
  {
    var request = ModelRequest()
    (request.head, request.seed, request.labels) = (head, seed, labels)
    return request
  }

  // MARK: Names

  @Test func oldNamesMissingPrefixAndExtrasGiveTheSameModel() throws {
    let expected = try logits(load(tensors()))
    let old = try tensors().map { name, tensor in
      (
        name.replacing("LayerNorm.weight", with: "LayerNorm.gamma")
          .replacing("LayerNorm.bias", with: "LayerNorm.beta"), tensor
      )
    }
    #expect(try logits(load(old)) == expected)
    let bare = old.map { ($0.0.hasPrefix("bert.") ? String($0.0.dropFirst(5)) : $0.0, $0.1) }
    #expect(try logits(load(bare)) == expected)
    let extras = ["bert.embeddings.position_ids", "cls.seq_relationship.weight", "x"].map {
      ($0, Tensor([1, 2], shape: [2], on: engine, kind: .weights))
    }
    let model = try load(tensors() + extras)
    #expect(try logits(model) == expected && model.tree.drawn.isEmpty)
  }

  @Test func maskedLanguageModellingBiasMayStandUnderTheDecoder() throws {
    let renamed = try tensors("tiny-mlm").map { name, tensor in
      (name == "cls.predictions.bias" ? "cls.predictions.decoder.bias" : name, tensor)
    }
    let model = try load(renamed, configuration("tiny-mlm"))
    #expect(model.tree.drawn.isEmpty)
    let expected = try ParityFixture.model("tiny-mlm", on: engine)
    #expect(
      model.tree["cls.predictions.bias"]?.value.values
        == expected.tree["cls.predictions.bias"]?.value.values)
  }

  @Test func shardsGiveTheSameModel() throws {
    let all = try tensors()
    let folder = try TemporaryFolder()
    try folder.put(.object(configuration()), "config.json")
    var map = JSONObject()
    for (i, part) in [all[..<17], all[17...]].enumerated() {
      let name = "model-0000\(i + 1)-of-00002.safetensors"
      try folder.put(Array(part), name)
      for (tensor, _) in part { map[tensor] = .string(name) }
    }
    try folder.put(
      .object(["metadata": .object(["total_size": .integer(1)]), "weight_map": .object(map)]),
      "model.safetensors.index.json")
    let model = try ModelLoader.load(
      ModelFolder(DiskFolder(folder.path)), ModelRequest(), on: engine)
    #expect(try logits(model) == logits(load(all)))
  }

  // MARK: Heads

  @Test func aMissingHeadIsDrawnFromTheSeedAndListed() throws {
    let head = ["bert.pooler.dense.weight", "bert.pooler.dense.bias"]
    let both = Set(head + ["classifier.weight", "classifier.bias"])
    let mlm = try tensors("tiny-mlm")
    let config = try configuration("tiny-mlm")
    func load(_ seed: UInt64) throws -> any LanguageModel {
      try self.load(mlm, config, request(.sequenceClassification, seed: seed))
    }
    let (one, again, other) = try (load(1), load(1), load(2))
    #expect(Set(one.tree.drawn.keys) == both && one.tree.head == both)
    for name in both {
      let values = one.tree[name]?.value.values
      #expect(values == again.tree[name]?.value.values)
      if name.hasSuffix("bias") {
        #expect(values?.allSatisfy { $0 == 0 } == true)
      } else {
        #expect(values != other.tree[name]?.value.values)
      }
    }
    let pooler = try #require(one.tree["bert.pooler.dense.weight"]).value.values
    let deviation = (pooler.reduce(0) { $0 + $1 * $1 } / Float(pooler.count)).squareRoot()
    #expect(abs(deviation - 0.02) < 0.002)
  }

  @Test func aPoolerOfTheCheckpointIsNoPartOfTheHead() throws {
    let model = try load(tensors())
    #expect(model.tree.head == ["classifier.weight", "classifier.bias"])
    #expect(model.tree.between == ["bert.pooler.dense.weight", "bert.pooler.dense.bias"])
  }

  @Test func aMissingLanguageModellingHeadIsDrawn() throws {
    let model = try load(tensors(), nil, request(.maskedLanguageModelling))
    #expect(
      Set(model.tree.drawn.keys) == [
        "cls.predictions.bias", "cls.predictions.transform.dense.weight",
        "cls.predictions.transform.dense.bias", "cls.predictions.transform.LayerNorm.weight",
        "cls.predictions.transform.LayerNorm.bias",
      ])
    #expect(model.tree["bert.pooler.dense.weight"] != nil)
  }

  @Test func takesTheConfigurationsLabels() throws {
    var config = try configuration()
    #expect(try load(tensors(), config).specification.labels == ["LABEL_0", "LABEL_1"])
    config["id2label"] = .object(["1": .string("good"), "0": .string("bad")])
    #expect(try load(tensors(), config).specification.labels == ["bad", "good"])
    let three = request(.sequenceClassification, labels: ["a", "b", "c"])
    guard
      case .shapeMismatch("classifier.weight", [3, 32], [2, 32], _)? =
        failure({ try load(tensors(), config, three) })
    else {
      Issue.record("labels of another number were taken")
      return
    }
  }

  // MARK: Errors

  @Test func anythingElseMissingIsNamed() throws {
    let all = try tensors()
    for (name, tensor) in all where !name.contains("pooler") && !name.contains("classifier") {
      let error = failure { try load(all.filter { $0.0 != name }) }
      guard case .missingTensor(name, let shape, let file, _)? = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(shape == tensor.shape && file.hasSuffix("/model.safetensors"))
    }
  }

  @Test func everyWrongShapeIsNamed() throws {
    let all = try tensors()
    for (name, tensor) in all {
      let wrong = tensor.shape + [1]
      let other = Tensor(tensor.values, shape: wrong, on: engine, kind: .weights)
      let error = failure { try load(all.map { $0.0 == name ? (name, other) : $0 }) }
      guard case .shapeMismatch(name, tensor.shape, wrong, let file)? = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(file.hasSuffix("/model.safetensors"))
    }
  }

  @Test(
    arguments: [
      ("hidden_size", nil, "has no 'hidden_size'"),
      ("vocab_size", nil, "has no 'vocab_size'"),
      ("model_type", nil, "has no 'model_type'"),
      (
        "model_type", .string("t5"), "model_type 't5' is not supported (supported: bert, roberta,"
      ),
      ("model_type", .integer(1), "'model_type' is 1, expected a string"),
      ("hidden_size", .string("32"), "'hidden_size' is \"32\", expected a whole number"),
      ("hidden_size", .number(32.5), "'hidden_size' is 32.5"),
      ("hidden_size", .integer(0), "'hidden_size' is 0"),
      ("hidden_size", .integer(30), "a multiple of num_attention_heads = 4"),
      ("hidden_size", .integer(Int.max), "'hidden_size' is 9223372036854775807"),
      ("num_hidden_layers", .array([]), "'num_hidden_layers' is []"),
      (
        "num_hidden_layers", .integer(3),
        "no tensor 'bert.encoder.layer.2.attention.self.query.weight'"
      ),
      ("hidden_act", .string("swish9"), "'hidden_act' is swish9, expected one of gelu"),
      ("hidden_dropout_prob", .integer(1), "'hidden_dropout_prob' is 1"),
      ("layer_norm_eps", .bool(true), "'layer_norm_eps' is true, expected a number"),
      (
        "position_embedding_type", .string("relative_key"),
        "'position_embedding_type' is relative_key"
      ),
      ("is_decoder", .bool(true), "'is_decoder' is true, expected false"),
      ("num_labels", .integer(0), "'num_labels' is 0"),
      ("num_labels", .integer(1), "1 outputs (regression) is not supported"),
      ("id2label", .object(["0": .integer(4)]), "'id2label' is 0: 4"),
      ("id2label", .object(["7": .string("x"), "0": .string("y")]), "'id2label' is 7: \"x\""),
      ("vocab_size", .integer(101), "is [100, 32], but config.json asks for [101, 32]"),
    ] as [(String, JSON?, String)])
  func saysWhatIsWrongWithTheConfiguration(_ key: String, _ value: JSON?, _ says: String) throws {
    var config = try configuration()
    config[key] = value
    let description = failure { try load(tensors(), config) }?.description ?? ""
    #expect(description.contains(says), "\(description)")
  }

  @Test func headsThatAFamilyLacksAreRefused() throws {
    let description = failure { try load(tensors(), nil, request(.causalLanguageModelling)) }
    #expect(description?.description.contains("BERT as text generation") == true)
    var untied = try configuration("tiny-mlm")
    untied["tie_word_embeddings"] = .bool(false)
    #expect(failure { try load(tensors("tiny-mlm"), untied) } != nil)
  }

  // MARK: Fresh models

  @Test func initializeDrawsEveryWeight() throws {
    var request = request(.maskedLanguageModelling, seed: 3)
    request.initialize = true
    let one = try load(nil, nil, request)
    #expect(one.tree.drawn.count == one.tree.parameters.count)
    #expect(one.tree["bert.pooler.dense.weight"] != nil)
    let again = try load(nil, nil, request)
    for (name, parameter) in one.tree.parameters {
      #expect(parameter.value.values == again.tree[name]?.value.values)
    }
  }

  /// Each layer would fit; what all of them take is known before the first is drawn.
  @Test func moreLayersThanMemoryHoldsAreRefusedBeforeDrawing() throws {
    var config = try configuration()
    config["hidden_size"] = .integer(8192)
    config["intermediate_size"] = .integer(32768)
    config["num_hidden_layers"] = .integer(1000)
    var request = ModelRequest()
    request.initialize = true
    let clock = ContinuousClock()
    let start = clock.now
    let error = failure { try load(nil, config, request) }
    #expect(error?.description.contains("a model up to 'bert.encoder.layer.") == true)
    #expect(clock.now - start < .seconds(10))
    config["num_hidden_layers"] = .integer(1_000_000_000)
    #expect(failure { try load(nil, config, request) }?.description.contains("at most") == true)
  }

  @Test(arguments: ["hidden_size", "vocab_size", "intermediate_size"])
  func aModelLargerThanAnyMemoryIsRefused(_ key: String) throws {
    var config = try configuration()
    config[key] = .integer(2_147_483_644)
    if key != "vocab_size" { config["vocab_size"] = .integer(2_147_483_644) }
    var request = ModelRequest()
    request.initialize = true
    let error = failure { try load(nil, config, request) }
    #expect(error?.description.contains("MB of memory, and") == true)
  }
}
