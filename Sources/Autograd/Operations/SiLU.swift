import CKernels

/// Sigmoid-weighted linear unit, y = x σ(x).
///
/// Source: Elfwing et al. 2017, arXiv:1702.03118, eq. 1.
///
/// - Parameter x: any shape.
/// - Returns: the shape of `x`.
package func silu(_ x: Tensor) -> Tensor {
  let y = x.map { kernel_silu($0, $1, $2) }
  return Tape.record("silu", inputs: [x], output: y) { dy, _ in
    // dx = dy (σ + x σ (1 − σ))
    [dy.map(with: x) { kernel_silu_backward($0, $1, $2, $3) }]
  }
}
