import Autograd
import Checkpoints

/// The nonlinearity of a feed-forward layer, by transformers' names (`activations.py`).
enum Activation: String, CaseIterable {
  case gelu
  case geluNew = "gelu_new"
  case geluTanh = "gelu_pytorch_tanh"
  case relu
  case silu
  case swish

  init(_ c: Configuration, key: String, default fallback: String) throws(CheckpointError) {
    let name = try c.string(key, default: fallback)
    guard let activation = Activation(rawValue: name) else {
      throw .wrongValue(
        key: key, found: name,
        expected: "one of " + Activation.allCases.map(\.rawValue).joined(separator: ", "),
        file: c.file)
    }
    self = activation
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .gelu: Autograd.gelu(x)
    case .geluNew, .geluTanh: Autograd.geluTanh(x)
    case .relu: Autograd.relu(x)
    case .silu, .swish: Autograd.silu(x)
    }
  }
}
