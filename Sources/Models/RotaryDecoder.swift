import Autograd
import Checkpoints
import Layers

/// What Llama and its descendants share: root-mean-square norms before each half, rotary positions,
/// grouped-query attention and a gated feed-forward half.
///
/// Source: Touvron et al. 2023, arXiv:2302.13971; parameter names and configuration keys as in
/// transformers' `models/llama`.
struct RotaryDecoderConfiguration {
  var shape: DecoderShape
  var intermediateSize: Int
  var normEpsilon: Float
  var attentionDropout: Float
  var activation: Activation
  var initializer: Initializer
  var frequencies: [Float]
  /// Biases of the query, key and value layers.
  var hasQueryBias = false
  var hasAttentionOutputBias = false
  var hasFeedForwardBias = false
  /// Norms over each head's queries and keys.
  var normalisesHeads = false

  /// - Parameters:
  ///   - keyValueHeads: the family's number when the file says nothing; nil for as many as heads.
  ///   - headSize: the same of `head_dim`; nil for hidden / heads.
  init(
    _ c: Configuration, defaultPositions: Int, keyValueHeads: Int? = nil, headSize: Int? = nil
  ) throws(CheckpointError) {
    let hidden = try c.positive("hidden_size")
    let heads = try c.positive("num_attention_heads")
    let layers = try c.positive("num_hidden_layers")
    guard layers <= DecoderShape.mostLayers else {
      throw c.wrong("num_hidden_layers", "at most \(DecoderShape.mostLayers)")
    }
    // Where the key is there and null it means the number of heads, in every family.
    let isNull = c.json["num_key_value_heads"]?.isNull == true
    let groups = try c.positive(
      "num_key_value_heads", default: isNull ? heads : keyValueHeads ?? heads)
    guard heads % groups == 0 else {
      throw .wrongValue(
        key: "num_key_value_heads", found: "\(groups)",
        expected: "a divisor of num_attention_heads = \(heads)", file: c.file)
    }
    if headSize == nil, c.json["head_dim"]?.isNull ?? true, hidden % heads != 0 {
      throw c.wrong("hidden_size", "a multiple of num_attention_heads = \(heads)")
    }
    let size = try c.positive("head_dim", default: headSize ?? hidden / heads)
    guard size % 2 == 0, size <= Configuration.largest / heads else {
      throw .wrongValue(
        key: "head_dim", found: "\(size)", expected: "an even number of columns", file: c.file)
    }
    shape = DecoderShape(
      vocabularySize: try c.positive("vocab_size"), hiddenSize: hidden, layers: layers,
      heads: heads, keyValueHeads: groups, headSize: size,
      maximumPositions: try c.positive("max_position_embeddings", default: defaultPositions))
    intermediateSize = try c.positive("intermediate_size")
    normEpsilon = try Float(c.number("rms_norm_eps", default: 1e-6))
    attentionDropout = try c.probability("attention_dropout", default: 0)
    activation = try Activation(c, key: "hidden_act", default: "silu")
    initializer = try .normal(Float(c.number("initializer_range", default: 0.02)))
    frequencies = try RotaryFrequencies(c, size: size).values
  }
}

/// Word embeddings, layers, and the final norm.
final class RotaryDecoderBody: DecoderBody {
  let shape: DecoderShape
  let initializer: Initializer
  let words: Embedding  // [vocabulary, hidden]
  let layers: [RotaryDecoderLayer]
  let norm: RMSNorm

  init(_ c: RotaryDecoderConfiguration, _ weights: Weights) throws(CheckpointError) {
    (shape, initializer) = (c.shape, c.initializer)
    words = try Embedding(
      c.shape.vocabularySize, c.shape.hiddenSize, weights["embed_tokens"],
      initializer: c.initializer)
    var layers: [RotaryDecoderLayer] = []
    for i in 0..<c.shape.layers {
      layers.append(try RotaryDecoderLayer(c, i, weights["layers"][i]))
    }
    self.layers = layers
    norm = try RMSNorm(c.shape.hiddenSize, epsilon: c.normEpsilon, weights["norm"])
  }

  func callAsFunction(_ ids: [Int32], _ context: DecoderContext, on tape: Tape?) -> Tensor {
    let positions = context.positions
    let hidden = layers.reduce(words(ids, on: tape)) { x, layer in layer(x, context, positions) }
    return norm(hidden)
  }
}

/// One layer: attention and the feed-forward half, each after a norm and beside a residual.
final class RotaryDecoderLayer {
  let attentionNorm: RMSNorm
  let attention: RotaryAttention
  let feedForwardNorm: RMSNorm
  let gate: Linear  // hidden → intermediate
  let up: Linear  // hidden → intermediate
  let down: Linear  // intermediate → hidden
  let activation: Activation

  init(
    _ c: RotaryDecoderConfiguration, _ layer: Int, _ weights: Weights
  ) throws(CheckpointError) {
    let hidden = c.shape.hiddenSize
    let feedForward = weights["mlp"]
    func linear(_ i: Int, _ o: Int, _ name: String) throws(CheckpointError) -> Linear {
      try Linear(
        i, o, feedForward[name], bias: c.hasFeedForwardBias, initializer: c.initializer)
    }
    attention = try RotaryAttention(c, layer, weights["self_attn"])
    gate = try linear(hidden, c.intermediateSize, "gate_proj")
    up = try linear(hidden, c.intermediateSize, "up_proj")
    down = try linear(c.intermediateSize, hidden, "down_proj")
    attentionNorm = try RMSNorm(hidden, epsilon: c.normEpsilon, weights["input_layernorm"])
    feedForwardNorm = try RMSNorm(
      hidden, epsilon: c.normEpsilon, weights["post_attention_layernorm"])
    activation = c.activation
  }

  func callAsFunction(_ x: Tensor, _ context: DecoderContext, _ positions: [Int32]) -> Tensor {
    let attended = x + attention(attentionNorm(x), context, positions)
    let normed = feedForwardNorm(attended)
    return attended + down(multiply(activation(gate(normed)), up(normed)))
  }
}

/// Grouped-query attention with rotary positions.
final class RotaryAttention {
  let query: Linear  // hidden → heads · size
  let key: Linear  // hidden → keyValueHeads · size
  let value: Linear  // hidden → keyValueHeads · size
  let output: Linear  // heads · size → hidden
  let queryNorm: RMSNorm?  // [size]
  let keyNorm: RMSNorm?  // [size]
  let causal: CausalAttention
  let frequencies: [Float]  // [size / 2]

  init(
    _ c: RotaryDecoderConfiguration, _ layer: Int, _ weights: Weights
  ) throws(CheckpointError) {
    let (hidden, size) = (c.shape.hiddenSize, c.shape.headSize)
    let (queries, keys) = (c.shape.heads * size, c.shape.keyValueHeads * size)
    func linear(
      _ i: Int, _ o: Int, _ name: String, bias: Bool
    ) throws(CheckpointError) -> Linear {
      try Linear(i, o, weights[name], bias: bias, initializer: c.initializer)
    }
    func norm(_ name: String) throws(CheckpointError) -> RMSNorm? {
      c.normalisesHeads ? try RMSNorm(size, epsilon: c.normEpsilon, weights[name]) : nil
    }
    query = try linear(hidden, queries, "q_proj", bias: c.hasQueryBias)
    key = try linear(hidden, keys, "k_proj", bias: c.hasQueryBias)
    value = try linear(hidden, keys, "v_proj", bias: c.hasQueryBias)
    output = try linear(queries, hidden, "o_proj", bias: c.hasAttentionOutputBias)
    queryNorm = try norm("q_norm")
    keyNorm = try norm("k_norm")
    causal = CausalAttention(
      layer: layer, heads: c.shape.heads, keyValueHeads: c.shape.keyValueHeads,
      dropout: Dropout(c.attentionDropout, path: weights.path))
    frequencies = c.frequencies
  }

  func callAsFunction(_ x: Tensor, _ context: DecoderContext, _ positions: [Int32]) -> Tensor {
    let q = turned(query(x), queryNorm, heads: causal.heads, positions)
    let k = turned(key(x), keyNorm, heads: causal.keyValueHeads, positions)
    return output(causal(q, k, value(x), context))
  }

  /// Each head normalised, where the family does so, and turned to its position.
  private func turned(_ x: Tensor, _ norm: RMSNorm?, heads: Int, _ positions: [Int32]) -> Tensor {
    var x = x
    if let norm {
      let (rows, columns) = (x.shape[0], x.shape[1])
      x = reshaped(norm(reshaped(x, [rows * heads, columns / heads])), [rows, columns])
    }
    return rotary(x, positions: positions, heads: heads, frequencies: frequencies)
  }
}
