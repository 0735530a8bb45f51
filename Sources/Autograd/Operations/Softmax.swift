import CKernels

/// Softmax of every row.
///
/// - Parameter x: [rows, columns]
/// - Returns: [rows, columns]
package func softmax(_ x: Tensor) -> Tensor {
  let y = x.mapRows { kernel_softmax($0, $1, $2, $3) }
  return Tape.record("softmax", inputs: [x], output: y) { dy, _ in
    // dx = y (dy − Σ dy y)
    [dy.mapRows(with: y) { kernel_softmax_backward($0, $1, $2, $3, $4) }]
  }
}
