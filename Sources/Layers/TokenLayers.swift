import Autograd
import Checkpoints

/// A table of vectors, one a row.
package final class Embedding {
  package let path: String
  package let weight: Parameter  // [rows, hidden]

  package init(
    _ rows: Int, _ hiddenSize: Int, _ weights: Weights, initializer: Initializer
  ) throws(CheckpointError) {
    path = weights.path
    weight = try weights.parameter("weight", [rows, hiddenSize], initializer)
  }

  /// [tokens] → [tokens, hidden]; the result carries the tape.
  package func callAsFunction(_ ids: [Int32], on tape: Tape?) -> Tensor {
    embedding(weight.value, ids: ids, on: tape)
  }
}

/// Layer normalisation over the last dimension.
///
/// Source: Ba et al. 2016, arXiv:1607.06450.
package final class LayerNorm {
  package let weight: Parameter  // [hidden]
  package let bias: Parameter  // [hidden]
  let epsilon: Float

  package init(_ size: Int, epsilon: Float, _ weights: Weights) throws(CheckpointError) {
    weight = try weights.parameter("weight", [size], .ones)
    bias = try weights.parameter("bias", [size], .zeros)
    self.epsilon = epsilon
  }

  package func callAsFunction(_ x: Tensor) -> Tensor {
    layerNorm(x, weight: weight.value, bias: bias.value, epsilon: epsilon)
  }
}

/// Root-mean-square normalisation over the last dimension, without a mean or a bias.
///
/// Source: Zhang and Sennrich 2019, arXiv:1910.07467, eq. 4.
package final class RMSNorm {
  package let weight: Parameter  // [hidden]
  let epsilon: Float

  package init(_ size: Int, epsilon: Float, _ weights: Weights) throws(CheckpointError) {
    weight = try weights.parameter("weight", [size], .ones)
    self.epsilon = epsilon
  }

  /// - Parameter x: [rows, size]
  package func callAsFunction(_ x: Tensor) -> Tensor {
    rmsNorm(x, weight: weight.value, epsilon: epsilon)
  }
}

/// Inverted dropout, active where a tape is.
///
/// The mask is a function of the layer's path and the tape's key, so two methods over one base see
/// the same masks.
package struct Dropout {
  package let probability: Float
  package let key: RandomKey

  package init(_ probability: Float, path: String) {
    self.probability = probability
    key = RandomKey(seed: 0)[path]
  }

  package func callAsFunction(_ x: Tensor) -> Tensor {
    probability > 0 ? dropout(x, probability: probability, key: key) : x
  }

  /// W x' from p = W x, for the x' that this makes of x; the weight is frozen.
  package func product(_ p: Tensor, of x: Tensor, weight: Tensor) -> Tensor {
    productOfDropped(p, x, weight: weight, probability: probability, key: key)
  }
}
