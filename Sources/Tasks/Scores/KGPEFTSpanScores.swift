/// Scores of token positions as the experiment of `preset="kg_peft"` computes them, quirks and all.
///
/// A prediction that covers the true span on both sides counts 0; one strictly inside it counts too
/// much, its precision may exceed 1. Each batch is averaged, then the batches, a short last one
/// like the others. `OverlapScores` has the scores as they should be.
///
/// Source: `metric4qa` of KG_peft, stage_1_qa.
package struct KGPEFTSpanScores: Scores, Equatable {
  package let accuracy: Double
  package let precision: Double
  package let recall: Double
  package let f1: Double

  package static let keys = ["accuracy", "precision", "recall", "f1"]
  package static let mainMetric = "f1"
  package static let higherIsBetter = true
  package var values: [(key: String, value: Double)] {
    [("accuracy", accuracy), ("precision", precision), ("recall", recall), ("f1", f1)]
  }

  /// A first and a last token; the last may stand before the first.
  package typealias Span = (first: Int, last: Int)

  package static func score(
    predictions: [Span], truths: [Span], batch: Int = 4
  ) -> KGPEFTSpanScores {
    precondition(
      predictions.count == truths.count && batch > 0,
      "KGPEFTSpanScores: \(predictions.count) predictions, \(truths.count) truths")
    let rows = zip(predictions, truths).map { row($0, $1) }
    var sums = [Double](repeating: 0, count: 4)
    let starts = stride(from: 0, to: rows.count, by: batch)
    for start in starts {
      let part = rows[start..<min(start + batch, rows.count)]
      for k in 0..<4 { sums[k] += part.reduce(0) { $0 + $1[k] } / Double(part.count) }
    }
    let batches = Double(max(1, (rows.count + batch - 1) / batch))
    return KGPEFTSpanScores(
      accuracy: sums[0] / batches, precision: sums[1] / batches, recall: sums[2] / batches,
      f1: sums[3] / batches)
  }

  /// Accuracy, precision, recall and F1 of one row.
  package static func row(_ predicted: Span, _ truth: Span) -> [Double] {
    let (start, end) = (predicted.first, predicted.last + 1)
    let (trueStart, trueEnd) = (truth.first, truth.last + 1)
    let touches =
      (trueStart <= start && start < trueEnd) || (trueStart < end && end <= trueEnd)
    guard touches, start < end, trueStart < trueEnd else { return [0, 0, 0, 0] }
    let (a, b) = (Double(trueEnd - start), Double(end - trueStart))
    let (shared, union) = (min(a, b), max(a, b))
    let precision = shared / Double(end - start)
    let recall = shared / Double(trueEnd - trueStart)
    return [shared / union, precision, recall, 2 * precision * recall / (precision + recall)]
  }
}
