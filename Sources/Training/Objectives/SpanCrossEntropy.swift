import Autograd
import Foundation

/// Where the answers of packed windows begin and end.
package struct SpanLabels: Sendable {
  /// Where each window starts, and after the last one the number of tokens.  [windows + 1]
  package var offsets: [Int32]
  /// The answer's first and last token, counted from its window's first.  [windows]
  package var starts: [Int32]
  package var ends: [Int32]

  package init(offsets: [Int32], starts: [Int32], ends: [Int32]) {
    (self.offsets, self.starts, self.ends) = (offsets, starts, ends)
  }
}

/// Cross-entropy of a start and an end over each window's own tokens,
/// scale · Σ ½ (−log softmax(start logits)[start] − log softmax(end logits)[end]).
///
/// Source: Devlin et al. 2018, arXiv:1810.04805, section 4.2; halved as in transformers'
/// `ForQuestionAnsweringLoss`, whose softmax would run over the padding of a batch too.
///
/// - Parameters:
///   - logits: [tokens, 2], a start and an end logit a token.
///   - scale: 1 / number of windows, for a mean.
/// - Returns: [1]
package func spanCrossEntropy(_ logits: Tensor, _ labels: SpanLabels, scale: Float) -> Tensor {
  precondition(
    logits.shape.count == 2 && logits.shape[1] == 2
      && Int(labels.offsets.last ?? 0) == logits.shape[0]
      && labels.starts.count == labels.offsets.count - 1,
    "spanCrossEntropy: \(labels.starts.count) windows for logits \(logits.shape)")
  let losses = spanLosses(logits.values, labels)
  let loss = Tensor(
    [Float(Double(scale) * losses.reduce(0, +))], shape: [1], on: logits.engine)
  return Tape.record("spanCrossEntropy", inputs: [logits], output: loss) { dy, _ in
    // dLogits = scale / 2 (softmax − one-hot), each column over its window
    let dLogits = Tensor(shape: logits.shape, on: logits.engine)
    let factor = Double(scale) * Double(dy.pointer[0]) / 2
    for window in labels.starts.indices {
      let rows = Int(labels.offsets[window])..<Int(labels.offsets[window + 1])
      for (column, label) in [labels.starts[window], labels.ends[window]].enumerated() {
        let (greatest, sum) = columnTotal(logits.pointer, rows, column)
        for row in rows {
          let p = exp(Double(logits.pointer[2 * row + column]) - greatest) / sum
          let target: Double = row - rows.lowerBound == Int(label) ? 1 : 0
          dLogits.pointer[2 * row + column] = Float(factor * (p - target))
        }
      }
    }
    return [dLogits]
  }
}

/// The loss of each window, outside any tape.
///
/// - Parameter logits: [tokens, 2]
package func spanLosses(_ logits: [Float], _ labels: SpanLabels) -> [Double] {
  logits.withUnsafeBufferPointer { logits in
    guard let logits = logits.baseAddress else { return [] }
    return labels.starts.indices.map { window in
      let rows = Int(labels.offsets[window])..<Int(labels.offsets[window + 1])
      var loss = 0.0
      for (column, label) in [labels.starts[window], labels.ends[window]].enumerated() {
        let (greatest, sum) = columnTotal(logits, rows, column)
        let own = Double(logits[2 * (rows.lowerBound + Int(label)) + column])
        loss += log(sum) + greatest - own
      }
      return loss / 2
    }
  }
}

/// The greatest logit of a window's column, and Σ exp(logit − greatest).
private func columnTotal(
  _ logits: UnsafePointer<Float>, _ rows: Range<Int>, _ column: Int
) -> (greatest: Double, sum: Double) {
  var greatest = -Double.infinity
  for row in rows { greatest = max(greatest, Double(logits[2 * row + column])) }
  var sum = 0.0
  for row in rows { sum += exp(Double(logits[2 * row + column]) - greatest) }
  return (greatest, sum)
}
