import CKernels

/// Softmax cross-entropy, scale · Σ −log softmax(logits)[label].
///
/// - Parameters:
///   - logits: [rows, classes]
///   - labels: a class for every row; −100 leaves the row out.
///   - scale: 1 / number of examples, for a mean.
/// - Returns: [1]
package func crossEntropy(_ logits: Tensor, labels: [Int32], scale: Float) -> Tensor {
  let (rows, classes) = logits.matrixShape
  precondition(
    labels.count == rows && labels.allSatisfy { $0 == -100 || (0 <= $0 && Int($0) < classes) },
    "crossEntropy: \(labels.count) labels for logits \(logits.shape)")
  let engine = logits.engine
  let losses = Tensor(shape: [rows], on: engine)
  let totals = Tensor(shape: [rows], on: engine)  // log Σ exp of each row
  labels.withUnsafeBufferPointer { labels in
    guard let labels = labels.baseAddress else { return }
    engine.forRows(rows, columns: classes) { first, n in
      kernel_cross_entropy(
        logits.pointer + first * classes, labels + first, losses.pointer + first,
        totals.pointer + first, n, classes)
    }
  }
  var sum = 0.0
  for row in 0..<rows { sum += Double(losses.pointer[row]) }
  let loss = Tensor([Float(Double(scale) * sum)], shape: [1], on: engine)
  return Tape.record("crossEntropy", inputs: [logits], output: loss) { dy, _ in
    // dLogits = scale (softmax − one-hot)
    let dLogits = Tensor(shape: [rows, classes], on: engine)
    let factor = scale * dy.pointer[0]
    labels.withUnsafeBufferPointer { labels in
      guard let labels = labels.baseAddress else { return }
      engine.forRows(rows, columns: classes) { first, n in
        let at = first * classes
        kernel_cross_entropy_backward(
          logits.pointer + at, labels + first, totals.pointer + first, factor,
          dLogits.pointer + at, n, classes)
      }
    }
    return [dLogits]
  }
}
