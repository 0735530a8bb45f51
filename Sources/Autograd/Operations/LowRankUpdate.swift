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
  let keptU = b.wantsGradient ? u : nil
  let (input, bTarget) = (ThinProduct(x, a), GradientTarget(b))
  return Tape.record("addingLowRank", inputs: [y, x, a, b], output: y) { dy, wants in
    var gradients: [Tensor?] = [dy, nil, nil, nil]
    if wants[1] || wants[2] {
      // du = s dy B
      let du = Tensor(shape: [rows, rank], on: engine)
      engine.multiply(MatrixView(dy), MatrixView(b), into: du.pointer, alpha: s)
      (gradients[1], gradients[2]) = input.gradients(du, wants[1], wants[2])
    }
    if wants[3], let keptU {
      // dB = s dyᵀ u
      gradients[3] = bTarget.product(MatrixView(dy).transposed, MatrixView(keptU), alpha: s)
    }
    return gradients
  }
}

/// u = x Aᵀ, and what the gradient of u gives for x and A.
struct ThinProduct {
  private let keptX: Tensor?
  private let a: Tensor
  private let shape: [Int]
  private let target: GradientTarget

  init(_ x: Tensor, _ a: Tensor) {
    (keptX, self.a, shape, target) = (a.wantsGradient ? x : nil, a, x.shape, GradientTarget(a))
  }

  func gradients(_ du: Tensor, _ wantsX: Bool, _ wantsA: Bool) -> (dx: Tensor?, dA: Tensor?) {
    var dx: Tensor?
    if wantsX {
      // dx = du A
      let gradient = Tensor(shape: shape, on: du.engine)
      du.engine.multiply(MatrixView(du), MatrixView(a), into: gradient.pointer)
      dx = gradient
    }
    guard wantsA, let keptX else { return (dx, nil) }
    // dA = duᵀ x
    return (dx, target.product(MatrixView(du).transposed, MatrixView(keptX)))
  }
}
