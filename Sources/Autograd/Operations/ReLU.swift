import CKernels

/// Rectified linear unit, y = max(x, 0).
///
/// - Parameter x: any shape.
/// - Returns: the shape of `x`.
package func relu(_ x: Tensor) -> Tensor {
  let y = x.map { kernel_relu($0, $1, $2) }
  return Tape.record("relu", inputs: [x], output: y) { dy, _ in
    // dx = dy where x > 0
    [dy.map(with: x) { kernel_relu_backward($0, $1, $2, $3) }]
  }
}
