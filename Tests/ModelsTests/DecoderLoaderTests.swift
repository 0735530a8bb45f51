import Autograd
import Checkpoints
import Files
import Layers
import ModelFixtures
import Models
import Testing

@Suite struct DecoderLoaderTests {
  let engine = Engine(threads: 1)
  static let stems = ["gpt2": "GPT2", "llama": "Llama", "qwen2": "Qwen2", "qwen3": "Qwen3"]

  private func folder(_ name: String) throws -> DecoderFolder {
    try DecoderFolder(name, on: engine)
  }

  private func failure(_ body: () throws -> any LanguageModel) -> CheckpointError? {
    #expect(throws: CheckpointError.self) { _ = try body() }
  }

  private func request(_ head: HeadKind) -> ModelRequest {
    var request = ModelRequest()
    request.head = head
    return request
  }

  private func ones(_ shape: [Int]) -> Tensor {
    Tensor(
      [Float](repeating: 1, count: shape.reduce(1, *)), shape: shape, on: engine, kind: .weights)
  }

  private func bits(_ model: any LanguageModel) throws -> [UInt32] {
    try model.decoderLogits().map(\.bitPattern)
  }

  // MARK: Names

  @Test(arguments: DecoderFixture.families)
  func aMissingPrefixAndExtrasGiveTheSameModel(_ name: String) throws {
    let files = try folder(name)
    let model = try files.load()
    let prefix = model.specification.bodyPrefix
    let bare = files.tensors.map { tensor, value in
      (tensor.hasPrefix(prefix) ? String(tensor.dropFirst(prefix.count)) : tensor, value)
    }
    let extras = [
      "h.0.attn.bias", "h.0.attn.masked_bias", "layers.0.self_attn.rotary_emb.inv_freq",
      "rotary_emb.inv_freq", "x",
    ].flatMap { [($0, ones([1, 1, 4, 4])), (prefix + $0, ones([3]))] }
    #expect(try bits(files.load(bare)) == bits(model))
    #expect(try bits(files.load(files.tensors + extras)) == bits(model))
    #expect(try files.load(bare + extras).tree.drawn.isEmpty)
  }

  @Test(arguments: DecoderFixture.families)
  func aBareBodyIsSavedWithoutItsPrefixAndReadAgain(_ name: String) throws {
    let model = try DecoderFixture.model(name, request(.none), on: engine)
    #expect(model.vocabularyProjection == nil && model.tree.outputEmbedding == nil)
    let target = try TemporaryFolder()
    _ = try ModelFolderWriter.write(model, to: target.path)
    let file = try SafetensorsFile(target.path("model.safetensors"))
    #expect(!file.names.contains { $0.hasPrefix(model.specification.bodyPrefix) })
    #expect(!file.has("lm_head.weight"))
    let config = try Configuration(file: target.path("config.json"))
    #expect(config.json["architectures"]?[0]?.string == Self.stems[name]! + "Model")
    let back = try ModelLoader.load(
      ModelFolder(DiskFolder(target.path)), ModelRequest(), on: engine)
    #expect(back.specification.head == .none && back is any DecoderModel)
    let states = { (model: any LanguageModel) in
      let inputs = try DecoderInputs()
      return model.encode(inputs.batch(inputs.all), on: nil).values
    }
    #expect(try states(back) == states(model))
  }

  /// The very bytes that transformers writes, in each family's own dtype.
  @Test(arguments: zip(DecoderFixture.families, [DType.f32, .bf16, .bf16, .f16]))
  func writesTheFilesThatTransformersWrites(_ name: String, _ dtype: DType) throws {
    let target = try TemporaryFolder()
    let model = try DecoderFixture.model(name, on: engine)
    let names = try ModelFolderWriter.write(model, to: target.path, dtype: dtype)
    #expect(names == ["config.json", "model.safetensors"])
    let bytes = { (path: String) in
      let file = try FileBytes(mapping: path)
      return Array(file[0..<file.count].bytes)
    }
    #expect(
      try bytes(target.path("model.safetensors"))
        == bytes(DecoderFixture.path(name + "/model.safetensors")))
    let written = try Configuration(file: target.path("config.json")).json
    #expect(written.object?.keys.sorted() == (try folder(name)).configuration.keys.sorted())
    for (key, value) in try folder(name).configuration.pairs { #expect(written[key] == value) }
  }

  // MARK: Output embeddings

  @Test(arguments: ["gpt2", "qwen2"])
  func aTiedOutputIsTheEmbeddings(_ name: String) throws {
    let files = try folder(name)
    let model = try files.load()
    let words = name == "gpt2" ? "transformer.wte.weight" : "model.embed_tokens.weight"
    #expect(model.tree.tied == ["lm_head.weight": words])
    #expect(model.vocabularyProjection?.weight === model.tree[words]?.value)
    #expect(model.tree["lm_head.weight"] == nil && model.tree.outputEmbedding == "lm_head")
    // A file may hold the tied weight twice.
    let value = try #require(files.tensors.first { $0.0 == words }).1
    let twice = try files.load(files.tensors + [("lm_head.weight", value)])
    #expect(try bits(twice) == bits(model) && twice.tree.tied.count == 1)
  }

  /// As in transformers 5; saved, the configuration says what the model is.
  @Test(arguments: ["gpt2", "qwen2"])
  func twoDifferentWeightsAreNotTiedWhateverTheConfigurationSays(_ name: String) throws {
    let files = try folder(name)
    let target = try TemporaryFolder()
    let own = ones([72, 24])
    let model = try files.load(files.tensors + [("lm_head.weight", own)])
    #expect(model.tree.tied.isEmpty && model.tree.between == ["lm_head.weight"])
    #expect(model.vocabularyProjection?.weight.values == own.values)
    _ = try ModelFolderWriter.write(model, to: target.path)
    let config = try Configuration(file: target.path("config.json"))
    #expect(try !config.bool("tie_word_embeddings"))
    #expect(try SafetensorsFile(target.path("model.safetensors")).has("lm_head.weight"))
  }

  @Test func aMissingSeparateOutputIsDrawnAndListed() throws {
    for name in ["llama", "qwen3"] {
      let files = try folder(name)
      let model = try files.load(files.tensors.filter { $0.0 != "lm_head.weight" })
      #expect(Set(model.tree.drawn.keys) == ["lm_head.weight"])
      #expect(model.tree.head == ["lm_head.weight"])
    }
  }

  // MARK: Errors

  @Test(arguments: DecoderFixture.families)
  func everyMissingOrMisshapenTensorIsNamed(_ name: String) throws {
    let files = try folder(name)
    for (tensor, value) in files.tensors {
      let wrong = value.shape + [1]
      let other = Tensor(value.values, shape: wrong, on: engine, kind: .weights)
      let misshapen = failure {
        try files.load(files.tensors.map { $0.0 == tensor ? (tensor, other) : $0 })
      }
      guard case .shapeMismatch(tensor, value.shape, wrong, _)? = misshapen else {
        Issue.record("\(tensor): \(String(describing: misshapen))")
        continue
      }
      guard tensor != "lm_head.weight" else { continue }
      let missing = failure { try files.load(files.tensors.filter { $0.0 != tensor }) }
      guard case .missingTensor(tensor, value.shape, let file, _)? = missing else {
        Issue.record("\(tensor): \(String(describing: missing))")
        continue
      }
      #expect(file.hasSuffix("/model.safetensors"))
    }
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let family: String
    let key: String
    let value: JSON?
    let says: String
    var testDescription: String { "\(family) \(key) \(value?.serialized() ?? "left out")" }

    init(_ family: String, _ key: String, _ value: JSON?, _ says: String) {
      (self.family, self.key, self.value, self.says) = (family, key, value, says)
    }
  }

  static let faults: [Fault] = [
    Fault("gpt2", "n_embd", nil, "has no 'n_embd'"),
    Fault("gpt2", "n_embd", .integer(26), "'n_embd' is 26, expected a multiple of n_head = 4"),
    Fault("gpt2", "n_head", .integer(0), "'n_head' is 0"),
    Fault("gpt2", "n_layer", .integer(1001), "'n_layer' is 1001, expected at most 1000"),
    Fault("gpt2", "n_layer", .integer(3), "has no tensor 'transformer.h.2.ln_1.weight'"),
    Fault("gpt2", "n_inner", .integer(40), "is [24, 36], but config.json asks for [24, 40]"),
    Fault("gpt2", "n_inner", .null, "is [24, 36], but config.json asks for [24, 96]"),
    Fault("gpt2", "n_positions", .integer(41), "is [40, 24], but config.json asks for [41, 24]"),
    Fault("gpt2", "vocab_size", .integer(1 << 40), "'vocab_size' is 1099511627776"),
    Fault("gpt2", "activation_function", .string("x"), "'activation_function' is x"),
    Fault("gpt2", "attn_pdrop", .integer(1), "'attn_pdrop' is 1"),
    Fault("gpt2", "embd_pdrop", .number(-0.5), "'embd_pdrop' is -0.5"),
    Fault("gpt2", "resid_pdrop", .string("no"), "'resid_pdrop' is \"no\""),
    Fault("gpt2", "add_cross_attention", .bool(true), "'add_cross_attention' is true"),
    Fault("gpt2", "scale_attn_weights", .integer(1), "'scale_attn_weights' is 1"),
    Fault("gpt2", "tie_word_embeddings", .string("x"), "'tie_word_embeddings' is \"x\""),
    Fault("gpt2", "quantization_config", .object([:]), "('quantization_config')"),
    Fault("llama", "num_key_value_heads", .integer(3), "a divisor of num_attention_heads = 4"),
    Fault("llama", "num_key_value_heads", .null, "but config.json asks for [32, 24]"),
    Fault("llama", "head_dim", .integer(7), "'head_dim' is 7, expected an even number"),
    Fault("llama", "head_dim", .integer(1 << 30), "'head_dim' is 1073741824"),
    Fault("llama", "head_dim", nil, "but config.json asks for [24, 24]"),
    Fault("llama", "hidden_act", .string("tanhh"), "'hidden_act' is tanhh"),
    Fault("llama", "num_hidden_layers", .integer(1 << 20), "expected at most 1000"),
    Fault("llama", "rms_norm_eps", .string("x"), "'rms_norm_eps' is \"x\""),
    Fault("llama", "attention_dropout", .integer(2), "'attention_dropout' is 2"),
    Fault("llama", "partial_rotary_factor", .number(0.5), "'partial_rotary_factor' is 0.5"),
    Fault("llama", "rope_scaling", .string("x"), "'rope_scaling' is \"x\", expected an object"),
    Fault("qwen2", "use_sliding_window", .string("x"), "'use_sliding_window' is \"x\""),
    Fault("qwen2", "layer_types", .array([.string("full_attention")]), "'layer_types' is"),
    Fault(
      "qwen2", "layer_types", .array([.string("full_attention"), .string("chunked_attention")]),
      "expected full_attention"),
    Fault(
      "qwen3", "layer_types", .array([.string("full_attention"), .string("sliding_attention")]),
      "as no sliding window is in use"),
    Fault("qwen3", "head_dim", nil, "but config.json asks for [512, 24]"),
  ]

  @Test(arguments: faults)
  func saysWhatIsWrongWithTheConfiguration(_ fault: Fault) throws {
    let files = try folder(fault.family)
    var config = files.configuration
    config[fault.key] = fault.value
    let description = failure { try files.load(configuration: config) }?.description ?? ""
    #expect(description.contains(fault.says), "\(description)")
    #expect(description.contains("/config.json") || description.contains("/model.safetensors"))
  }

  @Test(
    arguments: [
      (
        ["rope_type": .string("yarn"), "factor": .integer(2)],
        "'rope_scaling.rope_type' is \"yarn\""
      ),
      (["type": .string("dynamic")], "'rope_scaling.type' is \"dynamic\", expected one of default"),
      (["type": .integer(3)], "'rope_scaling.type' is 3"),
      (["type": .string("linear")], "has no 'rope_scaling.factor'"),
      (["type": .string("linear"), "factor": .integer(0)], "'rope_scaling.factor' is 0"),
      (["type": .string("linear"), "factor": .number(1e300)], "'rope_scaling.factor' is"),
      (["rope_theta": .string("x")], "'rope_scaling.rope_theta' is \"x\""),
      (["partial_rotary_factor": .number(0.5)], "'rope_scaling.partial_rotary_factor' is 0.5"),
      (["full_attention": .object([:])], "'rope_scaling.full_attention' is {}"),
      (
        [
          "rope_type": .string("llama3"), "factor": .integer(8), "low_freq_factor": .integer(4),
          "high_freq_factor": .integer(4),
        ], "'rope_scaling.high_freq_factor' is 4, expected more than"
      ),
    ] as [([String: JSON], String)])
  func rotarySettingsThatWeLackAreNamed(_ settings: [String: JSON], _ says: String) throws {
    let files = try folder("llama")
    var config = files.configuration
    config["rope_scaling"] = .object(JSONObject(settings.map { ($0.key, $0.value) }))
    let description = failure { try files.load(configuration: config) }?.description ?? ""
    #expect(description.contains(says), "\(description)")
  }

  @Test func aSlidingWindowIsRefusedWhereItIsUsed() throws {
    for name in ["qwen2", "qwen3"] {
      let files = try folder(name)
      var config = files.configuration
      config["layer_types"] = nil
      config["sliding_window"] = .integer(8)
      config["max_window_layers"] = .integer(1)
      let expected = try bits(files.load())
      #expect(try bits(files.load(configuration: config)) == expected)
      config["use_sliding_window"] = .bool(true)
      let description = failure { try files.load(configuration: config) }?.description ?? ""
      #expect(description.contains("'sliding_window' 8) is not supported"), "\(description)")
      config["layer_types"] = .array([.string("sliding_attention"), .string("full_attention")])
      #expect(failure { try files.load(configuration: config) } != nil)
      config["layer_types"] = .array([.string("full_attention"), .string("full_attention")])
      #expect(try bits(files.load(configuration: config)) == expected)
      config["layer_types"] = nil
      config["max_window_layers"] = .integer(2)
      #expect(try bits(files.load(configuration: config)) == expected)
      (config["max_window_layers"], config["sliding_window"]) = (.integer(0), .integer(40))
      #expect(try bits(files.load(configuration: config)) == expected)
    }
  }

  /// The spelling of transformers 4.
  @Test func olderRotarySettingsGiveTheSameBits() throws {
    for name in ["llama", "qwen2", "qwen3"] {
      let files = try folder(name)
      var config = files.configuration
      var settings = config["rope_parameters"]?.object ?? [:]
      config["rope_theta"] = settings["rope_theta"]
      settings["rope_theta"] = nil
      let type = settings["rope_type"]
      config["rope_parameters"] = nil
      if type != .string("default") {
        config["rope_scaling"] = .object(settings)
        #expect(try bits(files.load(configuration: config)) == bits(files.load()))
        (settings["rope_type"], settings["type"]) = (nil, type)
        config["rope_scaling"] = .object(settings)
      } else {
        config["rope_scaling"] = .null
      }
      #expect(try bits(files.load(configuration: config)) == bits(files.load()))
      config["rope_theta"] = .integer(-1)
      #expect(
        failure { try files.load(configuration: config) }?.description.contains(
          "'rope_theta' is -1, expected a number above 0") == true)
    }
  }

  @Test(arguments: DecoderFixture.families)
  func headsThatDecodersLackAreRefused(_ name: String) throws {
    let files = try folder(name)
    let title = try files.load().specification.family
    for (head, word) in [
      (HeadKind.sequenceClassification, "text classification"),
      (.questionAnswering, "question answering"), (.tokenClassification, "token classification"),
      (.maskedLanguageModelling, "mask filling"),
    ] {
      let description = failure { try files.load(request: request(head)) }?.description ?? ""
      #expect(
        description.hasSuffix(
          "\(title) as \(word) is not supported (supported: text generation)"), "\(description)")
    }
    var config = files.configuration
    config["architectures"] = .array([.string(Self.stems[name]! + "ForSequenceClassification")])
    #expect(
      failure { try files.load(configuration: config) }?.description.contains(
        "\(title) as text classification") == true)
  }

  // MARK: Fresh models

  @Test(arguments: DecoderFixture.families)
  func initializeDrawsEveryWeight(_ name: String) throws {
    var request = request(.causalLanguageModelling)
    request.initialize = true
    let files = try folder(name)
    let model = try files.load(request: request)
    #expect(model.tree.drawn.count == model.tree.parameters.count && model.tree.head.isEmpty)
    #expect(model.tree.tied.isEmpty == ["llama", "qwen3"].contains(name))
    #expect(try bits(model) == bits(files.load(request: request)))
    guard name == "gpt2" else { return }
    // What writes to the residual starts smaller, by √(2 · layers).
    let values = try #require(model.tree["transformer.h.0.mlp.c_proj.weight"]).value.values
    let deviation = (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
    #expect(abs(deviation - 0.01) < 0.001)
  }

  @Test(arguments: ["n_embd", "n_inner", "vocab_size", "n_positions"])
  func aModelLargerThanAnyMemoryIsRefused(_ key: String) throws {
    let files = try folder("gpt2")
    var config = files.configuration
    config[key] = .integer(2_147_483_644)
    if key != "n_embd" { config["n_embd"] = .integer(1 << 20) }
    var request = ModelRequest()
    request.initialize = true
    let error = failure { try files.load(configuration: config, request: request) }
    #expect(error?.description.contains("MB of memory, and") == true)
  }
}
