import CKernels

/// y = x · g, column by column.
///
/// - Parameters:
///   - x: [rows, columns]
///   - g: [columns]
/// - Returns: [rows, columns]
package func scaleColumns(_ x: Tensor, by g: Tensor) -> Tensor {
  let (rows, columns) = x.matrixShape
  precondition(g.shape == [columns], "scaleColumns: \(x.shape) by \(g.shape)")
  let engine = x.engine
  func scaled(_ x: Tensor, _ g: Tensor) -> Tensor {
    let y = Tensor(shape: x.shape, on: engine)
    engine.forRows(rows, columns: columns) { first, n in
      let at = first * columns
      kernel_scale_columns(x.pointer + at, g.pointer, y.pointer + at, n, columns)
    }
    return y
  }
  let keptX = g.wantsGradient ? x : nil
  let keptG = x.wantsGradient ? g : nil
  let target = GradientTarget(g)
  return Tape.record("scaleColumns", inputs: [x, g], output: scaled(x, g)) { dy, wants in
    var gradients: [Tensor?] = [wants[0] ? keptG.map { scaled(dy, $0) } : nil, nil]
    if wants[1], let keptX {
      // dg = Σ over rows of dy x
      let (dg, accumulates) = target.make()
      engine.forColumns(columns) { first, n in
        kernel_column_dots(
          dy.pointer + first, keptX.pointer + first, dg.pointer + first, rows, n, columns,
          accumulates)
      }
      gradients[1] = dg
    }
    return gradients
  }
}
