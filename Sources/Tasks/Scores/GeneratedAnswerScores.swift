import Foundation

/// Scores of generated answers: exact match and token F1 as SQuAD 1.1 has them, from 0 to 100; the
/// mean ROUGE-L, from 0 to 1, best over the references; and the perplexity of the true answers.
package struct GeneratedAnswerScores: Scores, Equatable {
  package let exact: Double
  package let f1: Double
  package let rougeL: Double
  /// exp(Σ −log p / tokens) over the answers' tokens, the end token included; nil without them.
  package let perplexity: Double?
  /// What each question scores.
  package let questions: [QuestionScore]

  package static let keys = ["exact", "f1", "rouge_l", "perplexity"]
  package static let mainMetric = "f1"
  package static let higherIsBetter = true
  package var values: [(key: String, value: Double)] {
    [("exact", exact), ("f1", f1), ("rouge_l", rougeL)]
      + (perplexity.map { [("perplexity", $0)] } ?? [])
  }

  /// - Parameters:
  ///   - predictions: a generated text a question.
  ///   - references: what each question accepts; to one without any the empty
  ///     answer alone is right.
  ///   - lossSum: Σ −log p of the true answers' tokens.
  ///   - tokens: how many they are.
  package static func score(
    predictions: [String], references: [[String]], lossSum: Double = 0, tokens: Int = 0
  ) -> GeneratedAnswerScores {
    precondition(
      predictions.count == references.count,
      "GeneratedAnswerScores: \(predictions.count) predictions, \(references.count) references")
    var questions: [QuestionScore] = []
    var rouge = 0.0
    for (prediction, references) in zip(predictions, references) {
      let answer = SQuADAnswerText(prediction)
      let accepted = references.map(SQuADAnswerText.init)
      let isRightlyEmpty = references.isEmpty && answer.isEmpty
      questions.append(
        QuestionScore(
          exact: isRightlyEmpty || accepted.contains(answer) ? 1 : 0,
          f1: accepted.map(answer.f1).max() ?? (isRightlyEmpty ? 1 : 0)))
      rouge +=
        references.map { ROUGEL.score(prediction, $0) }.max() ?? (isRightlyEmpty ? 1 : 0)
    }
    let mean = QuestionScore.percentages(questions)
    return GeneratedAnswerScores(
      exact: mean.exact, f1: mean.f1, rougeL: rouge / Double(max(1, predictions.count)),
      perplexity: tokens == 0 ? nil : exp(lossSum / Double(tokens)), questions: questions)
  }
}
