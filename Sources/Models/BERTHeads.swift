import Autograd
import Checkpoints
import Layers

/// What stands on a BERT encoder.
enum BERTHead {
  case none(BERTPooler?)
  case classification(BERTPooler, Dropout, Linear)
  case maskedLanguageModelling(BERTPredictions, BERTPooler?)
  case questionAnswering(Linear)
  case tokenClassification(Dropout, Linear)

  init(
    _ c: BERTConfiguration, _ kind: HeadKind, outputs: Int, _ words: Embedding, _ weights: Weights
  ) throws(CheckpointError) {
    let pooler = weights["bert"].role(.between)["pooler"]
    switch kind {
    case .sequenceClassification:
      let path = weights["classifier"].path
      self = .classification(
        try BERTPooler(c, pooler), Dropout(c.classifierDropout, path: path),
        try Linear(
          c.hiddenSize, outputs, weights.role(.head)["classifier"], initializer: c.initializer))
    case .maskedLanguageModelling:
      guard c.tiesWordEmbeddings else {
        throw .wrongValue(
          key: "tie_word_embeddings", found: "false", expected: "true", file: c.source.file)
      }
      self = .maskedLanguageModelling(
        try BERTPredictions(c, words, weights.role(.between)["cls"]["predictions"]),
        try BERTPooler(ifPresent: c, pooler))
    case .questionAnswering:
      // A start and an end logit a token; transformers gives the encoder under it no pooler.
      self = .questionAnswering(
        try Linear(c.hiddenSize, 2, weights.role(.head)["qa_outputs"], initializer: c.initializer))
    case .tokenClassification:
      self = .tokenClassification(
        Dropout(c.classifierDropout, path: weights["classifier"].path),
        try Linear(
          c.hiddenSize, outputs, weights.role(.head)["classifier"], initializer: c.initializer))
    default:
      self = .none(try BERTPooler(ifPresent: c, pooler))
    }
  }

  func callAsFunction(_ hidden: Tensor) -> Tensor {
    switch self {
    case .none: hidden
    case .classification(let pooler, let dropout, let classifier):
      classifier(dropout(pooler(hidden)))
    case .maskedLanguageModelling(let predictions, _): predictions(hidden)
    case .questionAnswering(let outputs): outputs(hidden)
    case .tokenClassification(let dropout, let classifier): classifier(dropout(hidden))
    }
  }
}

/// The first token's state through a square layer and tanh.
final class BERTPooler {
  let dense: Linear  // hidden → hidden

  init(_ c: BERTConfiguration, _ weights: Weights) throws(CheckpointError) {
    dense = try Linear(
      c.hiddenSize, c.hiddenSize, weights["dense"], initializer: c.initializer)
  }

  /// The pooler when the source has one: a masked language model does not use it, but what loads a
  /// checkpoint and saves it again should not lose it.
  convenience init?(ifPresent c: BERTConfiguration, _ weights: Weights) throws(CheckpointError) {
    guard try weights["dense"].has("weight", [c.hiddenSize, c.hiddenSize]) else { return nil }
    try self.init(c, weights)
  }

  func callAsFunction(_ hidden: Tensor) -> Tensor { tanh(dense(hidden)) }
}

/// The masked-language-modelling head; its decoder shares the word embeddings.
final class BERTPredictions {
  let dense: Linear  // hidden → hidden
  let layerNorm: LayerNorm
  let words: Embedding
  let bias: Parameter  // [vocabulary]
  let activation: Activation

  init(_ c: BERTConfiguration, _ words: Embedding, _ weights: Weights) throws(CheckpointError) {
    let transform = weights["transform"]
    dense = try Linear(
      c.hiddenSize, c.hiddenSize, transform["dense"], initializer: c.initializer)
    layerNorm = try LayerNorm(
      c.hiddenSize, epsilon: c.layerNormEpsilon, transform["LayerNorm"])
    bias = try weights.parameter("bias", [c.vocabularySize], .zeros)
    (self.words, activation) = (words, c.activation)
  }

  func callAsFunction(_ hidden: Tensor) -> Tensor {
    linear(
      layerNorm(activation(dense(hidden))), weight: words.weight.value, bias: bias.value)
  }
}
