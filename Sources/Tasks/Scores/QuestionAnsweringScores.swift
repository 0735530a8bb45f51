/// Scores of answers that are spans of their contexts: the official ones of the data set's kind,
/// and how far the places overlap.
package struct QuestionAnsweringScores: Scores {
  package let official: any Scores
  package let overlap: OverlapScores
  /// What each question scores by the official rules, in data order.
  package let questions: [QuestionScore]

  package static let keys: [String] = {
    var keys = SQuAD2Scores.keys
    keys += CMRCScores.keys.filter { !keys.contains($0) }
    return keys + OverlapScores.keys
  }()
  package static let mainMetric = "f1"
  package static let higherIsBetter = true
  package var values: [(key: String, value: Double)] { official.values + overlap.values }

  /// Scores what was answered to a data set of questions, all of which have references.
  ///
  /// The best thresholds are those of the answers as given, as the official script finds them in
  /// the files that `predictions=` writes.
  package static func score(_ answers: [SpanAnswer], of dataset: Dataset) -> QuestionAnsweringScores
  {
    guard case .questions(let kind) = dataset.content else {
      preconditionFailure("QuestionAnsweringScores: '\(dataset.source)' holds no questions")
    }
    let references = dataset.examples.map { $0.answers ?? [] }
    let texts = references.map { $0.map(\.text) }
    let predictions = answers.map(\.text)
    let questions = zip(predictions, texts).map { prediction, references in
      switch kind {
      case .squad1: SQuADScores.question(prediction, references)
      case .squad2: SQuAD2Scores.question(prediction, references)
      case .cmrc: CMRCScores.question(prediction, references)
      }
    }
    let official: any Scores =
      switch kind {
      case .squad1: SQuADScores(questions)
      case .squad2:
        SQuAD2Scores(
          questions, predictions: predictions, references: texts,
          noAnswerProbabilities: answers.map(\.noAnswerProbability))
      case .cmrc: CMRCScores(questions)
      }
    let places = references.map { answers -> [Range<Int>]? in
      let places = answers.compactMap(\.range)
      return places.isEmpty && !answers.isEmpty ? nil : places
    }
    return QuestionAnsweringScores(
      official: official,
      overlap: OverlapScores.score(predictions: answers.map(\.range), references: places),
      questions: questions)
  }
}
