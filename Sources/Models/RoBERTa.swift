import Autograd
import Checkpoints
import Layers

/// RoBERTa, and XLM-RoBERTa under another `model_type`: BERT's encoder, its positions numbered from
/// one after the padding id.
///
/// Source: Liu et al. 2019, arXiv:1907.11692; Conneau et al. 2019, arXiv:1911.02116; names, keys
/// and defaults as in transformers' `models/roberta` and `models/xlm_roberta`.
package enum RoBERTaFamily: EncoderFamily {
  package static let name = "RoBERTa"
  static let prefix = "roberta"
  static let classNames = [
    (modelType: "roberta", name: "Roberta"), (modelType: "xlm-roberta", name: "XLMRoberta"),
  ]

  static func otherNames(_ name: String) -> [String] {
    switch name {
    case "lm_head.bias": ["lm_head.decoder.bias"]
    case "roberta.embeddings.word_embeddings.weight": ["lm_head.decoder.weight"]
    default: []
    }
  }

  private static func isMultilingual(_ c: Configuration) -> Bool {
    c.json["model_type"]?.string == "xlm-roberta"
  }

  static func title(_ c: Configuration) -> String { isMultilingual(c) ? "XLM-RoBERTa" : name }

  static func encoderConfiguration(
    _ c: Configuration
  ) throws(CheckpointError) -> EncoderConfiguration {
    let defaults = EncoderDefaults(
      vocabularySize: isMultilingual(c) ? 30522 : 50265, hiddenSize: 768, numHiddenLayers: 12,
      numAttentionHeads: 12, intermediateSize: 3072)
    var configuration = try EncoderConfiguration(c, defaults)
    let padding = try configuration.paddingID(default: 1)
    configuration.paddingRow = padding
    configuration.positions = .afterPadding(padding)
    guard configuration.maximumPositions > 0 else {
      throw .wrongValue(
        key: "max_position_embeddings", found: "\(configuration.maxPositionEmbeddings)",
        expected: "more than pad_token_id + 1 = \(padding + 1)", file: c.file)
    }
    return configuration
  }

  static func classificationHead(
    _ c: EncoderConfiguration, classes: Int, _ weights: Weights
  ) throws(CheckpointError) -> ClassificationHead {
    try .twoLayers(c, classes: classes, weights) { tanh($0) }
  }

  static func vocabularyHead(
    _ c: EncoderConfiguration, _ words: Embedding, _ weights: Weights
  ) throws(CheckpointError) -> VocabularyHead {
    let head = weights["lm_head"]
    return try VocabularyHead(
      c, words, activation: .gelu, dense: head["dense"], norm: head["layer_norm"], bias: head)
  }

  static func bareHead(
    _ c: EncoderConfiguration, _ weights: Weights
  ) throws(CheckpointError) -> BareHead {
    BareHead(pooler: try .pooler(ifPresent: c, weights[prefix]))
  }
}
