import CKernels

/// The elementwise product of two tensors of equal shapes.
package func multiply(_ a: Tensor, _ b: Tensor) -> Tensor {
  precondition(a.shape == b.shape, "multiply: \(a.shape) and \(b.shape)")
  func product(_ x: Tensor, _ y: Tensor) -> Tensor {
    x.map(with: y) { kernel_multiply($0, $1, $2, $3) }
  }
  let keptA = b.wantsGradient ? a : nil
  let keptB = a.wantsGradient ? b : nil
  return Tape.record("multiply", inputs: [a, b], output: product(a, b)) { dy, wants in
    [
      wants[0] ? keptB.map { product(dy, $0) } : nil,
      wants[1] ? keptA.map { product(dy, $0) } : nil,
    ]
  }
}
