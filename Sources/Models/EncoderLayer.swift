import Autograd
import Checkpoints
import Layers

/// What the parts of an encoder layer are called in checkpoints.
struct EncoderLayerNames {
  let query: String
  let key: String
  let value: String
  let attentionOutput: String
  let attentionNorm: String
  let intermediate: String
  let output: String
  let outputNorm: String
  /// Whose dropout falls on the attention's probabilities, its output, the layer's output.
  let dropouts: (probabilities: String, attention: String, output: String)

  /// BERT's, RoBERTa's and ELECTRA's.
  static let bert = EncoderLayerNames(
    query: "attention.self.query", key: "attention.self.key", value: "attention.self.value",
    attentionOutput: "attention.output.dense", attentionNorm: "attention.output.LayerNorm",
    intermediate: "intermediate.dense", output: "output.dense", outputNorm: "output.LayerNorm",
    dropouts: ("attention.self", "attention.output", "output"))
}

/// One encoder layer: self-attention and a feed-forward half, each with a residual and then a norm.
///
/// Source: Vaswani et al. 2017, arXiv:1706.03762, section 3.1, as BERT has it.
final class EncoderLayer {
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

  init(
    _ c: EncoderConfiguration, _ names: EncoderLayerNames, _ weights: Weights
  ) throws(CheckpointError) {
    func linear(_ i: Int, _ o: Int, _ name: String) throws(CheckpointError) -> Linear {
      try Linear(i, o, weights[name], initializer: c.initializer)
    }
    func norm(_ name: String) throws(CheckpointError) -> LayerNorm {
      try LayerNorm(c.hiddenSize, epsilon: c.layerNormEpsilon, weights[name])
    }
    query = try linear(c.hiddenSize, c.hiddenSize, names.query)
    key = try linear(c.hiddenSize, c.hiddenSize, names.key)
    value = try linear(c.hiddenSize, c.hiddenSize, names.value)
    attentionOutput = try linear(c.hiddenSize, c.hiddenSize, names.attentionOutput)
    attentionNorm = try norm(names.attentionNorm)
    intermediate = try linear(c.hiddenSize, c.intermediateSize, names.intermediate)
    output = try linear(c.intermediateSize, c.hiddenSize, names.output)
    outputNorm = try norm(names.outputNorm)
    probabilityDropout = Dropout(
      c.attentionDropout, path: weights[names.dropouts.probabilities].path)
    attentionDropout = Dropout(
      c.attentionOutputDropout, path: weights[names.dropouts.attention].path)
    outputDropout = Dropout(c.hiddenDropout, path: weights[names.dropouts.output].path)
    (activation, heads) = (c.activation, c.numAttentionHeads)
  }

  /// - Parameter rows: the tokens whose states are wanted, ascending; nil for all.
  func callAsFunction(_ x: Tensor, offsets: [Int32], rows: [Int32]? = nil) -> Tensor {
    let wanted = rows.map { gatherRows(x, $0) } ?? x
    let context = attention(
      query(wanted), key(x), value(x), offsets: offsets,
      queryOffsets: rows.map { starts(of: offsets, in: $0) }, heads: heads,
      dropout: probabilityDropout.probability, key: probabilityDropout.key)
    let attended = attentionNorm(attentionDropout(attentionOutput(context)) + wanted)
    let expanded = activation(intermediate(attended))
    return outputNorm(outputDropout(output(expanded)) + attended)
  }

  /// How many of the rows stand before each offset.
  private func starts(of offsets: [Int32], in rows: [Int32]) -> [Int32] {
    precondition(zip(rows, rows.dropFirst()).allSatisfy { $0 <= $1 }, "rows out of order")
    var count = 0
    return offsets.map { offset in
      while count < rows.count, rows[count] < offset { count += 1 }
      return Int32(count)
    }
  }
}
