import Autograd
import Checkpoints
import Layers

/// DistilBERT: a BERT of fewer layers, without segments and pooler.
///
/// Source: Sanh et al. 2019, arXiv:1910.01108; names, keys and defaults as in transformers'
/// `models/distilbert`.
package enum DistilBERTFamily: EncoderFamily {
  package static let name = "DistilBERT"
  static let prefix = "distilbert"
  static let layersPath = "transformer.layer"
  static let layerNames = EncoderLayerNames(
    query: "attention.q_lin", key: "attention.k_lin", value: "attention.v_lin",
    attentionOutput: "attention.out_lin", attentionNorm: "sa_layer_norm",
    intermediate: "ffn.lin1", output: "ffn.lin2", outputNorm: "output_layer_norm",
    dropouts: ("attention", "attention.out_lin", "ffn"))
  static let defaultTargets = ["q_lin", "v_lin"]
  static let classNames = [(modelType: "distilbert", name: "DistilBert")]

  static func otherNames(_ name: String) -> [String] {
    name == "distilbert.embeddings.word_embeddings.weight" ? ["vocab_projector.weight"] : []
  }

  /// Its own keys; transformers also takes BERT's names for three of them.
  static func encoderConfiguration(
    _ c: Configuration
  ) throws(CheckpointError) -> EncoderConfiguration {
    func key(_ own: String, _ berts: String) -> String {
      c.json[own] == nil && c.json[berts] != nil ? berts : own
    }
    let hidden = key("dim", "hidden_size")
    let layers = key("n_layers", "num_hidden_layers")
    let heads = key("n_heads", "num_attention_heads")
    let size = try c.positive(hidden, default: 768)
    let dropout = try c.probability("dropout", default: 0.1)
    var configuration = EncoderConfiguration(
      source: c,
      vocabularySize: try c.positive("vocab_size", default: 30522),
      embeddingSize: size, hiddenSize: size,
      numHiddenLayers: try c.positive(layers, default: 6),
      numAttentionHeads: try c.positive(heads, default: 12),
      intermediateSize: try c.positive("hidden_dim", default: 3072),
      maxPositionEmbeddings: try c.positive("max_position_embeddings", default: 512),
      typeVocabSize: 0, layerNormEpsilon: 1e-12,
      hiddenDropout: dropout, attentionOutputDropout: 0,
      attentionDropout: try c.probability("attention_dropout", default: 0.1),
      classifierDropout: dropout,
      activation: try Activation(c, key: "activation", default: "gelu"),
      initializerRange: try c.initializerRange(),
      tiesWordEmbeddings: try c.bool("tie_word_embeddings", default: true),
      hasSinusoidalPositions: try c.bool("sinusoidal_pos_embds", default: false))
    try configuration.check(layers: layers, hidden: hidden, heads: heads)
    configuration.paddingRow = try configuration.paddingID(default: 0)
    return configuration
  }

  static func classificationHead(
    _ c: EncoderConfiguration, classes: Int, _ weights: Weights
  ) throws(CheckpointError) -> ClassificationHead {
    // PEFT trains `pre_classifier` too: its name ends with "classifier".
    let (dense, classifier) = (
      weights.role(.head)["pre_classifier"], weights.role(.head)["classifier"]
    )
    return ClassificationHead(
      inputDropout: nil,
      dense: try Linear(c.hiddenSize, c.hiddenSize, dense, initializer: c.initializer),
      activation: { relu($0) },
      dropout: Dropout(
        try c.source.probability("seq_classif_dropout", default: 0.2), path: classifier.path),
      outputs: try Linear(c.hiddenSize, classes, classifier, initializer: c.initializer))
  }

  static func vocabularyHead(
    _ c: EncoderConfiguration, _ words: Embedding, _ weights: Weights
  ) throws(CheckpointError) -> VocabularyHead {
    try VocabularyHead(
      c, words, activation: c.activation, dense: weights["vocab_transform"],
      norm: weights["vocab_layer_norm"], bias: weights["vocab_projector"])
  }

  static func spanDropout(_ c: EncoderConfiguration) throws(CheckpointError) -> Float {
    try c.source.probability("qa_dropout", default: 0.1)
  }
}
