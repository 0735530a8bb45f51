import CKernels

/// The tanh approximation of GELU, y = x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).
///
/// Source: Hendrycks and Gimpel 2016, arXiv:1606.08415, section 2.
///
/// - Parameter x: any shape.
/// - Returns: the shape of `x`.
package func geluTanh(_ x: Tensor) -> Tensor {
  let y = x.map { kernel_gelu_tanh($0, $1, $2) }
  return Tape.record("geluTanh", inputs: [x], output: y) { dy, _ in
    // dx = dy (σ + x σ (1 − σ) 2 du/dx), σ = σ(2u)
    [dy.map(with: x) { kernel_gelu_tanh_backward($0, $1, $2, $3) }]
  }
}
