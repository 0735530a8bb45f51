extension Tensor {
  /// a + b, of equal shapes.
  package static func + (a: Tensor, b: Tensor) -> Tensor {
    precondition(a.shape == b.shape, "+: \(a.shape) and \(b.shape)")
    let y = Tensor(shape: a.shape, on: a.engine)
    writeSum(of: a, b, into: y)
    return Tape.record("+", inputs: [a, b], output: y) { dy, _ in [dy, dy] }
  }
}
