import Language
import Layers
import Notebooks
import Tasks
import Tokenizers
import Training

/// How data sets become objectives, by the task of the model.
extension Session {
  /// What a model is for.
  func task(of runnable: Runnable, at span: Span) throws(Diagnostic) -> any TaskKind.Type {
    let head = runnable.model.specification.head
    if let task = taskKinds.first(where: { $0.head == head }) { return task }
    throw Diagnostic(
      code: "wrong-head", exit: 70,
      message: "a model without a head cannot be trained or scored: load it with task=…",
      span: span)
  }

  /// How a model reads: as asked, as trained with, or as its task has it by default.
  ///
  /// - Parameter subject: the model's name and place in the statement.
  func reading(
    _ options: some ArgumentValues, of runnable: Runnable, named subject: Spanned<String>
  ) throws(Diagnostic) -> ReadingSettings {
    let positions = runnable.model.specification.maximumPositions
    let task = taskKinds.first { $0.head == runnable.model.specification.head }
    try refuseOptions(options, of: task, named: subject)
    let allowed = min(positions, runnable.base.tokenizer?.tokenizer.modelMaxLength ?? positions)
    var reading =
      runnable.reading
      ?? ReadingSettings(maxLength: task?.defaultMaxLength(allowed: allowed) ?? allowed)
    if let asked = options.given("max_length"), let length = asked.value.int {
      guard length <= positions else {
        throw Diagnostic(
          code: "out-of-range", exit: 65,
          message: "max_length is \(length), but the model has \(positions) positions",
          span: asked.span, suggestion: "\(positions)")
      }
      reading.maxLength = length
    }
    try task?.read(options, into: &reading, of: runnable)
    return reading
  }

  /// Options that only other tasks have.
  private func refuseOptions(
    _ options: some ArgumentValues, of task: (any TaskKind.Type)?, named subject: Spanned<String>
  ) throws(Diagnostic) {
    let own = Set(task.map { $0.options + $0.fileOptions }?.map(\.name) ?? [])
    for other in taskKinds {
      for option in other.options + other.fileOptions where !own.contains(option.name) {
        guard options.has(option.name) else { continue }
        throw Diagnostic(
          code: "unexpected-argument", exit: 65,
          message: "'\(option.name)' is an option of \(other.word), but '\(subject.value)' is "
            + (task.map { "for " + $0.word } ?? "a model without a head"),
          span: options.wordSpan(of: option.name))
      }
    }
  }

  /// The objective of a model on a data set, with what its texts were read by.
  func work(_ request: TaskRequest) throws(Diagnostic) -> Work {
    try task(of: request.runnable, at: request.name.span).work(request, in: self)
  }

  /// Labels may be there to be learned, and the model made without saying so.
  func remarkUnusedLabels(_ request: TaskRequest) {
    guard case .classification = request.data.dataset.content else { return }
    let task = taskKinds.first { $0.head == request.runnable.model.specification.head }
    onRemark?(
      "the labels of '\(request.name.value)' are not used: this model is for \(task?.word ?? "texts"); "
        + "model … task=text-classification makes one that learns them")
  }

  /// The texts of a data set as ids, and a note where texts were cut.
  func encodedTexts(
    _ request: TaskRequest
  ) throws(Diagnostic) -> (encoded: EncodedDataset, notes: [String]) {
    let (name, maxLength) = (request.name, request.reading.maxLength)
    let tokenizer = try self.tokenizer(of: request.runnable.base, at: name.span)
    let encoded = try explain(at: name.span) {
      try encodings.encoded(request.data, tokenizer, maxLength: maxLength) { self.wasInterrupted }
    }
    try checkIDs(encoded.ids, request.runnable, at: name.span)
    guard encoded.truncated > 0 else { return (encoded, []) }
    let count = "\(encoded.truncated) of " + Figures.plural(encoded.count, "text")
    return (encoded, ["\(name.value): \(count) longer than \(maxLength) tokens, cut there"])
  }

  /// A tokenizer may name ids that the model has no row for.
  func checkIDs(_ ids: [Int32], _ runnable: Runnable, at span: Span) throws(Diagnostic) {
    let size = runnable.model.specification.vocabularySize
    guard let largest = ids.max(), Int(largest) >= size else { return }
    throw Diagnostic(
      code: "wrong-tokenizer", exit: 66,
      message: "the tokenizer gives id \(largest), but the model has \(size) tokens", span: span)
  }

  func tokenizer(of base: ModelObject, at span: Span) throws(Diagnostic) -> TokenizerObject {
    if let tokenizer = base.tokenizer { return tokenizer }
    throw Diagnostic(
      code: "missing-tokenizer", exit: 66,
      message: "the model of \(base.source) has no tokenizer: load it with tokenizer=NAME",
      span: span)
  }
}
