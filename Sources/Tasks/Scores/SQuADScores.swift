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
    return SQuADScores(zip(predictions, references).map { question($0, $1) })
  }

  /// - Parameter questions: what each question scores.
  package init(_ questions: [QuestionScore]) {
    let mean = QuestionScore.percentages(questions)
    (exact, f1, total) = (mean.exact, mean.f1, questions.count)
  }

  /// The score of one question, the best over its references.
  package static func question(_ prediction: String?, _ references: [String]) -> QuestionScore {
    guard let prediction else { return QuestionScore(exact: 0, f1: 0) }
    let answer = SQuADAnswerText(prediction)
    let accepted = references.map(SQuADAnswerText.init)
    return QuestionScore(
      exact: accepted.contains(answer) ? 1 : 0, f1: accepted.map(answer.f1).max() ?? 0)
  }
}
