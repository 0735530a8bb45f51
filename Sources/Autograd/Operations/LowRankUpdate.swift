/// y + s B A x, formed in the memory of y: the update of a layer's output by two thin factors.
///
/// One operation, because as four (two products, a scale, a sum) it reads and writes matrices of
/// the output's size three times more than its arithmetic takes.
///
/// Source: Hu et al. 2021, arXiv:2106.09685, section 4.1.
///
/// - Parameters:
///   - y: [rows, out]; nobody else may use it afterwards.
///   - x: [rows, in]
///   - a: [r, in]
///   - b: [out, r]
/// - Returns: [rows, out]
package func addingLowRank(
  to y: Tensor, _ x: Tensor, a: Tensor, b: Tensor, scaling s: Float
) -> Tensor {
  let (rows, inputs) = x.matrixShape
  let (rank, outputs) = (a.shape[0], b.shape[0])
  precondition(
    y.shape == [rows, outputs] && a.shape == [rank, inputs] && b.shape == [outputs, rank],
    "addingLowRank: \(x.shape), \(a.shape), \(b.shape) to \(y.shape)")
  let engine = x.engine
  let u = Tensor(shape: [rows, rank], on: engine)  // x Aᵀ
  engine.multiply(MatrixView(x), MatrixView(a).transposed, into: u.pointer)
  engine.multiply(MatrixView(u), MatrixView(b).transposed, into: y.pointer, alpha: s, beta: 1)
  let (keptX, keptU) = (a.wantsGradient ? x : nil, b.wantsGradient ? u : nil)
  let (aTarget, bTarget) = (GradientTarget(a), GradientTarget(b))
  return Tape.record("addingLowRank", inputs: [y, x, a, b], output: y) { dy, wants in
    var gradients: [Tensor?] = [dy, nil, nil, nil]
    // du = s dy B
    let du = Tensor(shape: [rows, rank], on: engine)
    if wants[1] || wants[2] {
      engine.multiply(MatrixView(dy), MatrixView(b), into: du.pointer, alpha: s)
    }
    if wants[1] {
      // dx = du A
      let dx = Tensor(shape: [rows, inputs], on: engine)
      engine.multiply(MatrixView(du), MatrixView(a), into: dx.pointer)
      gradients[1] = dx
    }
    if wants[2], let keptX {
      // dA = duᵀ x
      gradients[2] = aTarget.product(MatrixView(du).transposed, MatrixView(keptX))
    }
    if wants[3], let keptU {
      // dB = s dyᵀ u
      gradients[3] = bTarget.product(MatrixView(dy).transposed, MatrixView(keptU), alpha: s)
    }
    return gradients
  }
}
