/// Exact match, 0 or 1, and F1, from 0 to 1, of one answer: what the official scores are means of.
package struct QuestionScore: Sendable, Equatable {
  package var exact: Double
  package var f1: Double

  package init(exact: Double, f1: Double) { (self.exact, self.f1) = (exact, f1) }

  /// The means of several as percentages; 0 of none.
  static func percentages(_ scores: [QuestionScore]) -> QuestionScore {
    let total = Double(max(1, scores.count))
    return QuestionScore(
      exact: 100 * scores.reduce(0) { $0 + $1.exact } / total,
      f1: 100 * scores.reduce(0) { $0 + $1.f1 } / total)
  }
}
