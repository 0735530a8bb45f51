import CKernels

/// y + (g − 1) p + g s B A x, with a factor g for every output, formed in the memory of y.
///
/// What DoRA makes of a layer's output y when its own input x is dropped out and the layer's is
/// not: p = W x is then a product of its own. No other matrix of the output's size is formed.
///
/// Source: Liu et al. 2024, arXiv:2402.09353, eq. 5, with dropout as in PEFT `tuners/lora/dora.py`.
///
/// - Parameters:
///   - y: [rows, out]; nobody else may use it afterwards.
///   - p: [rows, out]
///   - x: [rows, in]
///   - a: [r, in]
///   - b: [out, r]
///   - g: [out]
/// - Returns: [rows, out]
package func addingLowRank(
  to y: Tensor, beside p: Tensor, _ x: Tensor, a: Tensor, b: Tensor, scaling s: Float, by g: Tensor
) -> Tensor {
  let (rows, outputs) = p.matrixShape
  let rank = a.shape[0]
  precondition(
    y.shape == p.shape && b.shape == [outputs, rank] && g.shape == [outputs]
      && x.shape == [rows, a.shape[1]],
    "addingLowRank: \(x.shape), \(a.shape), \(b.shape), \(g.shape), \(p.shape) to \(y.shape)")
  let engine = x.engine
  let beyond = Tensor(shape: [outputs], on: engine)  // g − 1
  let scaledB = Tensor(shape: b.shape, on: engine)  // g B
  for i in 0..<outputs {
    beyond.pointer[i] = g.pointer[i] - 1
    for k in i * rank..<(i + 1) * rank { scaledB.pointer[k] = g.pointer[i] * b.pointer[k] }
  }
  engine.forRows(rows, columns: outputs) { first, n in
    let at = first * outputs
    kernel_add_scaled_columns(p.pointer + at, beyond.pointer, y.pointer + at, n, outputs)
  }
  let u = Tensor(shape: [rows, rank], on: engine)  // x Aᵀ
  engine.multiply(MatrixView(x), MatrixView(a).transposed, into: u.pointer)
  engine.multiply(
    MatrixView(u), MatrixView(scaledB).transposed, into: y.pointer, alpha: s, beta: 1)
  let input = ThinProduct(x, a)
  let (bTarget, gTarget) = (GradientTarget(b), GradientTarget(g))
  return Tape.record("addingLowRank", inputs: [y, p, x, a, b, g], output: y) { dy, wants in
    var gradients: [Tensor?] = [dy, nil, nil, nil, nil, nil]
    if wants[1] {
      // dp = (g − 1) dy
      let dp = Tensor(shape: dy.shape, on: engine)
      engine.forRows(rows, columns: outputs) { first, n in
        let at = first * outputs
        kernel_scale_columns(dy.pointer + at, beyond.pointer, dp.pointer + at, n, outputs)
      }
      gradients[1] = dp
    }
    if wants[2] || wants[3] {
      // du = s dy (g B)
      let du = Tensor(shape: [rows, rank], on: engine)
      engine.multiply(MatrixView(dy), MatrixView(scaledB), into: du.pointer, alpha: s)
      (gradients[2], gradients[3]) = input.gradients(du, wants[2], wants[3])
    }
    guard wants[4] || wants[5] else { return gradients }
    let product = Tensor(shape: b.shape, on: engine)  // s dyᵀ u
    engine.multiply(MatrixView(dy).transposed, MatrixView(u), into: product.pointer, alpha: s)
    if wants[4] {
      // dB = g (s dyᵀ u)
      let (dB, accumulates) = bTarget.make()
      for i in 0..<dB.count {
        let gradient = g.pointer[i / rank] * product.pointer[i]
        dB.pointer[i] = accumulates ? dB.pointer[i] + gradient : gradient
      }
      gradients[4] = dB
    }
    if wants[5] {
      // dg = Σ over rows of dy (p + s B A x)
      let (dg, accumulates) = gTarget.make()
      engine.forColumns(outputs) { first, n in
        kernel_column_dots(
          dy.pointer + first, p.pointer + first, dg.pointer + first, rows, n, outputs, accumulates)
      }
      for i in 0..<product.count { dg.pointer[i / rank] += b.pointer[i] * product.pointer[i] }
      gradients[5] = dg
    }
    return gradients
  }
}
