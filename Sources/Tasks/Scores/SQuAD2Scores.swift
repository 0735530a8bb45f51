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

    package init(exact: Double, f1: Double, total: Int) {
      (self.exact, self.f1, self.total) = (exact, f1, total)
    }

    /// Nil of no questions.
    init?(_ questions: [QuestionScore]) {
      if questions.isEmpty { return nil }
      let mean = QuestionScore.percentages(questions)
      self.init(exact: mean.exact, f1: mean.f1, total: questions.count)
    }
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
    return SQuAD2Scores(
      zip(predictions, references).map { question($0, $1) }, predictions: predictions,
      references: references, noAnswerProbabilities: noAnswerProbabilities, threshold: threshold)
  }

  /// The same, from what each question scores before a threshold.
  package init(
    _ questions: [QuestionScore], predictions: [String], references: [[String]],
    noAnswerProbabilities: [Double]? = nil, threshold: Double = 1
  ) {
    let isAnswered = references.map { !$0.isEmpty }
    let final = questions.indices.map { i in
      guard let noAnswerProbabilities, noAnswerProbabilities[i] > threshold else {
        return questions[i]
      }
      let score: Double = isAnswered[i] ? 0 : 1
      return QuestionScore(exact: score, f1: score)
    }
    let best = noAnswerProbabilities.map { probabilities in
      let isEmpty = predictions.map(\.isEmpty)
      return (
        exact: Self.bestOverThresholds(questions.map(\.exact), isEmpty, isAnswered, probabilities),
        f1: Self.bestOverThresholds(questions.map(\.f1), isEmpty, isAnswered, probabilities)
      )
    }
    all = Part(final) ?? Part(exact: 0, f1: 0, total: 0)
    hasAnswer = Part(final.indices.filter { isAnswered[$0] }.map { final[$0] })
    noAnswer = Part(final.indices.filter { !isAnswered[$0] }.map { final[$0] })
    (bestExact, bestF1) = (best?.exact, best?.f1)
    alwaysNull = 100 * Double(isAnswered.count { !$0 }) / Double(max(1, questions.count))
  }

  /// The score of one question, the best over its references.
  package static func question(_ prediction: String, _ references: [String]) -> QuestionScore {
    let answer = SQuADAnswerText(prediction)
    var accepted = references.map(SQuADAnswerText.init).filter { !$0.isEmpty }
    if accepted.isEmpty { accepted = [SQuADAnswerText("")] }
    let f1 = accepted.map { reference in
      answer.isEmpty || reference.isEmpty
        ? (answer == reference ? 1 : 0) : answer.f1(reference)
    }
    return QuestionScore(exact: accepted.contains(answer) ? 1 : 0, f1: f1.max() ?? 0)
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
