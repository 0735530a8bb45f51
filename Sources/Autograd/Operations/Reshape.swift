/// The same numbers under another shape, in the same memory.
///
/// - Parameter x: any shape.
/// - Returns: `shape`, of as many elements.
package func reshaped(_ x: Tensor, _ shape: [Int]) -> Tensor {
  precondition(shape.reduce(1, *) == x.count, "reshaped: \(x.shape) to \(shape)")
  let (before, engine) = (x.shape, x.engine)
  let y = Tensor(storage: x.storage, shape: shape, on: engine)
  return Tape.record("reshaped", inputs: [x], output: y) { dy, _ in
    [Tensor(storage: dy.storage, shape: before, on: engine)]
  }
}
