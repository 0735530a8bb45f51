import CKernels

/// The logarithm of the softmax of every row.
///
/// - Parameter x: [rows, columns]
/// - Returns: [rows, columns]
package func logSoftmax(_ x: Tensor) -> Tensor {
  let (rows, columns) = x.matrixShape
  let engine = x.engine
  let y = Tensor(shape: x.shape, on: engine)
  engine.forRows(rows, columns: columns) { first, n in
    let at = first * columns
    kernel_log_softmax(x.pointer + at, y.pointer + at, n, columns)
  }
  return Tape.record("logSoftmax", inputs: [x], output: y) { dy, _ in
    // dx = dy − softmax(x) Σ dy
    let dx = Tensor(shape: dy.shape, on: engine)
    engine.forRows(rows, columns: columns) { first, n in
      let at = first * columns
      kernel_log_softmax_backward(dy.pointer + at, y.pointer + at, dx.pointer + at, n, columns)
    }
    return [dx]
  }
}
