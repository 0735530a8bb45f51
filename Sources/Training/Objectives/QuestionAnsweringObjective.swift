import Autograd
import Layers
import Tasks

/// A span of the context for each question, its first and last token chosen by softmax over the
/// tokens of a window.
///
/// Sequences are windows; an evaluation's examples are questions. A window that does not hold the
/// whole answer is taught the token for "no answer"; the windows of a question whose answers have
/// no place in the context are left out of training.
///
/// Source: Devlin et al. 2018, arXiv:1810.04805, sections 4.2 and 4.3.
package final class QuestionAnsweringObjective: SpanObjective {
  package static let name = "question answering"
  package static var scores: any Scores.Type { QuestionAnsweringScores.self }

  package let questions: EncodedQuestions
  package let dataset: Dataset
  package let settings: SpanSettings
  package let trained: [Int]?
  let states: TokenStates

  /// - Parameters:
  ///   - dataset: what was encoded.
  ///   - settings: how answers are chosen.
  package init(
    _ questions: EncodedQuestions, of dataset: Dataset, _ settings: SpanSettings,
    frozen: FrozenEncoding = FrozenEncoding()
  ) {
    (self.questions, self.dataset, self.settings) = (questions, dataset, settings)
    states = TokenStates(questions.windows, frozen: frozen)
    let labelled = questions.startLabels.map { labels in
      labels.indices.filter { labels[$0] != EncodedQuestions.unlabelled }
    }
    trained = labelled?.count == questions.windows.count ? nil : labelled
  }

  /// Those that data of this kind have.
  package var metrics: [String] {
    var keys = ["exact", "f1"]
    if case .questions(let kind) = dataset.content {
      if kind == .cmrc { keys.append("average") }
      if kind == .squad2 {
        let isAnswered = dataset.examples.map { $0.answers?.isEmpty == false }
        if isAnswered.contains(true) { keys += ["HasAns_exact", "HasAns_f1"] }
        if isAnswered.contains(false) { keys += ["NoAns_exact", "NoAns_f1"] }
        keys += ["best_exact", "best_f1"]
      }
    }
    return keys + OverlapScores.keys
  }

  package var count: Int { questions.windows.count }

  package func tokens(of window: Int) -> Int { questions.windows.length(window) }

  package func check(_ model: any LanguageModel, training: Bool) throws(TrainingError) {
    try checkHead(model)
    guard training else { return }
    if questions.startLabels == nil { throw .unlabelled }
    if trainedCount == 0 { throw .nothingToLearn(reason: placeless) }
  }

  private var placeless: String {
    let question = dataset.examples.first.map { " (id '\($0.id.string ?? $0.id.serialized())')" }
    return "no answer of '\(dataset.source)' stands in its context, from question 1"
      + (question ?? "") + " on"
  }

  package func rehearsing() -> any Objective {
    QuestionAnsweringObjective(
      questions, of: dataset, settings, frozen: states.frozen.rehearsing())
  }

  func label(of window: Int) -> (start: Int32, end: Int32)? {
    guard let starts = questions.startLabels, let ends = questions.endLabels else { return nil }
    return (starts[window], ends[window])
  }
}

extension QuestionAnsweringObjective {
  package func evaluation(of outputs: [Float]) -> Evaluation {
    let tokens = questions.windows.tokens
    precondition(outputs.count == 2 * tokens, "\(outputs.count) logits of \(tokens) tokens")
    var evaluation = Evaluation(examples: questions.count)
    evaluation.isOfNumbers = outputs.allSatisfy(\.isFinite)
    guard evaluation.isOfNumbers else { return evaluation }
    evaluation.answers = questions.answers(
      to: dataset, startLogits: (0..<tokens).map { outputs[2 * $0] },
      endLogits: (0..<tokens).map { outputs[2 * $0 + 1] }, settings)
    guard dataset.examples.allSatisfy({ $0.answers != nil }) else { return evaluation }
    let scores = QuestionAnsweringScores.score(evaluation.answers, of: dataset)
    evaluation.scores = scores
    evaluation.exampleScores = [
      ExampleScores(key: "exact", isBinary: true, values: scores.questions.map(\.exact)),
      ExampleScores(key: "f1", isBinary: false, values: scores.questions.map(\.f1)),
    ]
    evaluation.loss = loss(outputs)
    return evaluation
  }

  /// The mean over the windows that have a label.
  private func loss(_ outputs: [Float]) -> Double? {
    let windows = trained ?? Array(0..<count)
    guard !windows.isEmpty, let labels = labels(of: windows) else { return nil }
    let logits = windows.flatMap { window in
      let range = questions.windows.range(window)
      return outputs[2 * range.lowerBound..<2 * range.upperBound]
    }
    let losses = spanLosses(logits, labels)
    return losses.reduce(0, +) / Double(losses.count)
  }
}
