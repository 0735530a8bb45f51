import CKernels

/// The logarithm of the softmax of every row.
///
/// - Parameter x: [rows, columns]
/// - Returns: [rows, columns]
package func logSoftmax(_ x: Tensor) -> Tensor {
  let y = x.mapRows { kernel_log_softmax($0, $1, $2, $3) }
  return Tape.record("logSoftmax", inputs: [x], output: y) { dy, _ in
    // dx = dy − softmax(x) Σ dy
    [dy.mapRows(with: y) { kernel_log_softmax_backward($0, $1, $2, $3, $4) }]
  }
}
