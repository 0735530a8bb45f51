import Autograd
import Checkpoints
import Layers

/// A family of encoders: one body of embeddings and layers, its names and heads apart.
protocol EncoderFamily: ModelFamily {
  /// What the body's names start with under a head: "bert".
  static var prefix: String { get }
  /// Where the layers stand in the body: "encoder.layer".
  static var layersPath: String { get }
  static var layerNames: EncoderLayerNames { get }
  /// What low-rank methods adapt unless told otherwise, as in PEFT's table.
  static var defaultTargets: [String] { get }
  /// What transformers' class names start with, by `model_type`.
  static var classNames: [(modelType: String, name: String)] { get }
  /// Further class names' ends and the head that such a checkpoint is for.
  static var otherArchitectures: [(suffix: String, head: HeadKind)] { get }

  /// What the model is called, by its configuration.
  static func title(_ c: Configuration) -> String

  static func encoderConfiguration(
    _ c: Configuration
  ) throws(CheckpointError) -> EncoderConfiguration

  /// Further spellings of a name, without regard to prefix and layer norms.
  static func otherNames(_ name: String) -> [String]

  /// - Parameter weights: the whole model's, as for the heads that follow.
  static func classificationHead(
    _ c: EncoderConfiguration, classes: Int, _ weights: Weights
  ) throws(CheckpointError) -> ClassificationHead

  static func vocabularyHead(
    _ c: EncoderConfiguration, _ words: Embedding, _ weights: Weights
  ) throws(CheckpointError) -> VocabularyHead

  /// Before the product that finds spans.
  static func spanDropout(_ c: EncoderConfiguration) throws(CheckpointError) -> Float

  static func bareHead(
    _ c: EncoderConfiguration, _ weights: Weights
  ) throws(CheckpointError) -> BareHead
}

/// What class names end with, by head.
private let architectureSuffixes: [(suffix: String, head: HeadKind)] = [
  ("Model", .none),
  ("ForSequenceClassification", .sequenceClassification),
  ("ForMaskedLM", .maskedLanguageModelling),
  ("ForQuestionAnswering", .questionAnswering),
  ("ForTokenClassification", .tokenClassification),
]

extension EncoderFamily {
  static var layersPath: String { "encoder.layer" }
  static var layerNames: EncoderLayerNames { .bert }
  static var defaultTargets: [String] { ["query", "value"] }
  static var otherArchitectures: [(suffix: String, head: HeadKind)] { [] }
  static func otherNames(_ name: String) -> [String] { [] }
  static func title(_ c: Configuration) -> String { name }
  static func spanDropout(_ c: EncoderConfiguration) -> Float { 0 }
  static func bareHead(_ c: EncoderConfiguration, _ weights: Weights) -> BareHead { BareHead() }

  fileprivate static func head(
    _ c: EncoderConfiguration, _ kind: HeadKind, outputs: Int, _ words: Embedding,
    _ weights: Weights
  ) throws(CheckpointError) -> any EncoderHead {
    switch kind {
    case .sequenceClassification: try classificationHead(c, classes: outputs, weights)
    case .maskedLanguageModelling: try vocabularyHead(c, words, weights)
    case .questionAnswering:
      // A start and an end logit a token.
      try TokenHead(c, outputs: 2, dropout: try spanDropout(c), weights["qa_outputs"])
    case .tokenClassification:
      try TokenHead(c, outputs: outputs, dropout: c.classifierDropout, weights["classifier"])
    case .none, .causalLanguageModelling: try bareHead(c, weights)
    }
  }

  package static var modelTypes: [String] { classNames.map(\.modelType) }
  package static var heads: [HeadKind] { architectureSuffixes.map(\.head) }

  /// The name itself, without the body's prefix, and both with the layer norms' old names.
  package static func aliases(_ name: String) -> [String] {
    var names = [name] + otherNames(name)
    if name.hasPrefix(prefix + ".") { names.append(String(name.dropFirst(prefix.count + 1))) }
    guard name.contains("LayerNorm.") else { return names }
    return names
      + names.map {
        $0.replacing("LayerNorm.weight", with: "LayerNorm.gamma")
          .replacing("LayerNorm.bias", with: "LayerNorm.beta")
      }
  }

  package static func head(of configuration: Configuration) -> HeadKind? {
    guard let named = configuration.json["architectures"]?[0]?.string else { return nil }
    for (suffix, head) in architectureSuffixes + otherArchitectures where head != .none {
      if classNames.contains(where: { $0.name + suffix == named }) { return head }
    }
    return nil
  }

  package static func configuration(
    _ configuration: Configuration, for head: HeadKind
  ) -> Configuration {
    guard let suffix = architectureSuffixes.first(where: { $0.head == head })?.suffix else {
      preconditionFailure("\(name) has no head for \(head)")
    }
    let type = configuration.json["model_type"]?.string
    let names = classNames.first { $0.modelType == type } ?? classNames[0]
    return configuration.setting("architectures", .array([.string(names.name + suffix)]))
      .setting("model_type", .string(names.modelType))
  }

  package static func make(
    _ configuration: Configuration, head: HeadKind, labels: [String], _ weights: Weights
  ) throws(CheckpointError) -> any LanguageModel {
    try EncoderModel(Self.self, encoderConfiguration(configuration), head, labels, weights)
  }
}

/// An encoder with one of its family's heads.
final class EncoderModel: LanguageModel {
  let specification: ModelSpecification
  let tree: LayerTree
  let family: any EncoderFamily.Type
  let configuration: EncoderConfiguration
  let embeddings: EncoderEmbeddings
  /// From the embeddings' columns to the hidden size, where they differ.
  let projection: Linear?
  let layers: [EncoderLayer]
  let head: any EncoderHead

  init(
    _ family: any EncoderFamily.Type, _ c: EncoderConfiguration, _ kind: HeadKind,
    _ labels: [String], _ weights: Weights
  ) throws(CheckpointError) {
    let body = weights[family.prefix]
    (self.family, configuration, tree) = (family, c, weights.tree)
    embeddings = try EncoderEmbeddings(c, body["embeddings"])
    projection =
      c.embeddingSize == c.hiddenSize
      ? nil
      : try Linear(
        c.embeddingSize, c.hiddenSize, body["embeddings_project"], initializer: c.initializer)
    var layers: [EncoderLayer] = []
    for i in 0..<c.numHiddenLayers {
      layers.append(try EncoderLayer(c, family.layerNames, body[family.layersPath][i]))
    }
    self.layers = layers
    head = try family.head(c, kind, outputs: labels.count, embeddings.word, weights)
    specification = ModelSpecification(
      family: family.title(c.source), head: kind, labels: kind.hasLabels ? labels : [],
      hiddenSize: c.hiddenSize, layers: c.numHiddenLayers, vocabularySize: c.vocabularySize,
      maximumPositions: c.maximumPositions, defaultTargets: family.defaultTargets,
      bodyPrefix: family.prefix + ".", configuration: family.configuration(c.source, for: kind))
  }

  func encode(_ batch: PackedBatch, on tape: Tape?) -> Tensor {
    encode(batch, through: layers[...], on: tape)
  }

  /// The last layer computes keys and values of all tokens and the rest of these rows alone: for
  /// one row a sequence, five sixths of its work less.
  func encode(_ batch: PackedBatch, rows: [Int32], on tape: Tape?) -> Tensor {
    guard let last = layers.last else { return gatherRows(encode(batch, on: tape), rows) }
    let x = encode(batch, through: layers.dropLast(), on: tape)
    return last(x, offsets: batch.offsets, rows: rows)
  }

  private func encode(
    _ batch: PackedBatch, through layers: ArraySlice<EncoderLayer>, on tape: Tape?
  ) -> Tensor {
    let embedded = embeddings(batch, on: tape)
    return layers.reduce(projection?(embedded) ?? embedded) { x, layer in
      layer(x, offsets: batch.offsets)
    }
  }

  func pooledRows(_ batch: PackedBatch) -> [Int32] { batch.firstRows }

  func logits(_ hidden: Tensor) -> Tensor { head(hidden) }

  func rebuilt(_ weights: Weights) throws(CheckpointError) -> any LanguageModel {
    try EncoderModel(family, configuration, specification.head, specification.labels, weights)
  }
}
