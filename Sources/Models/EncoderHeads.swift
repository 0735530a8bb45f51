import Autograd
import Checkpoints
import Layers

/// What stands on an encoder: hidden states [rows, hidden] to logits [rows, outputs].
protocol EncoderHead {
  func callAsFunction(_ hidden: Tensor) -> Tensor
}

/// Nothing; a pooler that the checkpoint has is kept, so that saving does not lose it.
struct BareHead: EncoderHead {
  var pooler: Linear?
  func callAsFunction(_ hidden: Tensor) -> Tensor { hidden }
}

/// One product a token, for spans and tags.
struct TokenHead: EncoderHead {
  let dropout: Dropout
  let outputs: Linear  // hidden → outputs

  init(
    _ c: EncoderConfiguration, outputs: Int, dropout: Float, _ weights: Weights
  ) throws(CheckpointError) {
    self.dropout = Dropout(dropout, path: weights.path)
    self.outputs = try Linear(
      c.hiddenSize, outputs, weights.role(.head), initializer: c.initializer)
  }

  func callAsFunction(_ hidden: Tensor) -> Tensor { outputs(dropout(hidden)) }
}

/// A square layer with an activation, and a product over the classes.
struct ClassificationHead: EncoderHead {
  let inputDropout: Dropout?
  let dense: Linear  // hidden → hidden
  let activation: (Tensor) -> Tensor
  let dropout: Dropout
  let outputs: Linear  // hidden → classes

  func callAsFunction(_ hidden: Tensor) -> Tensor {
    outputs(dropout(activation(dense(inputDropout?(hidden) ?? hidden))))
  }

  /// RoBERTa's and ELECTRA's: `classifier.dense` and `classifier.out_proj`, dropout before each.
  static func twoLayers(
    _ c: EncoderConfiguration, classes: Int, _ weights: Weights,
    activation: @escaping (Tensor) -> Tensor
  ) throws(CheckpointError) -> ClassificationHead {
    let classifier = weights.role(.head)["classifier"]
    let (dense, out) = (classifier["dense"], classifier["out_proj"])
    return ClassificationHead(
      inputDropout: Dropout(c.classifierDropout, path: dense.path),
      dense: try Linear(c.hiddenSize, c.hiddenSize, dense, initializer: c.initializer),
      activation: activation,
      dropout: Dropout(c.classifierDropout, path: out.path),
      outputs: try Linear(c.hiddenSize, classes, out, initializer: c.initializer))
  }
}

/// The masked-language-modelling head; its product shares the word embeddings.
struct VocabularyHead: EncoderHead {
  let dense: Linear  // hidden → embedding
  let layerNorm: LayerNorm
  let words: Embedding
  let bias: Parameter  // [vocabulary]
  let activation: Activation
  var pooler: Linear?

  /// - Parameters: the scopes of the three parts; `bias` is the one that holds a tensor `bias`.
  init(
    _ c: EncoderConfiguration, _ words: Embedding, activation: Activation, dense: Weights,
    norm: Weights, bias: Weights
  ) throws(CheckpointError) {
    try c.needTiedWords()
    self.dense = try Linear(
      c.hiddenSize, c.embeddingSize, dense.role(.between), initializer: c.initializer)
    layerNorm = try LayerNorm(
      c.embeddingSize, epsilon: c.layerNormEpsilon, norm.role(.between))
    self.bias = try bias.role(.between).parameter("bias", [c.vocabularySize], .zeros)
    (self.words, self.activation) = (words, activation)
  }

  func callAsFunction(_ hidden: Tensor) -> Tensor {
    linear(
      layerNorm(activation(dense(hidden))), weight: words.weight.value, bias: bias.value)
  }
}

extension Linear {
  /// The square layer of a pooler, where the source has one.
  static func pooler(
    ifPresent c: EncoderConfiguration, _ weights: Weights
  ) throws(CheckpointError) -> Linear? {
    let dense = weights.role(.between)["pooler"]["dense"]
    guard try dense.has("weight", [c.hiddenSize, c.hiddenSize]) else { return nil }
    return try Linear(c.hiddenSize, c.hiddenSize, dense, initializer: c.initializer)
  }
}
