/// y = x Wᵀ + b.
///
/// A frozen weight keeps nothing of x.
///
/// - Parameters:
///   - x: [rows, in]
///   - weight: [out, in]
///   - bias: [out]
/// - Returns: [rows, out]
package func linear(_ x: Tensor, weight: Tensor, bias: Tensor? = nil) -> Tensor {
  let (rows, inputs) = x.matrixShape
  let outputs = weight.shape[0]
  precondition(
    weight.shape == [outputs, inputs] && (bias == nil || bias?.shape == [outputs]),
    "linear: input \(x.shape), weight \(weight.shape), bias \(bias?.shape ?? [])")
  let engine = x.engine
  let y = Tensor(shape: [rows, outputs], on: engine)
  engine.multiply(
    MatrixView(x), MatrixView(weight).transposed, into: y.pointer,
    bias: bias.map { UnsafePointer($0.pointer) })
  let keptX = weight.wantsGradient ? x : nil
  let keptWeight = x.wantsGradient ? weight : nil
  let weightTarget = GradientTarget(weight)
  let biasTarget = bias.map(GradientTarget.init)
  return Tape.record("linear", inputs: [x, weight] + (bias.map { [$0] } ?? []), output: y) {
    dy, wants in
    var gradients: [Tensor?] = [nil, nil]
    if wants[0], let keptWeight {
      // dx = dy W
      let dx = Tensor(shape: [rows, inputs], on: engine)
      engine.multiply(MatrixView(dy), MatrixView(keptWeight), into: dx.pointer)
      gradients[0] = dx
    }
    if wants[1], let keptX {
      // dW = dyᵀ x
      gradients[1] = weightTarget.product(MatrixView(dy).transposed, MatrixView(keptX))
    }
    if let biasTarget { gradients.append(wants[2] ? columnSums(dy, for: biasTarget) : nil) }
    return gradients
  }
}
