/// Exact match and F1 of SQuAD 1.1, from 0 to 100.
///
/// Source: evaluate-v1.1.py, rajpurkar/SQuAD-explorer.
package struct SQuADScores: Scores, Equatable {
  package let exact: Double
  package let f1: Double
  package let total: Int

  package static let keys = ["exact", "f1"]
  package static let mainMetric = "f1"
  package static let higherIsBetter = true
  package var values: [(key: String, value: Double)] { [("exact", exact), ("f1", f1)] }

  /// - Parameters:
  ///   - predictions: an answer a question; nil, a question without one, counts 0.
  ///   - references: what each question accepts; the best counts.
  package static func score(predictions: [String?], references: [[String]]) -> SQuADScores {
    precondition(
      predictions.count == references.count,
      "SQuADScores: \(predictions.count) predictions, \(references.count) references")
    var (exact, f1) = (0.0, 0.0)
    for (prediction, references) in zip(predictions, references) {
      guard let prediction else { continue }
      let answer = SQuADAnswerText(prediction)
      let accepted = references.map(SQuADAnswerText.init)
      if accepted.contains(answer) { exact += 1 }
      f1 += accepted.map(answer.f1).max() ?? 0
    }
    let total = Double(max(1, predictions.count))
    return SQuADScores(
      exact: 100 * exact / total, f1: 100 * f1 / total, total: predictions.count)
  }
}
