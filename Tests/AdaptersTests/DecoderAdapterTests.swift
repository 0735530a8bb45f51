import Adapters
import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import ModelFixtures
import Models
import Testing

/// Adapters on decoders: PEFT's files, transposed weights, tied outputs.
@Suite struct DecoderAdapterTests {
  let engine = Engine(threads: 1)

  private func base(_ name: String) throws -> any LanguageModel {
    try DecoderCase.base(name, on: engine)
  }

  private func settings(_ targets: Targets) -> MethodSettings {
    var settings = MethodSettings()
    settings.targets = targets
    return settings
  }

  /// One crude step on everything that trains.
  private func step(_ adapted: AdaptedModel) throws {
    let inputs = try DecoderInputs()
    _ = adapted.causalBackward(inputs.batch(inputs.all))
    for (_, parameter) in adapted.model.tree.trainable {
      let gradient = try #require(parameter.gradient)
      for i in 0..<gradient.count { parameter.value.pointer[i] -= 0.02 * gradient.pointer[i] }
      parameter.gradient = nil
    }
  }

  private func reloaded(_ model: any LanguageModel) throws -> any LanguageModel {
    let folder = try TemporaryFolder()
    _ = try ModelFolderWriter.write(model, to: folder.path)
    return try ModelLoader.load(
      ModelFolder(DiskFolder(folder.path)), ModelRequest(), on: engine)
  }

  // MARK: PEFT's files

  /// The very bytes of the tensors; the configuration but for lists that PEFT holds as sets and a
  /// key newer than 0.20.
  @Test(arguments: DecoderCase.adapters)
  func writesTheFilesThatPEFTWrites(_ name: String) throws {
    let folder = try TemporaryFolder()
    let adapted = try DecoderCase(name, 0).adapted(on: engine)
    let family = name.split(separator: "-").first.map(String.init) ?? ""
    _ = try AdapterFolder.save(adapted, to: folder.path, baseName: family)
    let data = try Data(
      contentsOf: URL(fileURLWithPath: DecoderFixture.path(name + "/adapter_model.safetensors")))
    #expect(try folder.data("adapter_model.safetensors") == data)
    let written = try Configuration(file: folder.path("adapter_config.json")).json.object ?? [:]
    let path = DecoderFixture.path(name + "/adapter_config.json")
    var expected = try Configuration(file: path).json.object ?? [:]
    (expected["kasa_config"], expected["peft_version"]) = (nil, .string("0.20.0"))
    #expect(written.keys == expected.keys)
    for (key, value) in expected.pairs {
      if let items = value.array {
        #expect(
          Set(items.map(\.string)) == Set((written[key]?.array ?? []).map(\.string)), "\(key)")
      } else {
        #expect(written[key] == value, "\(key)")
      }
    }
    #expect(written["task_type"] == .string("CAUSAL_LM"))
    #expect(written["fan_in_fan_out"] == .bool(family == "gpt2"))
  }

  /// PEFT sees how a weight is stored at the layer, and so do we.
  @Test(arguments: ["gpt2-lora", "qwen2-lora"], [true, false])
  func fanInFanOutOfAFileIsANote(_ name: String, _ value: Bool) throws {
    let folder = try TemporaryFolder()
    let source = DecoderFixture.path(name)
    try FileManager.default.copyItem(
      atPath: source + "/adapter_model.safetensors",
      toPath: folder.path("adapter_model.safetensors"))
    var config = try Configuration(file: source + "/adapter_config.json").json.object ?? [:]
    config["fan_in_fan_out"] = .bool(value)
    try folder.put(.object(config), "adapter_config.json")
    let adapted = try AdapterFolder.load(folder.path, on: base(name))
    #expect(
      try adapted.model.decoderLogits()
        == DecoderCase(name, 0).adapted(on: engine).model
        .decoderLogits())
  }

  // MARK: Targets

  @Test(
    arguments: zip(
      DecoderFixture.families,
      [["c_attn"], ["q_proj", "v_proj"], ["q_proj", "v_proj"], ["q_proj", "v_proj"]]))
  func defaultTargetsAreThoseOfPEFT(_ name: String, _ targets: [String]) throws {
    let adapted = try AdaptedModel(LoRA(MethodSettings()), on: base(name), seed: 0)
    let found = adapted.model.tree.linears.filter { $0.layer.adapter != nil }.map(\.path)
    #expect(found.count == 2 * targets.count)
    #expect(found.allSatisfy { path in targets.contains { path.hasSuffix("." + $0) } })
  }

  @Test(arguments: zip(DecoderFixture.families, [8, 14, 14, 14]))
  func allLinearLeavesTheOutputEmbeddingOut(_ name: String, _ count: Int) throws {
    let adapted = try AdaptedModel(LoRA(settings(.allLinear)), on: base(name), seed: 0)
    let tree = adapted.model.tree
    #expect(tree.linears.filter { $0.layer.adapter != nil }.count == count)
    #expect(tree.linear("lm_head")?.adapter == nil && tree.linear("lm_head") != nil)
    #expect(adapted.model.vocabularyProjection != nil)
  }

  // MARK: Merging and saving

  @Test(arguments: DecoderFixture.families, 0..<adapterMethods.count)
  func mergeKeepsLogitsAndItsFolderIsTransformersOwn(_ name: String, _ index: Int) throws {
    let base = try base(name)
    let before = try base.decoderLogits()
    let adapted = try AdaptedModel(
      adapterMethods[index].init(settings(.allLinear)), on: base, seed: 5)
    #expect(try largestDifference(adapted.model.decoderLogits(), before) < 1e-5)
    for _ in 0..<3 { try step(adapted) }
    let (logits, merged) = (try adapted.model.decoderLogits(), try adapted.merged())
    #expect(try largestDifference(merged.decoderLogits(), logits) < 2e-5)
    #expect(largestDifference(before, logits) > 1e-3)
    #expect(try base.decoderLogits() == before)
    let back = try reloaded(merged)
    #expect(try back.decoderLogits() == merged.decoderLogits())
    #expect(back.tree.transposed.isEmpty == (name != "gpt2"))
  }

  @Test func fullFineTuningOfGPT2IsSavedTransposedBack() throws {
    let adapted = try AdaptedModel(FullFineTuning(MethodSettings()), on: base("gpt2"), seed: 0)
    try step(adapted)
    let folder = try TemporaryFolder()
    _ = try ModelFolderWriter.write(adapted.model, to: folder.path)
    let file = try SafetensorsFile(folder.path("model.safetensors"))
    let original = try SafetensorsFile(DecoderFixture.path("gpt2/model.safetensors"))
    #expect(file.names == original.names)
    for name in file.names { #expect(file.shape(name) == original.shape(name)) }
    #expect(file.shape("transformer.h.0.attn.c_attn.weight") == [24, 72])
  }

  // MARK: Tied outputs

  /// The embeddings stay, so the merged model's output is a weight of its own.
  @Test(arguments: ["gpt2", "qwen2"], [true, false])
  func anAdapterOnATiedOutputPartsItFromTheEmbeddings(_ name: String, _ isDoRA: Bool) throws {
    let settings = settings(.modules(["lm_head"]))
    let method: any AdapterMethod = isDoRA ? try DoRA(settings) : try LoRA(settings)
    let base = try base(name)
    let adapted = try AdaptedModel(method, on: base, seed: 1)
    #expect(adapted.model.vocabularyProjection == nil)
    for _ in 0..<3 { try step(adapted) }
    let merged = try adapted.merged()
    let words = try #require(base.tree.tied["lm_head.weight"])
    #expect(merged.tree[words]?.value.values == base.tree[words]?.value.values)
    #expect(merged.tree.tied.isEmpty && merged.vocabularyProjection != nil)
    let logits = try adapted.model.decoderLogits()
    #expect(try largestDifference(merged.decoderLogits(), logits) < 2e-5)
    #expect(try largestDifference(base.decoderLogits(), logits) > 1e-3)
    let back = try reloaded(merged)
    #expect(try back.decoderLogits() == merged.decoderLogits() && back.tree.tied.isEmpty)
    // As PEFT has it: the last layer adapted is a Linear.
    let folder = try TemporaryFolder()
    _ = try AdapterFolder.save(adapted, to: folder.path, baseName: name)
    let again = try AdapterFolder.load(folder.path, on: base)
    #expect(try again.model.decoderLogits() == logits)
  }

  @Test(arguments: DecoderFixture.families)
  func freezeTrainsTheOutputAlone(_ name: String) throws {
    let base = try base(name)
    let adapted = try AdaptedModel(FrozenEncoder(MethodSettings()), on: base, seed: 0)
    #expect(adapted.model.tree.trainable.map(\.name) == ["lm_head.weight"])
    #expect(adapted.model.encoderIsFrozen)
    #expect(try adapted.model.decoderLogits() == base.decoderLogits())
    let before = try base.decoderLogits()
    try step(adapted)
    #expect(try base.decoderLogits() == before)
    let copy = try adapted.copied()
    #expect(try copy.model.decoderLogits() == adapted.model.decoderLogits())
    let back = try reloaded(adapted.model)
    #expect(try back.decoderLogits() == adapted.model.decoderLogits() && back.tree.tied.isEmpty)
  }

  @Test func freezeHasNothingToTrainOnABareBody() throws {
    var request = ModelRequest()
    request.head = HeadKind.none
    let bare = try DecoderFixture.model("gpt2", request, on: engine)
    let error = #expect(throws: AdapterError.self) {
      try AdaptedModel(FrozenEncoder(MethodSettings()), on: bare, seed: 0)
    }
    #expect(error?.description == "freeze has nothing to train: this model has no head")
  }

  /// Where PEFT adapts the output it adds the base's weight to the file.
  @Test(arguments: ["gpt2", "llama"])
  func theBasesOwnOutputInAFileIsComparedWithIt(_ name: String) throws {
    let folder = try TemporaryFolder()
    let base = try base(name)
    let adapted = try AdaptedModel(
      LoRA(settings(.modules(["lm_head"]))), on: base, seed: 1)
    try step(adapted)
    _ = try AdapterFolder.save(adapted, to: folder.path, baseName: name)
    let file = try SafetensorsFile(folder.path("adapter_model.safetensors"))
    var tensors = try file.names.map { ($0, try file.tensor($0, on: engine)) }
    let weight = try #require(base.vocabularyProjection).weight.copied(kind: .weights)
    tensors.append(("base_model.model.lm_head.base_layer.weight", weight))
    try folder.put(tensors, "adapter_model.safetensors")
    let back = try AdapterFolder.load(folder.path, on: base)
    #expect(try back.model.decoderLogits() == adapted.model.decoderLogits())
    weight.pointer[5] += 0.5
    try folder.put(tensors, "adapter_model.safetensors")
    let error = #expect(throws: AdapterError.self) { try AdapterFolder.load(folder.path, on: base) }
    #expect(error?.description.contains("is not the base model's") == true)
  }

  /// `modules_to_save` as PEFT writes it: modules trained whole, a Conv1D as [in, out].
  @Test func modulesSavedWholeKeepTheirStorage() throws {
    let folder = try TemporaryFolder()
    var config =
      try Configuration(
        file: DecoderFixture.path("gpt2-lora/adapter_config.json")
      ).json.object ?? [:]
    config["modules_to_save"] = .array([.string("c_fc"), .string("lm_head")])
    let lora = try SafetensorsFile(DecoderFixture.path("gpt2-lora/adapter_model.safetensors"))
    var tensors = try lora.names.map { ($0, try lora.tensor($0, on: engine)) }
    let model = try SafetensorsFile(DecoderFixture.path("gpt2/model.safetensors"))
    for name in model.names where name.contains("c_fc") {
      tensors.append(("base_model.model." + name, try model.tensor(name, on: engine)))
    }
    let words = try model.tensor("transformer.wte.weight", on: engine)
    tensors.append(("base_model.model.lm_head.weight", words))
    try folder.put(.object(config), "adapter_config.json")
    try folder.put(tensors, "adapter_model.safetensors")
    let adapted = try AdapterFolder.load(folder.path, on: base("gpt2"))
    let expected = try DecoderCase("gpt2-lora", 0).adapted(on: engine).model.decoderLogits()
    #expect(try adapted.model.decoderLogits() == expected)
    #expect(adapted.model.tree.tied.isEmpty && adapted.model.tree.trainable.count == 9)
    let again = try TemporaryFolder()
    _ = try AdapterFolder.save(adapted, to: again.path, baseName: "gpt2")
    let saved = try SafetensorsFile(again.path("adapter_model.safetensors"))
    #expect(Set(saved.names) == Set(tensors.map(\.0)))
    for (name, tensor) in tensors {
      #expect(try saved.tensor(name, on: engine).values == tensor.values)
      #expect(saved.shape(name) == tensor.shape)
    }
  }
}
