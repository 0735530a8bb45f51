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
  package private(set) var adapter: (any LinearAdapter)?

  package var inputSize: Int { weight.value.shape[1] }
  package var outputSize: Int { weight.value.shape[0] }

  package init(
    _ inputSize: Int, _ outputSize: Int, _ weights: Weights, bias hasBias: Bool = true,
    initializer: Initializer
  ) throws(CheckpointError) {
    path = weights.path
    weight = try weights.parameter("weight", [outputSize, inputSize], initializer)
    bias = hasBias ? try weights.parameter("bias", [outputSize], .zeros) : nil
    weights.add(self)
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
