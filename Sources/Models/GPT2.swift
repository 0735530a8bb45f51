import Autograd
import Checkpoints
import Layers

/// GPT-2: learned positions, layer norms before each half, weights stored as [in, out].
///
/// Source: Radford et al. 2019, "Language Models are Unsupervised Multitask Learners"; parameter
/// names, configuration keys and their defaults as in transformers' `models/gpt2`.
enum GPT2Family: DecoderFamily {
  static let name = "GPT-2"
  static let modelTypes = ["gpt2"]
  static let bodyPrefix = "transformer."
  static let bodyArchitecture = "GPT2Model"
  static let causalArchitecture = "GPT2LMHeadModel"
  static let defaultTargets = ["c_attn"]
  static let tiesWordEmbeddings = true

  static func body(
    _ configuration: Configuration, _ weights: Weights
  ) throws(CheckpointError) -> any DecoderBody {
    try GPT2Body(GPT2Configuration(configuration), weights["transformer"])
  }
}

/// What `config.json` says of a GPT-2.
///
/// `reorder_and_upcast_attn` is about half precision: in single precision it changes nothing.
struct GPT2Configuration {
  let shape: DecoderShape
  let intermediateSize: Int
  let layerNormEpsilon: Float
  let embeddingDropout: Float
  let attentionDropout: Float
  let residualDropout: Float
  let activation: Activation
  let initializerRange: Float
  /// Whether scores are divided by √size.
  let scalesAttention: Bool
  /// Whether scores are divided by the layer's number, from 1, too.
  let scalesAttentionByLayer: Bool

  init(_ c: Configuration) throws(CheckpointError) {
    let hidden = try c.positive("n_embd")
    let heads = try c.positive("n_head")
    let layers = try c.positive("n_layer")
    guard layers <= DecoderShape.mostLayers else {
      throw c.wrong("n_layer", "at most \(DecoderShape.mostLayers)")
    }
    guard hidden % heads == 0 else { throw c.wrong("n_embd", "a multiple of n_head = \(heads)") }
    shape = DecoderShape(
      vocabularySize: try c.positive("vocab_size"), hiddenSize: hidden, layers: layers,
      heads: heads, keyValueHeads: heads, headSize: hidden / heads,
      maximumPositions: try c.positive("n_positions", default: 1024))
    intermediateSize = try c.positive("n_inner", default: 4 * hidden)
    layerNormEpsilon = try Float(c.number("layer_norm_epsilon", default: 1e-5))
    embeddingDropout = try c.probability("embd_pdrop", default: 0.1)
    attentionDropout = try c.probability("attn_pdrop", default: 0.1)
    residualDropout = try c.probability("resid_pdrop", default: 0.1)
    activation = try Activation(c, key: "activation_function", default: "gelu_new")
    initializerRange = try Float(c.number("initializer_range", default: 0.02))
    scalesAttention = try c.bool("scale_attn_weights", default: true)
    scalesAttentionByLayer = try c.bool("scale_attn_by_inverse_layer_idx", default: false)
    guard try !c.bool("add_cross_attention", default: false) else {
      throw c.wrong("add_cross_attention", "false")
    }
  }

  /// What queries are multiplied by, beside the 1 / √size of every attention.
  func queryScale(layer: Int) -> Float {
    (scalesAttention ? 1 : Float(shape.headSize).squareRoot())
      / (scalesAttentionByLayer ? Float(layer + 1) : 1)
  }
}

/// Word and position embeddings, blocks, and the final norm.
final class GPT2Body: DecoderBody {
  let shape: DecoderShape
  let initializer: Initializer
  let words: Embedding  // [vocabulary, hidden]
  let positions: Embedding  // [positions, hidden]
  let dropout: Dropout
  let blocks: [GPT2Block]
  let norm: LayerNorm

  init(_ c: GPT2Configuration, _ weights: Weights) throws(CheckpointError) {
    let hidden = c.shape.hiddenSize
    (shape, initializer) = (c.shape, .normal(c.initializerRange))
    words = try Embedding(
      c.shape.vocabularySize, hidden, weights["wte"], initializer: initializer)
    positions = try Embedding(
      c.shape.maximumPositions, hidden, weights["wpe"], initializer: initializer)
    dropout = Dropout(c.embeddingDropout, path: weights["drop"].path)
    var blocks: [GPT2Block] = []
    for i in 0..<c.shape.layers { blocks.append(try GPT2Block(c, i, weights["h"][i])) }
    self.blocks = blocks
    norm = try LayerNorm(hidden, epsilon: c.layerNormEpsilon, weights["ln_f"])
  }

  func callAsFunction(_ ids: [Int32], _ context: DecoderContext, on tape: Tape?) -> Tensor {
    let embedded = words(ids, on: tape) + positions(context.positions, on: tape)
    return norm(blocks.reduce(dropout(embedded)) { x, block in block(x, context) })
  }
}

/// One block: attention and a feed-forward half, each after a norm and beside a residual.
final class GPT2Block {
  let attentionNorm: LayerNorm
  let queriesKeysValues: Linear  // hidden → 3 hidden
  let attention: CausalAttention
  let attentionOutput: Linear  // hidden → hidden
  let attentionDropout: Dropout
  let feedForwardNorm: LayerNorm
  let intermediate: Linear  // hidden → intermediate
  let output: Linear  // intermediate → hidden
  let outputDropout: Dropout
  let activation: Activation
  let queryScale: Float
  let hiddenSize: Int

  init(_ c: GPT2Configuration, _ layer: Int, _ weights: Weights) throws(CheckpointError) {
    let (attention, feedForward) = (weights["attn"], weights["mlp"])
    let hidden = c.shape.hiddenSize
    // The layers that write to the residual start smaller, by the number of them.
    let residual = c.initializerRange / Float(2 * c.shape.layers).squareRoot()
    func conv1D(
      _ i: Int, _ o: Int, _ scope: Weights, _ deviation: Float
    ) throws(CheckpointError) -> Linear {
      try Linear(i, o, scope, isTransposed: true, initializer: .normal(deviation))
    }
    attentionNorm = try LayerNorm(hidden, epsilon: c.layerNormEpsilon, weights["ln_1"])
    queriesKeysValues = try conv1D(hidden, 3 * hidden, attention["c_attn"], c.initializerRange)
    self.attention = CausalAttention(
      layer: layer, heads: c.shape.heads, keyValueHeads: c.shape.heads,
      dropout: Dropout(c.attentionDropout, path: attention["attn_dropout"].path))
    attentionOutput = try conv1D(hidden, hidden, attention["c_proj"], residual)
    attentionDropout = Dropout(c.residualDropout, path: attention["resid_dropout"].path)
    feedForwardNorm = try LayerNorm(hidden, epsilon: c.layerNormEpsilon, weights["ln_2"])
    intermediate = try conv1D(hidden, c.intermediateSize, feedForward["c_fc"], c.initializerRange)
    output = try conv1D(c.intermediateSize, hidden, feedForward["c_proj"], residual)
    outputDropout = Dropout(c.residualDropout, path: feedForward["dropout"].path)
    (activation, hiddenSize) = (c.activation, hidden)
    queryScale = c.queryScale(layer: layer)
  }

  func callAsFunction(_ x: Tensor, _ context: DecoderContext) -> Tensor {
    let joined = queriesKeysValues(attentionNorm(x))
    let part = { (i: Int) in columns(joined, i * self.hiddenSize..<(i + 1) * self.hiddenSize) }
    let q = queryScale == 1 ? part(0) : queryScale * part(0)
    let attended = x + attentionDropout(attentionOutput(attention(q, part(1), part(2), context)))
    let expanded = activation(intermediate(feedForwardNorm(attended)))
    return attended + outputDropout(output(expanded))
  }
}
