import Autograd
import Checkpoints

/// What a method attaches to a `Linear`.
///
/// A value adds to, or replaces, what the base layer computes; nothing edits the base's weights.
package protocol LinearAdapter {
  /// Its own parameters, named and ordered as they stand in an adapter file.
  var parameters: [(name: String, parameter: Parameter)] { get }

  /// The adapted layer's output, [tokens, in] → [tokens, out].
  func callAsFunction(_ x: Tensor, base: Linear) -> Tensor

  /// The weight [out, in] of a plain layer that computes the same in evaluation mode.
  func mergedWeight(of base: Linear) -> Tensor
}

/// y = x Wᵀ + b, and the socket for an adapter.
package final class Linear {
  package let path: String
  package let weight: Parameter  // [out, in]
  package let bias: Parameter?  // [out]
  /// Whether files hold the weight as [in, out].
  package let isTransposed: Bool
  package private(set) var adapter: (any LinearAdapter)?

  package var inputSize: Int { weight.value.shape[1] }
  package var outputSize: Int { weight.value.shape[0] }

  package init(
    _ inputSize: Int, _ outputSize: Int, _ weights: Weights, bias hasBias: Bool = true,
    isTransposed: Bool = false, initializer: Initializer
  ) throws(CheckpointError) {
    (path, self.isTransposed) = (weights.path, isTransposed)
    weight = try weights.parameter(
      "weight", [outputSize, inputSize], initializer, isTransposed: isTransposed)
    bias = hasBias ? try weights.parameter("bias", [outputSize], .zeros) : nil
    weights.add(self)
  }

  /// The layer from hidden states to logits over the vocabulary, without a bias.
  ///
  /// - Parameters:
  ///   - words: the word embeddings, whose weight it has when `isTied` unless the checkpoint holds
  ///     another one.
  package init(
    outputOver words: Embedding, isTied: Bool, _ weights: Weights, initializer: Initializer
  ) throws(CheckpointError) {
    (path, isTransposed, bias) = (weights.path, false, nil)
    weight =
      isTied
      ? try weights.parameter("weight", tiedTo: words.weight, named: words.path + ".weight")
      : try weights.parameter("weight", words.weight.value.shape, initializer)
    weights.addOutputEmbedding(self)
  }

  /// Puts an adapter into the socket of a tree that is still being made.
  package func attach(_ adapter: any LinearAdapter) {
    precondition(self.adapter == nil, "'\(path)' has an adapter already")
    self.adapter = adapter
  }

  package func callAsFunction(_ x: Tensor) -> Tensor {
    if let adapter { adapter(x, base: self) } else { base(x) }
  }

  /// The layer without its adapter.
  package func base(_ x: Tensor) -> Tensor {
    linear(x, weight: weight.value, bias: bias?.value)
  }
}
