import CKernels

/// Inverted dropout: an element is zero with the given probability, else scaled by 1 / (1 − p).
///
/// Active only on a tape. Whether an element stays is a function of the tape's key, the key and the
/// element's index; the mask is computed again in the backward, never stored.
///
/// Source: Srivastava et al. 2014, JMLR 15, section 4.
///
/// - Parameters:
///   - x: any shape.
///   - probability: in [0, 1).
/// - Returns: the shape of `x`.
package func dropout(_ x: Tensor, probability: Float, key: RandomKey) -> Tensor {
  precondition(probability >= 0 && probability < 1, "dropout: probability \(probability)")
  guard let tape = x.tape, probability > 0 else { return x }
  let mask = DropoutMask(probability: probability, key: tape.key[key])
  return Tape.record("dropout", inputs: [x], output: mask.applied(to: x)) { dy, _ in
    [mask.applied(to: dy)]
  }
}

/// Which elements stay.
struct DropoutMask {
  let key: RandomKey
  /// An element whose random word is below it is dropped.
  let threshold: UInt32
  let scale: Float

  init(probability: Float, key: RandomKey) {
    self.key = key
    threshold = UInt32(Double(probability) * 0x1p32)
    scale = 1 / (1 - probability)
  }

  func applied(to x: Tensor) -> Tensor {
    let y = Tensor(shape: x.shape, on: x.engine)
    x.engine.forElements(x.count) { start, n in
      kernel_dropout(
        key.key, key.stream, UInt64(start), threshold, scale, x.pointer + start,
        y.pointer + start, n)
    }
    return y
  }
}
