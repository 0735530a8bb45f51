import CKernels

/// y = x + bias, in every row.
///
/// - Parameters:
///   - x: [rows, columns]
///   - bias: [columns]
/// - Returns: [rows, columns]
package func addBias(_ x: Tensor, _ bias: Tensor) -> Tensor {
  let (rows, columns) = x.matrixShape
  precondition(bias.shape == [columns], "addBias: \(bias.shape) to \(x.shape)")
  let y = Tensor(shape: x.shape, on: x.engine)
  x.engine.forRows(rows, columns: columns) { first, n in
    let at = first * columns
    kernel_add_bias(x.pointer + at, bias.pointer, y.pointer + at, n, columns)
  }
  let target = GradientTarget(bias)
  return Tape.record("addBias", inputs: [x, bias], output: y) { dy, wants in
    [dy, wants[1] ? columnSums(dy, for: target) : nil]
  }
}
