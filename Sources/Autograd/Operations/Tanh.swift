import CKernels

/// Hyperbolic tangent.
///
/// - Parameter x: any shape.
/// - Returns: the shape of `x`.
package func tanh(_ x: Tensor) -> Tensor {
  let y = x.map { kernel_tanh($0, $1, $2) }
  return Tape.record("tanh", inputs: [x], output: y) { dy, _ in
    // dx = dy (1 − y²)
    [dy.map(with: y) { kernel_tanh_backward($0, $1, $2, $3) }]
  }
}
