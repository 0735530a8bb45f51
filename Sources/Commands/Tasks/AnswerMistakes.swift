import Foundation
import Notebooks
import Tasks
import Training

/// Questions that a model answers with a span that is none of the references.
extension QuestionAnsweringTask {
  static let answersQuestions = true

  static func judges(_ content: DatasetContent) -> Bool { true }

  static func mistakes(_ evaluation: Evaluation, _ request: TaskRequest) -> [Mistake]? {
    guard let exact = evaluation.exampleScores.first(where: { $0.key == "exact" }),
      evaluation.answers.count == exact.values.count
    else { return nil }
    let examples = request.data.dataset.examples
    return examples.indices.filter { exact.values[$0] < 1 }.map { index in
      let answer = evaluation.answers[index]
      var mistake = Mistake(
        example: index, confidence: answer.probability, said: AnswerWords.said(answer.text),
        truth: AnswerWords.truth(examples[index]), text: [.init(text: examples[index].text)])
      mistake.place = Passage.place(answer.range, examples[index])
      return mistake
    }.surestFirst
  }
}

/// Questions that a model answers in words of its own that are none of the references.
extension TextGenerationTask {
  static let answersQuestions = true

  static func judges(_ content: DatasetContent) -> Bool {
    if case .questions = content { true } else { false }
  }

  static func mistakes(_ evaluation: Evaluation, _ request: TaskRequest) -> [Mistake]? {
    guard let exact = evaluation.exampleScores.first(where: { $0.key == "exact" }),
      evaluation.generated.count == exact.values.count
    else { return nil }
    let examples = request.data.dataset.examples
    return examples.indices.filter { exact.values[$0] < 1 }.map { index in
      let answer = evaluation.generated[index]
      var mistake = Mistake(
        example: index, confidence: exp(-answer.nll), said: AnswerWords.said(answer.text),
        truth: AnswerWords.truth(examples[index]), text: [.init(text: examples[index].text)])
      mistake.place = Passage.place(nil, examples[index])
      return mistake
    }.surestFirst
  }
}

extension Passage {
  /// The context around what a model found, else around what it should have found.
  fileprivate static func place(_ found: Range<Int>?, _ example: Example) -> [Mistake.Piece] {
    guard let pair = example.pair else { return [] }
    let context = CodePointText(pair)
    guard let range = found ?? example.answers?.lazy.compactMap(\.range).first,
      range.upperBound <= context.count
    else { return [] }
    return pieces(around: range, in: context)
  }
}

/// Answers as a sentence names them.
private enum AnswerWords {
  static func said(_ text: String) -> String { text.isEmpty ? "no answer" : quoted(text) }

  static func truth(_ example: Example) -> String {
    guard let first = example.answers?.first else { return "no answer" }
    return quoted(first.text)
  }

  private static func quoted(_ text: String) -> String {
    "\"" + Passage.beginning(text, 24) + "\""
  }
}
