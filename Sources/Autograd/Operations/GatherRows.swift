/// Some rows of a matrix, y_i = x[rows_i]; a row may be taken more than once.
///
/// - Parameter x: [rows, columns]
/// - Returns: [rows taken, columns]
package func gatherRows(_ x: Tensor, _ rows: [Int32]) -> Tensor {
  let y = gather(x, rows)
  let target = GradientTarget(x)
  return Tape.record("gatherRows", inputs: [x], output: y) { dy, _ in
    [scatterRows(dy, rows, for: target)]
  }
}
