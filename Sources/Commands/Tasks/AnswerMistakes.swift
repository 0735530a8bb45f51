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
      if let range = answer.range, let context = examples[index].pair {
        mistake.place = Passage.pieces(around: range, in: CodePointText(context))
      }
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
      return Mistake(
        example: index, confidence: exp(-answer.nll), said: AnswerWords.said(answer.text),
        truth: AnswerWords.truth(examples[index]), text: [.init(text: examples[index].text)])
    }.surestFirst
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
    let flat = Passage.flat(text)
    guard flat.unicodeScalars.count > 24 else { return "\"\(flat)\"" }
    return "\"" + String(String.UnicodeScalarView(flat.unicodeScalars.prefix(23))) + "…\""
  }
}
