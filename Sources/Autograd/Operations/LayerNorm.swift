import CKernels

/// Layer normalisation of every row, y = (x − mean) / √(variance + ε) · weight + bias.
///
/// Source: Ba et al. 2016, arXiv:1607.06450, eq. 4; the variance is that of the whole row, as in
/// torch.
///
/// - Parameters:
///   - x: [rows, hidden]
///   - weight: [hidden]
///   - bias: [hidden]
/// - Returns: [rows, hidden]
package func layerNorm(_ x: Tensor, weight: Tensor, bias: Tensor, epsilon: Float) -> Tensor {
  let (rows, columns) = x.matrixShape
  precondition(
    weight.shape == [columns] && bias.shape == [columns],
    "layerNorm: input \(x.shape), weight \(weight.shape), bias \(bias.shape)")
  let engine = x.engine
  let y = Tensor(shape: x.shape, on: engine)
  let statistics = Tensor(shape: [rows, 2], on: engine)  // mean, 1 / deviation
  engine.forRows(rows, columns: columns) { first, n in
    kernel_layer_norm(
      x.pointer + first * columns, weight.pointer, bias.pointer, epsilon,
      y.pointer + first * columns, statistics.pointer + 2 * first, n, columns)
  }
  let needsX = x.wantsGradient || weight.wantsGradient
  let kept = needsX ? (x: x, statistics: statistics) : nil
  let (weightTarget, biasTarget) = (GradientTarget(weight), GradientTarget(bias))
  return Tape.record("layerNorm", inputs: [x, weight, bias], output: y) { dy, wants in
    var gradients: [Tensor?] = [nil, nil, nil]
    if wants[0], let kept {
      // dx = (dx̂ − mean(dx̂) − x̂ mean(dx̂ x̂)) / deviation, dx̂ = dy · weight
      let dx = Tensor(shape: dy.shape, on: engine)
      engine.forRows(rows, columns: columns) { first, n in
        let at = first * columns
        kernel_layer_norm_backward(
          dy.pointer + at, kept.x.pointer + at, weight.pointer,
          kept.statistics.pointer + 2 * first, dx.pointer + at, n, columns)
      }
      gradients[0] = dx
    }
    if wants[1], let kept {
      // dWeight = Σ dy x̂
      let (dWeight, accumulates) = weightTarget.make()
      engine.forColumns(columns) { first, n in
        kernel_layer_norm_weight_gradient(
          dy.pointer + first, kept.x.pointer + first, kept.statistics.pointer,
          dWeight.pointer + first, rows, n, columns, accumulates)
      }
      gradients[1] = dWeight
    }
    if wants[2] { gradients[2] = columnSums(dy, for: biasTarget) }
    return gradients
  }
}
