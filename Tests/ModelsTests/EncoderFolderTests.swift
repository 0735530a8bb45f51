import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import ModelFixtures
import Models
import Testing

/// Folders of every encoder family as they are found: old, odd and broken ones.
@Suite struct EncoderFolderTests {
  let engine = Engine(threads: 1)
  static let families = EncoderFixture.families.filter { $0 != "bert" }

  private func prefix(_ family: String) -> String {
    family == "xlm-roberta" ? "roberta." : family + "."
  }

  private func load(
    _ family: String, _ head: HeadKind, _ tensors: [(String, Tensor)]? = nil,
    _ changes: [(String, JSON?)] = []
  ) throws -> any LanguageModel {
    let folder = try TemporaryFolder()
    var configuration = try EncoderFixture.configuration(family)
    for (key, value) in changes { configuration[key] = value }
    try folder.put(.object(configuration), "config.json")
    try folder.put(
      tensors ?? EncoderFixture.tensors(family, on: engine), "model.safetensors")
    return try ModelLoader.load(
      ModelFolder(DiskFolder(folder.path)), EncoderFixture.request(head), on: engine)
  }

  private func failure(_ body: () throws -> any LanguageModel) -> CheckpointError? {
    #expect(throws: CheckpointError.self) { _ = try body() }
  }

  private func logits(_ model: any LanguageModel) throws -> [Float] {
    model.headLogits(try EncoderInputs().batch).values
  }

  // MARK: Names

  @Test(arguments: families, EncoderFixture.heads)
  func oldNamesMissingPrefixAndExtrasGiveTheSameModel(_ family: String, _ head: HeadKind) throws {
    let (all, prefix) = (try EncoderFixture.tensors(family, on: engine), prefix(family))
    let expected = try logits(load(family, head, all))
    let bare = all.map { name, tensor in
      (name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name, tensor)
    }
    #expect(try logits(load(family, head, bare)) == expected)
    let old = bare.map { name, tensor in
      (
        name.replacing("LayerNorm.weight", with: "LayerNorm.gamma")
          .replacing("LayerNorm.bias", with: "LayerNorm.beta"), tensor
      )
    }
    #expect(try logits(load(family, head, old)) == expected)
    let extras = [
      "embeddings.position_ids", "discriminator_predictions.dense.weight", "vocab_projector.weight",
      "lm_head.decoder.weight", "generator_lm_head.weight",
    ].map { (prefix + $0, Tensor([1, 2], shape: [2], on: engine, kind: .weights)) }
    let pooler = (
      prefix + "pooler.dense.weight",
      Tensor([Float](repeating: 1, count: 256), shape: [16, 16], on: engine, kind: .weights)
    )
    let others = all.filter { !$0.0.contains("pooler") } + extras
    let model = try load(family, head, head == .none ? others : others + [pooler])
    #expect(try logits(model) == expected && model.tree.drawn.isEmpty)
    #expect(!model.tree.parameters.contains { $0.name.contains("pooler") })
  }

  /// Files that hold the tied product instead of the embeddings it shares.
  @Test(
    arguments: [
      ("roberta", "lm_head.decoder.weight"), ("distilbert", "vocab_projector.weight"),
      ("electra", "generator_lm_head.weight"),
    ])
  func wordEmbeddingsMayStandUnderTheProduct(_ family: String, _ name: String) throws {
    let words = prefix(family) + "embeddings.word_embeddings.weight"
    let all = try EncoderFixture.tensors(family, on: engine)
    let renamed = all.map { ($0.0 == words ? name : $0.0, $0.1) }
    let head = HeadKind.maskedLanguageModelling
    #expect(try logits(load(family, head, renamed)) == logits(load(family, head, all)))
  }

  @Test func theLanguageModellingBiasMayStandUnderTheDecoder() throws {
    let all = try EncoderFixture.tensors("roberta", on: engine)
    let renamed = all.map { ($0.0 == "lm_head.bias" ? "lm_head.decoder.bias" : $0.0, $0.1) }
    let head = HeadKind.maskedLanguageModelling
    let model = try load("roberta", head, renamed)
    #expect(model.tree.drawn.isEmpty)
    #expect(try logits(model) == logits(load("roberta", head, all)))
  }

  @Test(arguments: EncoderFixture.families, EncoderFixture.heads)
  func theArchitectureNamesTheHead(_ family: String, _ head: HeadKind) throws {
    let names = try JSON.parse(FileBytes(mapping: EncoderFixture.path("names.json")))
    let name = try #require(names[family]?[head.rawValue]?["class"])
    let folder = try TemporaryFolder()
    var configuration = try EncoderFixture.configuration(family)
    configuration["architectures"] = .array([name])
    try folder.put(.object(configuration), "config.json")
    try folder.put(EncoderFixture.tensors(family, on: engine), "model.safetensors")
    let model = try ModelLoader.load(
      ModelFolder(DiskFolder(folder.path)), ModelRequest(), on: engine)
    #expect(model.specification.head == head)
  }

  @Test func aDiscriminatorIsABareBody() throws {
    let model = try load(
      "electra", .none, nil, [("architectures", .array([.string("ElectraForPreTraining")]))])
    #expect(model.specification.head == .none && model.tree.drawn.isEmpty)
  }

  // MARK: Heads

  /// Names of what each head consists of; what is drawn counts as head, and every method trains it.
  @Test(
    arguments: [
      ("roberta", .sequenceClassification, ["classifier.dense", "classifier.out_proj"]),
      ("roberta", .maskedLanguageModelling, ["lm_head", "lm_head.dense", "lm_head.layer_norm"]),
      ("xlm-roberta", .tokenClassification, ["classifier"]),
      ("roberta", .questionAnswering, ["qa_outputs"]),
      ("distilbert", .sequenceClassification, ["pre_classifier", "classifier"]),
      (
        "distilbert", .maskedLanguageModelling,
        ["vocab_transform", "vocab_layer_norm", "vocab_projector"]
      ),
      ("distilbert", .questionAnswering, ["qa_outputs"]),
      ("distilbert", .tokenClassification, ["classifier"]),
      ("electra", .sequenceClassification, ["classifier.dense", "classifier.out_proj"]),
      (
        "electra", .maskedLanguageModelling,
        ["generator_predictions.dense", "generator_predictions.LayerNorm", "generator_lm_head"]
      ),
      ("electra", .questionAnswering, ["qa_outputs"]),
      ("electra", .tokenClassification, ["classifier"]), ("electra", .none, []),
      ("distilbert", .none, []), ("roberta", .none, []),
    ] as [(String, HeadKind, [String])])
  func aMissingHeadIsDrawnAndListed(
    _ family: String, _ head: HeadKind, _ modules: [String]
  ) throws {
    let body = try EncoderFixture.tensors(family, on: engine).filter {
      $0.0.hasPrefix(prefix(family)) && !$0.0.contains("pooler")
    }
    let model = try load(family, head, body)
    let drawn = Set(model.tree.drawn.keys)
    #expect(model.tree.head == drawn)
    let found = Set(drawn.map { $0.split(separator: ".").dropLast().joined(separator: ".") })
    #expect(found == Set(modules))
    let whole = try load(family, head)
    #expect(Set(whole.tree.parameters.map(\.name)).isSuperset(of: drawn))
    let isBetween = head == .maskedLanguageModelling
    #expect(whole.tree.head == (isBetween ? [] : drawn))
    #expect(whole.tree.drawn.isEmpty)
    for name in drawn {
      let values = try #require(model.tree[name]).value.values
      let isNorm = name.lowercased().contains("norm")
      if name.hasSuffix("bias") {
        #expect(values.allSatisfy { $0 == 0 })
      } else if isNorm {
        #expect(values.allSatisfy { $0 == 1 })
      } else {
        let deviation = (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
        #expect(deviation > 0.01 && deviation < 0.03)
      }
    }
  }

  // MARK: Errors

  @Test(arguments: families)
  func everyMissingOrMisshapenTensorOfTheBodyIsNamed(_ family: String) throws {
    let all = try EncoderFixture.tensors(family, on: engine)
    for (name, tensor) in all
    where name.hasPrefix(prefix(family)) && !name.contains("pooler") {
      let missing = failure { try load(family, .none, all.filter { $0.0 != name }) }
      if case .missingTensor(name, tensor.shape, let file, _)? = missing {
        #expect(file.hasSuffix("/model.safetensors"))
      } else {
        Issue.record("\(name): \(String(describing: missing))")
      }
      let wrong = Tensor(
        tensor.values, shape: tensor.shape + [1], on: engine, kind: .weights)
      let misshapen = failure {
        try load(family, .none, all.map { $0.0 == name ? (name, wrong) : $0 })
      }
      if case .shapeMismatch(name, tensor.shape, wrong.shape, let file)? = misshapen {
        #expect(file.hasSuffix("/model.safetensors"))
      } else {
        Issue.record("\(name): \(String(describing: misshapen))")
      }
    }
  }

  /// The defaults of keys that are absent show in what the tiny tensors are asked to be.
  @Test(
    arguments: [
      ("roberta", "vocab_size", nil, "but config.json asks for [50265, 16]"),
      ("xlm-roberta", "vocab_size", nil, "but config.json asks for [30522, 16]"),
      ("roberta", "hidden_size", nil, "but config.json asks for [32, 768]"),
      ("roberta", "num_hidden_layers", nil, "no tensor 'roberta.encoder.layer.2.attention.self"),
      ("roberta", "num_attention_heads", nil, "a multiple of num_attention_heads = 12"),
      ("roberta", "intermediate_size", nil, "config.json asks for [3072, 16]"),
      ("roberta", "max_position_embeddings", nil, "config.json asks for [512, 16]"),
      ("roberta", "type_vocab_size", nil, "config.json asks for [2, 16]"),
      (
        "roberta", "pad_token_id", .integer(32), "'pad_token_id' is 32, expected an id from 0 to 31"
      ),
      ("roberta", "pad_token_id", .integer(-1), "'pad_token_id' is -1"),
      ("roberta", "pad_token_id", .integer(21), "more than pad_token_id + 1 = 22"),
      ("roberta", "max_position_embeddings", .integer(2), "more than pad_token_id + 1 = 2"),
      ("xlm-roberta", "layer_norm_eps", .number(-1e-5), "'layer_norm_eps' is -1e-05"),
      ("roberta", "layer_norm_eps", .string("NaN"), "\"NaN\", expected a number from 0 to 1"),
      ("bert", "layer_norm_eps", .number(-1), "'layer_norm_eps' is -1"),
      ("bert", "layer_norm_eps", .number(1e30), "expected a number from 0 to 1"),
      ("electra", "initializer_range", .number(-0.02), "expected a number from 0 to 10"),
      ("bert", "initializer_range", .number(1e30), "'initializer_range' is 1e+30"),
      ("distilbert", "initializer_range", .number(1e308), "'initializer_range' is 1e+308"),
      ("bert", "classifier_dropout", .string("x"), "'classifier_dropout' is \"x\""),
      ("electra", "classifier_dropout", .integer(1), "'classifier_dropout' is 1"),
      ("distilbert", "vocab_size", nil, "config.json asks for [30522, 16]"),
      ("distilbert", "dim", nil, "config.json asks for [32, 768]"),
      ("distilbert", "n_layers", nil, "'distilbert.transformer.layer.2.attention.q_lin.weight'"),
      ("distilbert", "n_layers", .integer(1001), "'n_layers' is 1001, expected at most 1000"),
      ("distilbert", "n_heads", nil, "'dim' is 16, expected a multiple of n_heads = 12"),
      ("distilbert", "hidden_dim", nil, "config.json asks for [3072, 16]"),
      ("distilbert", "max_position_embeddings", nil, "config.json asks for [512, 16]"),
      ("distilbert", "sinusoidal_pos_embds", .integer(1), "'sinusoidal_pos_embds' is 1"),
      ("distilbert", "activation", .string("silly"), "'activation' is silly"),
      ("electra", "vocab_size", nil, "config.json asks for [30522, 12]"),
      ("electra", "embedding_size", nil, "config.json asks for [32, 128]"),
      ("electra", "embedding_size", .integer(0), "'embedding_size' is 0"),
      ("electra", "hidden_size", nil, "config.json asks for [256, 12]"),
      ("electra", "num_hidden_layers", nil, "no tensor 'electra.encoder.layer.2.attention.self"),
      ("electra", "intermediate_size", nil, "config.json asks for [1024, 16]"),
      ("electra", "is_decoder", .bool(true), "'is_decoder' is true, expected false"),
      ("electra", "id2label", .object(["0": .string("a"), "1": .string("a")]), "'a' for 0 and 1"),
      (
        "roberta", "id2label", .object(["1": .string("a"), "01": .string("b")]), "'id2label' is 01"
      ),
    ] as [(String, String, JSON?, String)])
  func saysWhatIsWrongWithTheConfiguration(
    _ family: String, _ key: String, _ value: JSON?, _ says: String
  ) throws {
    let error = failure { try load(family, .sequenceClassification, nil, [(key, value)]) }
    let description = error?.description ?? ""
    #expect(description.contains(says), "\(description)")
  }

  @Test(arguments: families)
  func headsThatNeedTiedWordsSaySo(_ family: String) throws {
    let untied = [("tie_word_embeddings", JSON?.some(.bool(false)))]
    let error = failure { try load(family, .maskedLanguageModelling, nil, untied) }
    #expect(error?.description.contains("'tie_word_embeddings' is false") == true)
    _ = try load(family, .questionAnswering, nil, untied)
  }

  /// Labels of another task do not keep a model from one without classes.
  @Test func repeatedNamesMatterWhereThereAreClasses() throws {
    let labels = [
      ("id2label", JSON?.some(.object(["0": .string("a"), "1": .string("a")])))
    ]
    #expect(try load("roberta", .questionAnswering, nil, labels).specification.labels == [])
  }

  @Test func bertsKeysStandForDistilBERTs() throws {
    var changes: [(String, JSON?)] = []
    for (own, berts) in [
      ("dim", "hidden_size"), ("n_layers", "num_hidden_layers"), ("n_heads", "num_attention_heads"),
    ] {
      let value = try EncoderFixture.configuration("distilbert")[own]
      changes += [(own, nil), (berts, value)]
    }
    let head = HeadKind.tokenClassification
    #expect(
      try logits(load("distilbert", head, nil, changes)) == logits(load("distilbert", head)))
  }

  // MARK: Writing

  @Test(arguments: EncoderFixture.families, EncoderFixture.heads)
  func writesWhatTransformersWrites(_ family: String, _ head: HeadKind) throws {
    let names = try JSON.parse(FileBytes(mapping: EncoderFixture.path("names.json")))
    let expected = try #require(names[family]?[head.rawValue])
    let model = try load(family, head)
    let folder = try TemporaryFolder()
    _ = try ModelFolderWriter.write(model, to: folder.path)
    let file = try SafetensorsFile(folder.path("model.safetensors"))
    // A pooler that BERT's language model came with is kept, as transformers would not.
    let isKept = family == "bert" && head == .maskedLanguageModelling
    #expect(
      Set(file.names.filter { !$0.contains("layer.") && !(isKept && $0.contains("pooler")) })
        == Set((expected["tensors"]?.array ?? []).compactMap(\.string)))
    let config = try Configuration(file: folder.path("config.json")).json
    #expect(config["architectures"] == .array([expected["class"] ?? .null]))
    #expect(config["model_type"]?.string == family)
    let titles = ["BERT", "RoBERTa", "XLM-RoBERTa", "DistilBERT", "ELECTRA"]
    #expect(
      model.specification.family
        == EncoderFixture.families.firstIndex(of: family).map { titles[$0] })
    #expect((config["num_labels"]?.int == 3) == head.hasLabels)
    #expect((config["id2label"] == nil) == (head == .questionAnswering))
    #expect((config["problem_type"] != nil) == (head == .sequenceClassification))
    let back = try ModelLoader.load(
      ModelFolder(DiskFolder(folder.path)), ModelRequest(), on: engine)
    #expect(back.specification.head == head && back.tree.drawn.isEmpty)
    #expect(try logits(back) == logits(model))
  }

  // MARK: Fresh models

  private func fresh(
    _ family: String, _ head: HeadKind = .maskedLanguageModelling, _ changes: [(String, JSON?)] = []
  ) throws -> any LanguageModel {
    var configuration = try EncoderFixture.configuration(family)
    for (key, value) in changes { configuration[key] = value }
    let folder = try TemporaryFolder()
    try folder.put(.object(configuration), "config.json")
    var request = EncoderFixture.request(head)
    request.initialize = true
    return try ModelLoader.load(
      ModelFolder(DiskFolder(folder.path), needsTensors: false), request, on: engine)
  }

  private func rows(_ model: any LanguageModel, _ name: String) throws -> [[Float]] {
    let table = try #require(model.tree[name]).value
    let columns = table.shape[1]
    return (0..<table.shape[0]).map { Array(table.values[($0 * columns)..<(($0 + 1) * columns)]) }
  }

  @Test(arguments: families)
  func theRowOfThePaddingIDStartsAtZero(_ family: String) throws {
    let model = try fresh(family)
    let isRoBERTa = family.hasSuffix("roberta")
    let embeddings = prefix(family) + "embeddings."
    let words = try rows(model, embeddings + "word_embeddings.weight")
    let positions = try rows(model, embeddings + "position_embeddings.weight")
    let zeros: ([[Float]]) -> [Int] = { rows in
      rows.indices.filter { rows[$0].allSatisfy { $0 == 0 } }
    }
    #expect(zeros(words) == [isRoBERTa ? 1 : 0])
    #expect(zeros(positions) == (isRoBERTa ? [1] : []))
    #expect(model.tree.drawn.count == model.tree.parameters.count)
  }

  @Test func sinusoidalPositionsStartAsSinesAndCosines() throws {
    let model = try fresh("distilbert", .none, [("sinusoidal_pos_embds", .bool(true))])
    let table = try rows(model, "distilbert.embeddings.position_embeddings.weight")
    #expect(table[0] == (0..<16).map { Float($0 % 2) })
    // As transformers' own table begins: sin 1, cos 1, sin 10^(-1/2), …
    let expected: [Float] = [
      0.84147098, 0.54030231, 0.31098360, 0.95041528, 0.09983342, 0.99500417,
    ]
    #expect(largestDifference(Array(table[1][..<6]), expected) < 1e-6)
  }

  @Test func anELECTRAOfOneWidthHasNoProjection() throws {
    let name = "electra.embeddings_project.weight"
    #expect(try fresh("electra").tree[name] != nil)
    let square = try fresh("electra", .none, [("embedding_size", .integer(16))])
    #expect(square.tree[name] == nil)
    #expect(try logits(square).count == 51 * 16)
  }
}
