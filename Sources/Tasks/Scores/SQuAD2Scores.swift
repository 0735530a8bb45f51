/// Exact match and F1 of SQuAD 2.0, from 0 to 100: of all questions, of those with an answer and of
/// those without; with the best that a threshold on the no-answer probability could reach, and what
/// answering nothing reaches.
///
/// Source: evaluate-v2.0.py, rajpurkar/SQuAD-explorer.
package struct SQuAD2Scores: Scores, Equatable {
  /// Scores of some of the questions.
  package struct Part: Sendable, Equatable {
    package let exact: Double
    package let f1: Double
    package let total: Int
  }

  /// The best score over all thresholds, and the no-answer probability at which it is reached.
  package struct Best: Sendable, Equatable {
    package let score: Double
    package let threshold: Double
  }

  package let all: Part
  /// Nil without such questions.
  package let hasAnswer: Part?
  package let noAnswer: Part?
  /// Nil without no-answer probabilities.
  package let bestExact: Best?
  package let bestF1: Best?
  /// Exact match and F1 alike of answering nothing to every question.
  package let alwaysNull: Double

  package static let keys = [
    "exact", "f1", "total", "HasAns_exact", "HasAns_f1", "HasAns_total", "NoAns_exact", "NoAns_f1",
    "NoAns_total", "best_exact", "best_exact_thresh", "best_f1", "best_f1_thresh", "always_null",
  ]
  package static let mainMetric = "f1"
  package static let higherIsBetter = true

  package var values: [(key: String, value: Double)] {
    var values: [(key: String, value: Double)] = []
    for (prefix, part) in [("", all), ("HasAns_", hasAnswer), ("NoAns_", noAnswer)] {
      guard let part else { continue }
      values += [
        (prefix + "exact", part.exact), (prefix + "f1", part.f1),
        (prefix + "total", Double(part.total)),
      ]
    }
    for (name, best) in [("best_exact", bestExact), ("best_f1", bestF1)] {
      guard let best else { continue }
      values += [(name, best.score), (name + "_thresh", best.threshold)]
    }
    return values + [("always_null", alwaysNull)]
  }

  /// - Parameters:
  ///   - predictions: an answer a question, empty for "no answer".
  ///   - references: what each question accepts; none when it has no answer.
  ///   - noAnswerProbabilities: one a question, rising with the model's belief in "no answer"; of
  ///     equal ones the earlier question comes first.
  ///   - threshold: above this probability the answer is taken for "no answer".
  package static func score(
    predictions: [String], references: [[String]], noAnswerProbabilities: [Double]? = nil,
    threshold: Double = 1
  ) -> SQuAD2Scores {
    precondition(
      predictions.count == references.count
        && noAnswerProbabilities?.count ?? references.count == references.count,
      "SQuAD2Scores: \(predictions.count) predictions, \(references.count) references")
    let hasAnswer = references.map { !$0.isEmpty }
    let raw = zip(predictions, references).map { Self.raw($0, $1) }
    let final = raw.indices.map { i in
      if let noAnswerProbabilities, noAnswerProbabilities[i] > threshold {
        let score: Double = hasAnswer[i] ? 0 : 1
        return (exact: score, f1: score)
      }
      return raw[i]
    }
    let best = noAnswerProbabilities.map { probabilities in
      let isEmpty = predictions.map(\.isEmpty)
      return (
        exact: bestOverThresholds(raw.map(\.exact), isEmpty, hasAnswer, probabilities),
        f1: bestOverThresholds(raw.map(\.f1), isEmpty, hasAnswer, probabilities)
      )
    }
    let answerable = hasAnswer.indices.filter { hasAnswer[$0] }
    let others = hasAnswer.indices.filter { !hasAnswer[$0] }
    return SQuAD2Scores(
      all: part(final, Array(final.indices)) ?? Part(exact: 0, f1: 0, total: 0),
      hasAnswer: part(final, answerable), noAnswer: part(final, others), bestExact: best?.exact,
      bestF1: best?.f1, alwaysNull: 100 * Double(others.count) / Double(max(1, raw.count)))
  }

  /// Scores of one question, the best over its references.
  private static func raw(
    _ prediction: String, _ references: [String]
  ) -> (exact: Double, f1: Double) {
    let answer = SQuADAnswerText(prediction)
    var accepted = references.map(SQuADAnswerText.init).filter { !$0.isEmpty }
    if accepted.isEmpty { accepted = [SQuADAnswerText("")] }
    let f1 = accepted.map { reference in
      answer.isEmpty || reference.isEmpty
        ? (answer == reference ? 1 : 0) : answer.f1(reference)
    }
    return (accepted.contains(answer) ? 1 : 0, f1.max() ?? 0)
  }

  private static func part(_ scores: [(exact: Double, f1: Double)], _ places: [Int]) -> Part? {
    if places.isEmpty { return nil }
    let total = Double(places.count)
    return Part(
      exact: 100 * places.reduce(0) { $0 + scores[$1].exact } / total,
      f1: 100 * places.reduce(0) { $0 + scores[$1].f1 } / total, total: places.count)
  }

  /// Walks the questions by rising no-answer probability, from "nothing is answered" on.
  private static func bestOverThresholds(
    _ scores: [Double], _ isEmpty: [Bool], _ hasAnswer: [Bool], _ probabilities: [Double]
  ) -> Best {
    var score = Double(hasAnswer.count { !$0 })
    var (greatest, threshold) = (score, 0.0)
    let order = scores.indices.sorted { a, b in
      (probabilities[a], a) < (probabilities[b], b)
    }
    for i in order {
      score += hasAnswer[i] ? scores[i] : isEmpty[i] ? 0 : -1
      if score > greatest { (greatest, threshold) = (score, probabilities[i]) }
    }
    return Best(score: 100 * greatest / Double(max(1, scores.count)), threshold: threshold)
  }
}
