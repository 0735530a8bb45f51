import Files
import Language
import Layers
import Notebooks
import Tasks
import Training

/// What models are for, in the order `task=` offers it. One file a task, one line here.
package var taskKinds: [any TaskKind.Type] {
  [
    TextClassificationTask.self,
    QuestionAnsweringTask.self,
    TokenClassificationTask.self,
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

  /// Options of `evaluate` that name further files to write.
  static var fileOptions: [OptionSpec] { get }

  /// Tokens a sequence at most, where nobody says.
  ///
  /// - Parameter allowed: what the model and its tokenizer allow.
  static func defaultMaxLength(allowed: Int) -> Int

  /// Its own options over what is remembered; `max_length` is in `reading` already.
  static func read(
    _ options: some ArgumentValues, into reading: inout ReadingSettings, of runnable: Runnable
  ) throws(Diagnostic)

  /// How it was read, beside `max_length`, for the record of a row.
  static func record(_ reading: ReadingSettings) -> [(String, JSON)]

  /// Whether a data set of this content may be scored or trained on.
  static func reads(_ content: DatasetContent) -> Bool

  /// A data set as an objective.
  static func work(_ request: TaskRequest, in session: Session) throws(Diagnostic) -> Work

  /// The scores that tables have a column for, and its title (a line feed stacks it); nil for every
  /// score under its own key.
  ///
  /// - Parameter keys: the scores that there are.
  static func columns(for keys: [String]) -> [ScoreColumn]?

  /// Tables of a comparison beside the columns: what cannot be said in one line a row.
  static func comparison(_ rows: [(title: String, evaluation: Evaluation)]) -> [[OutputPart]]

  /// What `evaluate` shows.
  static func report(_ evaluation: Evaluation, labels: [String]) -> [[OutputPart]]

  /// Whether answers to data of this content are right or wrong; asked before a model is run.
  static func judges(_ content: DatasetContent) -> Bool

  /// The examples that a model gets wrong, the most telling ones first; nil where no answer is
  /// right or wrong.
  static func mistakes(_ evaluation: Evaluation, _ request: TaskRequest) -> [Mistake]?

  /// Notes in some mistakes which words decided, at the cost of running the model on variants of
  /// their texts.
  static func findDecisiveWords(
    _ mistakes: inout [Mistake], _ request: TaskRequest, in session: Session
  ) throws(Diagnostic)

  /// Whether there is a file of predictions for it.
  static var writesPredictions: Bool { get }

  /// The text of a file of predictions; called where `writesPredictions` says so.
  ///
  /// - Parameter path: its ending may choose the format.
  static func predictions(
    _ evaluation: Evaluation, _ request: TaskRequest, path: String
  ) -> String

  /// The text of a file of `fileOptions`.
  static func file(
    _ option: String, _ evaluation: Evaluation, _ request: TaskRequest
  ) -> String

  /// Whether `ask` has something to show.
  static var answersQuestions: Bool { get }

  /// What `ask` shows.
  static func ask(
    _ question: Question, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult

  /// What `predict` shows of one text.
  static func predict(
    _ text: Spanned<String>, pair: String?, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult
}

extension TaskKind {
  package static func reads(_ content: DatasetContent) -> Bool { true }
  package static var options: [OptionSpec] { [] }
  package static var fileOptions: [OptionSpec] { [] }
  package static func defaultMaxLength(allowed: Int) -> Int { allowed }
  package static func read(
    _ options: some ArgumentValues, into reading: inout ReadingSettings, of runnable: Runnable
  ) {}
  package static func record(_ reading: ReadingSettings) -> [(String, JSON)] { [] }
  package static func columns(for keys: [String]) -> [ScoreColumn]? { nil }
  package static func comparison(
    _ rows: [(title: String, evaluation: Evaluation)]
  ) -> [[OutputPart]] { [] }
  package static func file(
    _ option: String, _ evaluation: Evaluation, _ request: TaskRequest
  ) -> String { "" }

  package static func judges(_ content: DatasetContent) -> Bool { false }
  package static var answersQuestions: Bool { false }

  package static func mistakes(
    _ evaluation: Evaluation, _ request: TaskRequest
  ) -> [Mistake]? { nil }

  package static func findDecisiveWords(
    _ mistakes: inout [Mistake], _ request: TaskRequest, in session: Session
  ) {}

  package static func ask(
    _ question: Question, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    throw Diagnostic(
      code: "wrong-head", exit: 70,
      message: "'\(request.name.value)' does not answer questions: load its model with "
        + "task=question-answering",
      span: request.name.span)
  }

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

/// A score with a column of its own in tables.
package struct ScoreColumn: Sendable, Equatable {
  let key: String
  let title: String
  /// Whether it runs from 0 to 100.
  let isPercentage: Bool

  init(_ key: String, title: String? = nil, isPercentage: Bool = false) {
    (self.key, self.title, self.isPercentage) = (key, title ?? key, isPercentage)
  }

  func part(_ value: Double) -> OutputPart { isPercentage ? .percentage(value) : .score(value) }
}

extension [ScoreColumn] {
  /// The columns of a task for the scores that there are.
  init(of task: (any TaskKind.Type)?, for keys: [String]) {
    guard let columns = task?.columns(for: keys) else {
      self = keys.map { ScoreColumn($0) }
      return
    }
    self = columns.filter { keys.contains($0.key) }
  }

  /// A row's cells; empty where a score is missing.
  func parts(_ values: [(key: String, value: Double)]) -> [OutputPart] {
    map { column in
      values.first { $0.key == column.key }.map { column.part($0.value) } ?? .text("")
    }
  }
}

/// The options that tasks have of their own, each once.
package var taskOptions: [OptionSpec] {
  var seen: Set<String> = []
  return taskKinds.flatMap { $0.options }.filter { seen.insert($0.name).inserted }
}

/// What is asked of a model.
package struct Question {
  let text: Spanned<String>
  /// What to read; nil where the statement gives nothing.
  let context: Spanned<String>?
}

/// How texts are read and answers are chosen: what an adapter was trained with, it remembers.
package struct ReadingSettings: Sendable, Equatable {
  /// Tokens a sequence at most.
  package var maxLength: Int
  /// Tokens by which windows over a context overlap; nil for what `maxLength` suggests.
  package var stride: Int?
  package var maxAnswerLength = 30
  package var nBest = 20
  package var nullThreshold = 0.0
  /// Whether "no answer" may be an answer to a question that belongs to no data set.
  package var allowsNoAnswer = true
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
  var data: DatasetObject
  /// The data set's name and place in the statement.
  var name: Spanned<String>
  var reading: ReadingSettings
  /// How a frozen encoder is run.
  var frozen = FrozenEncoding.once
  /// The batch over which `preset="kg_peft"` averages scores; nil without it.
  var presetBatch: Int?
  /// Whether a data set without labels is an error.
  var needsLabels = true

  var labels: [String] { runnable.model.specification.labels }

  /// The error of a data set whose examples are not what a task is for.
  func wrongContent(_ task: any TaskKind.Type, needs wanted: String) -> Diagnostic {
    let found =
      switch data.dataset.content {
      case .classification: "labelled texts"
      case .text: "texts"
      case .questions: "questions over contexts"
      case .tagging: "tagged sentences"
      }
    return Diagnostic(
      code: "bad-data", exit: 66,
      message: "'\(name.value)' holds \(found), but a model for \(task.word) needs \(wanted)",
      span: name.span)
  }

  /// The error of a data set that says nothing to learn from or to be scored by.
  func lacks(_ what: String) -> Diagnostic {
    Diagnostic(
      code: "bad-data", exit: 66, message: "'\(name.value)' has no \(what)", span: name.span)
  }
}

/// A data set made ready for a model.
package struct Work {
  let objective: any Objective
  let request: TaskRequest
  /// What a person should know of it: texts cut.
  let notes: [String]

  /// What should be known of several, and what became known while they were used; nothing twice.
  static func notes(_ works: [Work?]) -> [String] {
    let works = works.compactMap { $0 }
    var seen: Set<String> = []
    return (works.flatMap(\.notes) + works.flatMap(\.objective.remarks))
      .filter { seen.insert($0).inserted }
  }
}

extension TaskRequest {
  /// An error of labels that are not the model's says which these are.
  func diagnostic(for error: TaskError) -> Diagnostic {
    var diagnostic = Session.diagnostic(for: error, at: name.span)
    if case .unknownLabel = error {
      diagnostic.code = "unknown-label"
      diagnostic.note =
        "(the model's labels are \(labels.joined(separator: ", ")); "
        + "load it with labels=\(name.value))"
    }
    return diagnostic
  }
}
