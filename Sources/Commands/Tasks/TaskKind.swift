import Language
import Layers
import Notebooks
import Tasks
import Training

/// What models are for, in the order `task=` offers it. One file a task, one line here.
package var taskKinds: [any TaskKind.Type] {
  [
    TextClassificationTask.self,
    FillMaskTask.self,
    TextGenerationTask.self,
  ]
}

/// What a model with a certain head is for: how a data set becomes an objective, and how what the
/// model says is shown and written.
package protocol TaskKind {
  /// As `task=` spells it.
  static var word: String { get }
  static var head: HeadKind { get }

  /// Options of its own, beside `max_length`, that say how texts are read and answers are chosen:
  /// verbs that read data take those of every task.
  static var options: [OptionSpec] { get }

  /// Tokens a sequence at most, where nobody says.
  ///
  /// - Parameter allowed: what the model and its tokenizer allow.
  static func defaultMaxLength(allowed: Int) -> Int

  /// Its own options over what is remembered; `max_length` is in `reading` already.
  static func read(
    _ options: some ArgumentValues, into reading: inout ReadingSettings
  ) throws(Diagnostic)

  /// A data set as an objective.
  static func work(_ request: TaskRequest, in session: Session) throws(Diagnostic) -> Work

  /// What `evaluate` shows.
  static func report(_ evaluation: Evaluation, labels: [String]) -> [[OutputPart]]

  /// Whether there is a file of predictions for it.
  static var writesPredictions: Bool { get }

  /// The text of a file of predictions; called where `writesPredictions` says so.
  ///
  /// - Parameter path: its ending may choose the format.
  static func predictions(
    _ evaluation: Evaluation, _ request: TaskRequest, path: String
  ) -> String

  /// What `predict` shows of one text.
  static func predict(
    _ text: Spanned<String>, pair: String?, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult
}

extension TaskKind {
  package static var options: [OptionSpec] { [] }
  package static func defaultMaxLength(allowed: Int) -> Int { allowed }
  package static func read(
    _ options: some ArgumentValues, into reading: inout ReadingSettings
  ) {}

  package static func report(_ evaluation: Evaluation, labels: [String]) -> [[OutputPart]] {
    scoreTable(evaluation)
  }

  package static var writesPredictions: Bool { false }
  package static func predictions(
    _ evaluation: Evaluation, _ request: TaskRequest, path: String
  ) -> String { "" }

  /// Before anything is computed.
  static func checkWritesPredictions(at span: Span) throws(Diagnostic) {
    guard !writesPredictions else { return }
    throw Diagnostic(
      code: "wrong-head", exit: 70,
      message: "a model for \(word) makes no predictions to write", span: span)
  }

  /// The number of examples and every score, in one row.
  static func scoreTable(_ evaluation: Evaluation) -> [[OutputPart]] {
    var table = OutputTable(["examples"] + evaluation.values.map(\.key))
    table.append([.given(evaluation.examples)] + evaluation.values.map { .score($0.value) })
    return table.lines
  }
}

/// How texts are read and answers are chosen: what an adapter was trained with, it remembers.
package struct ReadingSettings: Sendable, Equatable {
  /// Tokens a sequence at most.
  package var maxLength: Int
  /// Of decoders.
  package var answers = AnswerReading()

  package init(maxLength: Int) { self.maxLength = maxLength }
}

/// A model that is to do something, and where the statement names it.
package struct SubjectRequest {
  let runnable: Runnable
  let name: Spanned<String>
  let reading: ReadingSettings

  var labels: [String] { runnable.model.specification.labels }
}

/// A data set that a model is to be trained or scored on.
package struct TaskRequest {
  let runnable: Runnable
  let data: DatasetObject
  /// The data set's name and place in the statement.
  let name: Spanned<String>
  let reading: ReadingSettings
  /// Whether a data set without labels is an error.
  var needsLabels = true

  var labels: [String] { runnable.model.specification.labels }
}

/// A data set made ready for a model.
package struct Work {
  let objective: any Objective
  let request: TaskRequest
  /// What a person should know of it: texts cut.
  let notes: [String]
}
