import CKernels

/// Gaussian error linear unit, y = x Φ(x), with the exact normal distribution.
///
/// Source: Hendrycks and Gimpel 2016, arXiv:1606.08415, section 2.
///
/// - Parameter x: any shape.
/// - Returns: the shape of `x`.
package func gelu(_ x: Tensor) -> Tensor {
  let y = x.map { kernel_gelu($0, $1, $2) }
  return Tape.record("gelu", inputs: [x], output: y) { dy, _ in
    // dx = dy (Φ(x) + x φ(x))
    [dy.map(with: x) { kernel_gelu_backward($0, $1, $2, $3) }]
  }
}
