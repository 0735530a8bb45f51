import CKernels

/// Root-mean-square normalisation of every row, y = x / √(mean x² + ε) · weight.
///
/// Source: Zhang and Sennrich 2019, arXiv:1910.07467, eq. 4.
///
/// - Parameters:
///   - x: [rows, size]
///   - weight: [size]
/// - Returns: [rows, size]
package func rmsNorm(_ x: Tensor, weight: Tensor, epsilon: Float) -> Tensor {
  let (rows, columns) = x.matrixShape
  precondition(weight.shape == [columns], "rmsNorm: input \(x.shape), weight \(weight.shape)")
  let engine = x.engine
  let y = Tensor(shape: x.shape, on: engine)
  let scales = Tensor(shape: [rows], on: engine)  // 1 / root mean square
  engine.forRows(rows, columns: columns) { first, n in
    let at = first * columns
    kernel_rms_norm(
      x.pointer + at, weight.pointer, epsilon, y.pointer + at, scales.pointer + first, n, columns)
  }
  let weightTarget = GradientTarget(weight)
  return Tape.record("rmsNorm", inputs: [x, weight], output: y) { dy, wants in
    var gradients: [Tensor?] = [nil, nil]
    if wants[0] {
      // dx = s (dx̂ − x̂ mean(dx̂ x̂)), x̂ = s x, dx̂ = dy · weight
      let dx = Tensor(shape: dy.shape, on: engine)
      engine.forRows(rows, columns: columns) { first, n in
        let at = first * columns
        kernel_rms_norm_backward(
          dy.pointer + at, x.pointer + at, weight.pointer, scales.pointer + first,
          dx.pointer + at, n, columns)
      }
      gradients[0] = dx
    }
    if wants[1] {
      // dWeight = Σ dy x̂
      let (dWeight, accumulates) = weightTarget.make()
      engine.forColumns(columns) { first, n in
        kernel_rms_norm_weight_gradient(
          dy.pointer + first, x.pointer + first, scales.pointer, dWeight.pointer + first, rows,
          n, columns, accumulates)
      }
      gradients[1] = dWeight
    }
    return gradients
  }
}
