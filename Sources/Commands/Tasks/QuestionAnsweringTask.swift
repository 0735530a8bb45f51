import Files
import Language
import Layers
import Notebooks
import Tasks
import Tokenizers
import Training

/// A span of the context for each question.
enum QuestionAnsweringTask: TaskKind {
  static let word = "question-answering"
  static let head = HeadKind.questionAnswering
  /// What run_qa of transformers reads at once, and how far its windows overlap.
  private static let usualLength = 384
  private static let usualStride = 128

  static func defaultMaxLength(allowed: Int) -> Int { min(usualLength, allowed) }

  static var options: [OptionSpec] {
    [
      OptionSpec(
        "stride", .wholeNumber(from: 0),
        meaning: "tokens by which windows over a long context overlap; default 128, at most a "
          + "third of max_length",
        synonyms: ["doc_stride"]),
      OptionSpec(
        "max_answer_length", .wholeNumber(from: 1), fallback: "30",
        meaning: "tokens an answer at most", synonyms: ["max_answer_len"]),
      OptionSpec(
        "n_best", .wholeNumber(from: 1, to: 10_000), fallback: "20",
        meaning: "candidates to list; the best is the best of all spans",
        synonyms: ["n_best_size", "top_k"]),
      OptionSpec(
        "null_threshold", .number(from: -1e6, to: 1e6), fallback: "0.0",
        meaning: "no answer is given where its score exceeds the best span's by more",
        synonyms: ["null_score_diff_threshold"]),
    ]
  }

  static var fileOptions: [OptionSpec] {
    [
      OptionSpec(
        "na_probs", .path, meaning: "a file for each question's probability of no answer",
        synonyms: ["na_prob_file"], affectsResult: false)
    ]
  }

  static func read(
    _ options: some ArgumentValues, into reading: inout ReadingSettings, of runnable: Runnable
  ) throws(Diagnostic) {
    if options.has("max_length"), !options.has("stride") { reading.stride = nil }
    if let given = options.given("stride"), let stride = given.value.int {
      try check(stride, at: given.span, reading.maxLength, runnable)
      reading.stride = stride
    }
    if options.has("max_answer_length"), let length = options.int("max_answer_length") {
      reading.maxAnswerLength = length
    }
    if options.has("n_best"), let count = options.int("n_best") { reading.nBest = count }
    if options.has("null_threshold"), let threshold = options.double("null_threshold") {
      reading.nullThreshold = threshold
    }
  }

  /// Windows have to advance.
  private static func check(
    _ stride: Int, at span: Span, _ maxLength: Int, _ runnable: Runnable
  ) throws(Diagnostic) {
    guard let tokenizer = runnable.base.tokenizer?.tokenizer else { return }
    let special = tokenizer.encode("a", pair: "a", maxLength: nil).sequence.count { $0 < 0 }
    guard stride >= maxLength - special else { return }
    throw Diagnostic(
      code: "out-of-range", exit: 65,
      message: TaskError.stride(stride, maxLength: maxLength, special: special).description,
      span: span, suggestion: "\(min(usualStride, maxLength / 3))")
  }

  static func record(_ reading: ReadingSettings) -> [(String, JSON)] {
    [
      ("stride", .integer(stride(reading))),
      ("max_answer_length", .integer(reading.maxAnswerLength)),
      ("n_best", .integer(reading.nBest)), ("null_threshold", .number(reading.nullThreshold)),
    ]
  }

  static func stride(_ reading: ReadingSettings) -> Int {
    reading.stride ?? min(usualStride, reading.maxLength / 3)
  }

  static func settings(_ reading: ReadingSettings, allowsNoAnswer: Bool) -> SpanSettings {
    var settings = SpanSettings(allowsNoAnswer: allowsNoAnswer)
    settings.maxAnswerLength = reading.maxAnswerLength
    settings.nBest = reading.nBest
    settings.nullThreshold = reading.nullThreshold
    return settings
  }

  static func reads(_ content: DatasetContent) -> Bool {
    switch content {
    case .questions: true
    default: false
    }
  }

  static func work(_ request: TaskRequest, in session: Session) throws(Diagnostic) -> Work {
    var request = request
    let (dataset, name) = (request.data.dataset, request.name)
    guard case .questions(let kind) = dataset.content else {
      throw request.wrongContent(Self.self, needs: "questions over contexts")
    }
    if request.needsLabels, dataset.examples.contains(where: { $0.answers == nil }) {
      throw request.lacks("answers")
    }
    if let batch = request.presetBatch { return try kgPEFT(request, batch: batch, in: session) }
    request.reading.allowsNoAnswer = kind.allowsNoAnswer
    let reading = request.reading
    let tokenizer = try session.tokenizer(of: request.runnable.base, at: name.span)
    let questions = try session.explain(at: name.span) {
      try session.encodings.questions(
        request.data, tokenizer, maxLength: reading.maxLength, stride: stride(reading),
        shrinks: reading.stride == nil
      ) { session.wasInterrupted }
    }
    try session.checkIDs(questions.windows.ids, request.runnable, at: name.span)
    let objective = QuestionAnsweringObjective(
      questions, of: dataset, settings(reading, allowsNoAnswer: kind.allowsNoAnswer),
      frozen: request.frozen)
    return Work(
      objective: objective, request: request, notes: notes(objective, name.value, reading))
  }

  /// The rows of `preset="kg_peft"`.
  private static func kgPEFT(
    _ request: TaskRequest, batch: Int, in session: Session
  ) throws(Diagnostic) -> Work {
    let name = request.name
    let tokenizer = try session.tokenizer(of: request.runnable.base, at: name.span)
    let rows = try session.explain(at: name.span) {
      try encodeKGPEFTRows(
        request.data.dataset, with: tokenizer.tokenizer, maxLength: request.reading.maxLength
      ) { session.wasInterrupted }
    }
    guard rows.count > 0 else {
      throw request.lacks(
        "answer that stands in its row by the rules of preset=kg_peft"
          + (rows.recased > 0 ? "; the tokenizer changes their letter case" : ""))
    }
    try session.checkIDs(rows.tokens.ids, request.runnable, at: name.span)
    var request = request
    request.reading.allowsNoAnswer = false
    var note = "\(name.value): \(Figures.plural(rows.count, "row")) of an answer each"
    if rows.dropped > 0 { note += ", \(Figures.count(rows.dropped)) dropped" }
    if rows.recased > 0 {
      note += " (\(Figures.count(rows.recased)) because the tokenizer changes their letter case)"
    }
    if rows.tokens.truncated > 0 { note += ", \(Figures.count(rows.tokens.truncated)) cut" }
    return Work(
      objective: KGPEFTSpanObjective(rows, batch: batch, frozen: request.frozen),
      request: request, notes: [note])
  }

  private static func notes(
    _ objective: QuestionAnsweringObjective, _ name: String, _ reading: ReadingSettings
  ) -> [String] {
    var notes: [String] = []
    let questions = objective.questions
    if questions.windows.truncated > 0 {
      notes.append(
        "\(name): \(questions.windows.truncated) of "
          + "\(Figures.plural(questions.count, "question")) in several windows of "
          + "\(reading.maxLength) tokens, \(Figures.count(questions.windows.count)) windows in all")
    }
    let placeless = objective.dataset.examples.count { example in
      example.answers.map { !$0.isEmpty && $0.allSatisfy { $0.start == nil } } ?? false
    }
    if placeless > 0 {
      notes.append(
        "\(name): \(Figures.plural(placeless, "question")) whose answers have no place in the "
          + "context: scored, and left out of training")
    }
    return notes
  }

  static let writesPredictions = true

  static func predictions(
    _ evaluation: Evaluation, _ request: TaskRequest, path: String
  ) -> String {
    AnswersFile.text(evaluation.answers, to: request.data.dataset, path: path)
  }

  static func file(
    _ option: String, _ evaluation: Evaluation, _ request: TaskRequest
  ) -> String {
    AnswersFile.noAnswerProbabilities(evaluation.answers, to: request.data.dataset)
  }

  static func predict(
    _ text: Spanned<String>, pair: String?, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    throw Diagnostic(
      code: "wrong-head", exit: 70,
      message: "'\(request.name.value)' answers questions: "
        + "ask \(request.name.value) \"…\" context=\"…\"",
      span: request.name.span)
  }
}
