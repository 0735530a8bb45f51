import Files
import Language
import Layers
import Notebooks
import Tasks
import Training

/// Texts written token by token: plain texts are learnt as they stand, questions are answered.
enum TextGenerationTask: TaskKind {
  static let word = "text-generation"
  static let head = HeadKind.causalLanguageModelling
  static var options: [OptionSpec] { AnswerReading.options }

  /// As `run_clm.py` of transformers: positions of recent decoders are more than a text needs.
  static func defaultMaxLength(allowed: Int) -> Int { min(allowed, 1024) }

  static func read(
    _ options: some ArgumentValues, into reading: inout ReadingSettings, of runnable: Runnable
  ) throws(Diagnostic) {
    try reading.answers.read(options)
  }

  static func record(_ reading: ReadingSettings) -> [(String, JSON)] {
    guard case .given(let template) = reading.answers.choice else { return [] }
    return [
      ("template", .string(template.shown)), ("max_tokens", .integer(reading.answers.maxTokens)),
      ("no_answer", .string(reading.answers.noAnswer)),
    ]
  }

  static var columns: [ScoreColumn]? {
    [
      ScoreColumn("exact", isPercentage: true), ScoreColumn("f1", isPercentage: true),
      ScoreColumn("rouge_l"), ScoreColumn("loss"), ScoreColumn("perplexity"),
    ]
  }

  static func work(_ request: TaskRequest, in session: Session) throws(Diagnostic) -> Work {
    if case .questions = request.data.dataset.content { return try answers(request, in: session) }
    guard request.needsLabels else { return try continuations(request, in: session) }
    let tokenizer = try session.tokenizer(of: request.runnable.base, at: request.name.span)
    let packed = try session.explain(at: request.name.span) {
      try session.encodings.packed(
        request.data, tokenizer, maxLength: request.reading.maxLength
      ) { session.wasInterrupted }
    }
    try session.checkIDs(packed.ids, request.runnable, at: request.name.span)
    let texts = Figures.plural(packed.texts.count, "text")
    let note =
      "\(request.name.value): \(texts), \(Figures.plural(packed.targets, "token")) to predict, in "
      + Figures.plural(packed.count, "sequence") + " of up to \(request.reading.maxLength)"
    return Work(
      objective: CausalLanguageModelingObjective(packed, frozen: request.frozen), request: request,
      notes: [note] + unusedLabels(request))
  }

  /// Said where labels are more than what a column happens to be called.
  private static func unusedLabels(_ request: TaskRequest) -> [String] {
    let dataset = request.data.dataset
    guard case .classification = dataset.content,
      dataset.labelsWereChosen || dataset.examples.first?.pair != nil
    else { return [] }
    return ["\(request.name.value): labels are not used, its texts alone are learnt"]
  }

  private static func answers(
    _ request: TaskRequest, in session: Session
  ) throws(Diagnostic) -> Work {
    var request = request
    let name = request.name
    let tokenizer = try session.tokenizer(of: request.runnable.base, at: name.span)
    let (template, said) = try session.explain(at: name.span) {
      try request.reading.answers.template(for: tokenizer.tokenizer)
    }
    request.reading.answers.choice = .given(template)
    let encoded = try encoded(request, template, tokenizer, in: session)
    guard encoded.answers != nil || !request.needsLabels else { throw request.lacks("answers") }
    var notes = said
    if encoded.truncated > 0 {
      notes.append(
        "\(name.value): \(encoded.truncated) of " + Figures.plural(encoded.count, "context")
          + " cut, so that prompt and answer have \(encoded.settings.maxLength) tokens")
    }
    return objective(encoded, request, notes)
  }

  /// What a decoder writes on after texts that are no questions.
  private static func continuations(
    _ request: TaskRequest, in session: Session
  ) throws(Diagnostic) -> Work {
    let tokenizer = try session.tokenizer(of: request.runnable.base, at: request.name.span)
    let encoded = try encoded(request, PromptTemplate(bare: .none), tokenizer, in: session)
    var notes: [String] = []
    if encoded.truncated > 0 {
      notes.append(
        "\(request.name.value): the beginning of \(encoded.truncated) of "
          + Figures.plural(encoded.count, "text") + " left out, to make room for what follows")
    }
    return objective(encoded, request, notes)
  }

  private static func encoded(
    _ request: TaskRequest, _ template: PromptTemplate, _ tokenizer: TokenizerObject,
    in session: Session
  ) throws(Diagnostic) -> EncodedAnswers {
    var settings = AnswerSettings(maxLength: request.reading.maxLength)
    settings.maxTokens = request.reading.answers.maxTokens
    settings.noAnswer = request.reading.answers.noAnswer
    let span = request.name.span
    let encoded = try session.explain(at: span) {
      try session.encodings.prompts(request.data, tokenizer, template, settings) {
        session.wasInterrupted
      }
    }
    for ids in encoded.prompts + (encoded.answers ?? []) {
      try session.checkIDs(ids, request.runnable, at: span)
    }
    return encoded
  }

  private static func objective(
    _ encoded: EncodedAnswers, _ request: TaskRequest, _ notes: [String]
  ) -> Work {
    let ends = request.runnable.base.endTokens
    return Work(
      objective: GenerativeAnswerObjective(encoded, ends: ends), request: request, notes: notes)
  }

  // MARK: what it shows

  static func report(_ evaluation: Evaluation, labels: [String]) -> [[OutputPart]] {
    guard !evaluation.tokenLosses.isEmpty else { return scoreTable(evaluation) }
    var table = OutputTable(["texts", "tokens"] + evaluation.values.map(\.key))
    table.append(
      [.given(evaluation.examples), .given(evaluation.tokenLosses.count)]
        + evaluation.values.map { .score($0.value) })
    return table.lines
  }

  static let writesPredictions = true

  static func predictions(
    _ evaluation: Evaluation, _ request: TaskRequest, path: String
  ) -> String {
    if path.hasSuffix(".json"), case .questions = request.data.dataset.content {
      return AnswersFile.official(evaluation.generated.map(\.text), to: request.data.dataset)
    }
    return GeneratedFile.lines(evaluation.generated, of: request.data.dataset)
  }

  static func predict(
    _ text: Spanned<String>, pair: String?, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    var settings = GenerationSettings()
    settings.maxTokens = request.reading.answers.maxTokens
    let writer = try TextWriter(request, settings, in: session)
    return try writer.write(after: try writer.prompt(text), at: text.span)
  }

  static func ask(
    _ question: Question, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let reading = request.reading
    var settings = GenerationSettings()
    settings.maxTokens = reading.answers.maxTokens
    let writer = try TextWriter(request, settings, in: session)
    let (encoder, notes) = try session.explain(at: request.name.span) {
      let (template, notes) = try reading.answers.template(for: writer.tokenizer)
      return (try PromptEncoder(template, writer.tokenizer), notes)
    }
    if encoder.template.usesContext, question.context == nil {
      throw Diagnostic(
        code: "missing-argument", exit: 65,
        message: "the prompt has a context: ask \(request.name.value) \"…\" context=\"…\"",
        span: request.name.span)
    }
    var answerSettings = AnswerSettings(maxLength: reading.maxLength)
    answerSettings.maxTokens = reading.answers.maxTokens
    answerSettings.noAnswer = reading.answers.noAnswer
    let dataset = Dataset(
      source: "", content: .questions(.squad2),
      examples: [
        Example(
          id: .integer(0), question: question.text.value,
          context: question.context?.value ?? "", answers: nil, row: 1)
      ])
    let encoded = try session.explain(at: question.text.span) {
      try encodeAnswers(dataset, with: encoder, answerSettings) { session.wasInterrupted }
    }
    let cut = encoded.truncated > 0 ? ["the context was cut to fit the prompt"] : []
    return try writer.answer(
      encoded, at: question.text.span,
      notes: (request.runnable.reading == nil ? notes : []) + cut)
  }
}
