import CKernels

/// Softmax of every row.
///
/// - Parameter x: [rows, columns]
/// - Returns: [rows, columns]
package func softmax(_ x: Tensor) -> Tensor {
  let (rows, columns) = x.matrixShape
  let engine = x.engine
  let y = Tensor(shape: x.shape, on: engine)
  engine.forRows(rows, columns: columns) { first, n in
    let at = first * columns
    kernel_softmax(x.pointer + at, y.pointer + at, n, columns)
  }
  return Tape.record("softmax", inputs: [x], output: y) { dy, _ in
    // dx = y (dy − Σ dy y)
    let dx = Tensor(shape: dy.shape, on: engine)
    engine.forRows(rows, columns: columns) { first, n in
      let at = first * columns
      kernel_softmax_backward(dy.pointer + at, y.pointer + at, dx.pointer + at, n, columns)
    }
    return [dx]
  }
}
