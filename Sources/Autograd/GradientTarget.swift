/// Where a backward forms the gradient of one of its inputs, without holding the input.
///
/// A parameter's gradient is added to in place: the sum over shards needs no second buffer as
/// large as the weight.
struct GradientTarget {
  private let shape: [Int]
  private let engine: Engine
  private weak var parameter: Parameter?

  init(_ input: Tensor) {
    (shape, engine) = (input.shape, input.engine)
    parameter = input.node == nil ? input.parameter : nil
  }

  /// - Returns: the memory, and whether it holds a sum to be added to; else it is uninitialised.
  func make() -> (gradient: Tensor, accumulates: Bool) {
    guard let parameter else { return (Tensor(shape: shape, on: engine), false) }
    if let gradient = parameter.gradient { return (gradient, true) }
    let gradient = Tensor(shape: shape, on: engine, kind: .gradients)
    parameter.gradient = gradient
    return (gradient, false)
  }

  /// The gradient α·a·b, added where it holds a sum.
  func product(_ a: MatrixView, _ b: MatrixView, alpha: Float = 1) -> Tensor {
    let (gradient, accumulates) = make()
    engine.multiply(a, b, into: gradient.pointer, alpha: alpha, beta: accumulates ? 1 : 0)
    return gradient
  }
}
