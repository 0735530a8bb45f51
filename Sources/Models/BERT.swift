import Autograd
import Checkpoints
import Layers

/// BERT: a bidirectional transformer encoder.
///
/// Source: Devlin et al. 2018, arXiv:1810.04805; parameter names, configuration keys and their
/// defaults as in transformers' `models/bert`.
package enum BERTFamily: ModelFamily {
  package static let name = "BERT"
  package static let modelTypes = ["bert"]
  package static let heads: [HeadKind] = [
    .none, .sequenceClassification, .maskedLanguageModelling, .questionAnswering,
    .tokenClassification,
  ]

  /// What `architectures` calls each head, the first as it is written.
  private static let architectures: [(name: String, head: HeadKind)] = [
    ("BertModel", .none),
    ("BertForSequenceClassification", .sequenceClassification),
    ("BertForMaskedLM", .maskedLanguageModelling),
    ("BertForPreTraining", .maskedLanguageModelling),
    ("BertForQuestionAnswering", .questionAnswering),
    ("BertForTokenClassification", .tokenClassification),
  ]

  /// The name itself, without the `bert.` prefix, and both with the layer norms' old names.
  package static func aliases(_ name: String) -> [String] {
    var names = [name]
    if name == "cls.predictions.bias" { names.append("cls.predictions.decoder.bias") }
    if name.hasPrefix("bert.") { names.append(String(name.dropFirst("bert.".count))) }
    guard name.contains("LayerNorm.") else { return names }
    return names
      + names.map {
        $0.replacing("LayerNorm.weight", with: "LayerNorm.gamma")
          .replacing("LayerNorm.bias", with: "LayerNorm.beta")
      }
  }

  package static func head(of configuration: Configuration) -> HeadKind? {
    let named = configuration.json["architectures"]?[0]?.string
    return architectures.first { $0.name == named && $0.head != .none }?.head
  }

  package static func configuration(
    _ configuration: Configuration, for head: HeadKind
  ) -> Configuration {
    guard let architecture = architectures.first(where: { $0.head == head })?.name else {
      preconditionFailure("\(name) has no head for \(head)")
    }
    return configuration.setting("architectures", .array([.string(architecture)]))
      .setting("model_type", .string(modelTypes[0]))
  }

  package static func make(
    _ configuration: Configuration, head: HeadKind, labels: [String], _ weights: Weights
  ) throws(CheckpointError) -> any LanguageModel {
    try BERTModel(BERTConfiguration(configuration), head, labels, weights)
  }
}

/// What `config.json` says of a BERT.
struct BERTConfiguration {
  let source: Configuration
  let vocabularySize: Int
  let hiddenSize: Int
  let numHiddenLayers: Int
  let numAttentionHeads: Int
  let intermediateSize: Int
  let maxPositionEmbeddings: Int
  let typeVocabSize: Int
  let layerNormEpsilon: Float
  let hiddenDropout: Float
  let attentionDropout: Float
  let classifierDropout: Float
  let activation: Activation
  let initializer: Initializer
  let tiesWordEmbeddings: Bool

  /// Beyond any model there is: a number above it is a mistake, not a model.
  private static let mostLayers = 1000

  init(_ c: Configuration) throws(CheckpointError) {
    source = c
    vocabularySize = try c.positive("vocab_size")
    hiddenSize = try c.positive("hidden_size")
    numHiddenLayers = try c.positive("num_hidden_layers")
    numAttentionHeads = try c.positive("num_attention_heads")
    intermediateSize = try c.positive("intermediate_size")
    maxPositionEmbeddings = try c.positive("max_position_embeddings", default: 512)
    typeVocabSize = try c.positive("type_vocab_size", default: 2)
    layerNormEpsilon = try Float(c.number("layer_norm_eps", default: 1e-12))
    hiddenDropout = try c.probability("hidden_dropout_prob", default: 0.1)
    attentionDropout = try c.probability("attention_probs_dropout_prob", default: 0.1)
    classifierDropout =
      c.json["classifier_dropout"]?.double == nil
      ? hiddenDropout : try c.probability("classifier_dropout", default: 0.1)
    activation = try Activation(c, key: "hidden_act", default: "gelu")
    initializer = try .normal(Float(c.number("initializer_range", default: 0.02)))
    tiesWordEmbeddings = try c.bool("tie_word_embeddings", default: true)
    guard numHiddenLayers <= Self.mostLayers else {
      throw .wrongValue(
        key: "num_hidden_layers", found: "\(numHiddenLayers)",
        expected: "at most \(Self.mostLayers)", file: c.file)
    }
    guard hiddenSize % numAttentionHeads == 0 else {
      throw .wrongValue(
        key: "hidden_size", found: "\(hiddenSize)",
        expected: "a multiple of num_attention_heads = \(numAttentionHeads)", file: c.file)
    }
    for key in ["is_decoder", "add_cross_attention"] where try c.bool(key, default: false) {
      throw .wrongValue(key: key, found: "true", expected: "false", file: c.file)
    }
    let positions = try c.string("position_embedding_type", default: "absolute")
    guard positions == "absolute" else {
      throw .wrongValue(
        key: "position_embedding_type", found: positions, expected: "absolute", file: c.file)
    }
  }
}

/// Word, position and segment embeddings, summed and normalised.
final class BERTEmbeddings {
  let word: Embedding  // [vocabulary, hidden]
  let position: Embedding  // [positions, hidden]
  let tokenType: Embedding  // [types, hidden]
  let layerNorm: LayerNorm
  let dropout: Dropout

  init(_ c: BERTConfiguration, _ weights: Weights) throws(CheckpointError) {
    word = try Embedding(
      c.vocabularySize, c.hiddenSize, weights["word_embeddings"], initializer: c.initializer)
    position = try Embedding(
      c.maxPositionEmbeddings, c.hiddenSize, weights["position_embeddings"],
      initializer: c.initializer)
    tokenType = try Embedding(
      c.typeVocabSize, c.hiddenSize, weights["token_type_embeddings"],
      initializer: c.initializer)
    layerNorm = try LayerNorm(c.hiddenSize, epsilon: c.layerNormEpsilon, weights["LayerNorm"])
    dropout = Dropout(c.hiddenDropout, path: weights.path)
  }

  func callAsFunction(_ batch: PackedBatch, on tape: Tape?) -> Tensor {
    let sum =
      word(batch.ids, on: tape) + tokenType(batch.typeIDs, on: tape)
      + position(batch.positions, on: tape)
    return dropout(layerNorm(sum))
  }
}

/// One encoder layer: self-attention and a feed-forward half, each with a residual and a norm.
final class BERTLayer {
  let query: Linear  // hidden → hidden
  let key: Linear  // hidden → hidden
  let value: Linear  // hidden → hidden
  let attentionOutput: Linear  // hidden → hidden
  let attentionNorm: LayerNorm
  let attentionDropout: Dropout
  let probabilityDropout: Dropout
  let intermediate: Linear  // hidden → intermediate
  let output: Linear  // intermediate → hidden
  let outputNorm: LayerNorm
  let outputDropout: Dropout
  let activation: Activation
  let heads: Int

  init(_ c: BERTConfiguration, _ weights: Weights) throws(CheckpointError) {
    let attention = weights["attention"]
    func linear(_ i: Int, _ o: Int, _ scope: Weights) throws(CheckpointError) -> Linear {
      try Linear(i, o, scope, initializer: c.initializer)
    }
    query = try linear(c.hiddenSize, c.hiddenSize, attention["self"]["query"])
    key = try linear(c.hiddenSize, c.hiddenSize, attention["self"]["key"])
    value = try linear(c.hiddenSize, c.hiddenSize, attention["self"]["value"])
    probabilityDropout = Dropout(c.attentionDropout, path: attention["self"].path)
    attentionOutput = try linear(c.hiddenSize, c.hiddenSize, attention["output"]["dense"])
    attentionNorm = try LayerNorm(
      c.hiddenSize, epsilon: c.layerNormEpsilon, attention["output"]["LayerNorm"])
    attentionDropout = Dropout(c.hiddenDropout, path: attention["output"].path)
    intermediate = try linear(c.hiddenSize, c.intermediateSize, weights["intermediate"]["dense"])
    output = try linear(c.intermediateSize, c.hiddenSize, weights["output"]["dense"])
    outputNorm = try LayerNorm(
      c.hiddenSize, epsilon: c.layerNormEpsilon, weights["output"]["LayerNorm"])
    outputDropout = Dropout(c.hiddenDropout, path: weights["output"].path)
    (activation, heads) = (c.activation, c.numAttentionHeads)
  }

  func callAsFunction(_ x: Tensor, offsets: [Int32]) -> Tensor {
    let context = attention(
      query(x), key(x), value(x), offsets: offsets, heads: heads,
      dropout: probabilityDropout.probability, key: probabilityDropout.key)
    let attended = attentionNorm(attentionDropout(attentionOutput(context)) + x)
    let expanded = activation(intermediate(attended))
    return outputNorm(outputDropout(output(expanded)) + attended)
  }
}

/// BERT with one of its heads.
final class BERTModel: LanguageModel {
  let specification: ModelSpecification
  let tree: LayerTree
  let configuration: BERTConfiguration
  let embeddings: BERTEmbeddings
  let layers: [BERTLayer]
  let head: BERTHead

  init(
    _ c: BERTConfiguration, _ kind: HeadKind, _ labels: [String], _ weights: Weights
  ) throws(CheckpointError) {
    let bert = weights["bert"]
    configuration = c
    tree = weights.tree
    embeddings = try BERTEmbeddings(c, bert["embeddings"])
    var layers: [BERTLayer] = []
    for i in 0..<c.numHiddenLayers {
      layers.append(try BERTLayer(c, bert["encoder"]["layer"][i]))
    }
    self.layers = layers
    head = try BERTHead(c, kind, outputs: labels.count, embeddings.word, weights)
    specification = ModelSpecification(
      family: BERTFamily.name, head: kind, labels: kind.hasLabels ? labels : [],
      hiddenSize: c.hiddenSize, layers: c.numHiddenLayers, vocabularySize: c.vocabularySize,
      maximumPositions: c.maxPositionEmbeddings, defaultTargets: ["query", "value"],
      bodyPrefix: "bert.", configuration: BERTFamily.configuration(c.source, for: kind))
  }

  func encode(_ batch: PackedBatch, on tape: Tape?) -> Tensor {
    layers.reduce(embeddings(batch, on: tape)) { x, layer in layer(x, offsets: batch.offsets) }
  }

  func pooledRows(_ batch: PackedBatch) -> [Int32] { batch.firstRows }

  func logits(_ hidden: Tensor) -> Tensor { head(hidden) }

  func rebuilt(_ weights: Weights) throws(CheckpointError) -> any LanguageModel {
    try BERTModel(configuration, specification.head, specification.labels, weights)
  }
}
