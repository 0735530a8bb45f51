import Autograd
import Checkpoints
import Layers

/// BERT: a bidirectional transformer encoder.
///
/// Source: Devlin et al. 2018, arXiv:1810.04805; parameter names, configuration keys and their
/// defaults as in transformers' `models/bert`.
package enum BERTFamily: EncoderFamily {
  package static let name = "BERT"
  static let prefix = "bert"
  static let classNames = [(modelType: "bert", name: "Bert")]
  static let otherArchitectures = [
    (suffix: "ForPreTraining", head: HeadKind.maskedLanguageModelling)
  ]

  static func otherNames(_ name: String) -> [String] {
    name == "cls.predictions.bias" ? ["cls.predictions.decoder.bias"] : []
  }

  /// The sizes have no defaults: a file without them is no BERT's.
  static func encoderConfiguration(
    _ c: Configuration
  ) throws(CheckpointError) -> EncoderConfiguration {
    try EncoderConfiguration(c, EncoderDefaults())
  }

  static func classificationHead(
    _ c: EncoderConfiguration, classes: Int, _ weights: Weights
  ) throws(CheckpointError) -> ClassificationHead {
    // The pooler, tanh of a square layer on the first token's state, belongs to the body.
    let (dense, classifier) = (
      weights[prefix].role(.between)["pooler"]["dense"], weights.role(.head)["classifier"]
    )
    return ClassificationHead(
      inputDropout: nil,
      dense: try Linear(c.hiddenSize, c.hiddenSize, dense, initializer: c.initializer),
      activation: { tanh($0) }, dropout: Dropout(c.classifierDropout, path: classifier.path),
      outputs: try Linear(c.hiddenSize, classes, classifier, initializer: c.initializer))
  }

  static func vocabularyHead(
    _ c: EncoderConfiguration, _ words: Embedding, _ weights: Weights
  ) throws(CheckpointError) -> VocabularyHead {
    let predictions = weights["cls"]["predictions"]
    var head = try VocabularyHead(
      c, words, activation: c.activation, dense: predictions["transform"]["dense"],
      norm: predictions["transform"]["LayerNorm"], bias: predictions)
    head.pooler = try .pooler(ifPresent: c, weights[prefix])
    return head
  }

  static func bareHead(
    _ c: EncoderConfiguration, _ weights: Weights
  ) throws(CheckpointError) -> BareHead {
    BareHead(pooler: try .pooler(ifPresent: c, weights[prefix]))
  }
}
