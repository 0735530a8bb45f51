import CKernels

extension Tensor {
  /// s x, for a constant s.
  package static func * (s: Float, x: Tensor) -> Tensor {
    let y = x.map { kernel_scale(s, $0, $1, $2) }
    return Tape.record("*", inputs: [x], output: y) { dy, _ in
      [dy.map { kernel_scale(s, $0, $1, $2) }]
    }
  }
}
