import Autograd
import Checkpoints
import Layers

/// ELECTRA: BERT's encoder, its embeddings possibly narrower than its layers. A discriminator and a
/// generator have the same body; the discriminator's own head is not used.
///
/// Source: Clark et al. 2020, arXiv:2003.10555; names, keys and defaults as in transformers'
/// `models/electra`.
package enum ELECTRAFamily: EncoderFamily {
  package static let name = "ELECTRA"
  static let prefix = "electra"
  static let classNames = [(modelType: "electra", name: "Electra")]

  static func otherNames(_ name: String) -> [String] {
    name == "electra.embeddings.word_embeddings.weight" ? ["generator_lm_head.weight"] : []
  }

  static func encoderConfiguration(
    _ c: Configuration
  ) throws(CheckpointError) -> EncoderConfiguration {
    let defaults = EncoderDefaults(
      vocabularySize: 30522, hiddenSize: 256, numHiddenLayers: 12, numAttentionHeads: 4,
      intermediateSize: 1024)
    var configuration = try EncoderConfiguration(c, defaults)
    configuration.embeddingSize = try c.positive("embedding_size", default: 128)
    configuration.paddingRow = try configuration.paddingID(default: 0)
    return configuration
  }

  static func classificationHead(
    _ c: EncoderConfiguration, classes: Int, _ weights: Weights
  ) throws(CheckpointError) -> ClassificationHead {
    try .twoLayers(c, classes: classes, weights) { gelu($0) }
  }

  static func vocabularyHead(
    _ c: EncoderConfiguration, _ words: Embedding, _ weights: Weights
  ) throws(CheckpointError) -> VocabularyHead {
    let predictions = weights["generator_predictions"]
    return try VocabularyHead(
      c, words, activation: .gelu, dense: predictions["dense"], norm: predictions["LayerNorm"],
      bias: weights["generator_lm_head"])
  }
}
