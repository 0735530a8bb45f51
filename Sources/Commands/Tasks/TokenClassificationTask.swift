import Files
import Language
import Layers
import Notebooks
import Tasks
import Tokenizers
import Training

/// A tag a word.
enum TokenClassificationTask: TaskKind {
  static let word = "token-classification"
  static let head = HeadKind.tokenClassification

  static func reads(_ content: DatasetContent) -> Bool {
    switch content {
    case .tagging: true
    default: false
    }
  }

  static func work(_ request: TaskRequest, in session: Session) throws(Diagnostic) -> Work {
    let dataset = request.data.dataset
    guard case .tagging(let tags) = dataset.content else {
      throw request.wrongContent(Self.self, needs: "tagged sentences")
    }
    if tags.isEmpty, request.needsLabels { throw request.lacks("tags") }
    var classes: [Int32]?
    do {
      classes = try tagClasses(of: dataset, among: request.labels)
    } catch { throw request.diagnostic(for: error) }
    var sentences = try encoded(request, in: session)
    sentences.classes = classes
    return Work(
      objective: TokenClassificationObjective(
        sentences, labels: request.labels, frozen: request.frozen),
      request: request, notes: notes(sentences, request))
  }

  private static func encoded(
    _ request: TaskRequest, in session: Session
  ) throws(Diagnostic) -> EncodedSentences {
    let span = request.name.span
    let tokenizer = try session.tokenizer(of: request.runnable.base, at: span)
    let sentences = try session.explain(at: span) {
      try session.encodings.sentences(
        request.data, tokenizer, maxLength: request.reading.maxLength
      ) { session.wasInterrupted }
    }
    try session.checkIDs(sentences.tokens.ids, request.runnable, at: span)
    return sentences
  }

  private static func notes(_ sentences: EncodedSentences, _ request: TaskRequest) -> [String] {
    guard sentences.tokens.truncated > 0 else { return [] }
    return [
      "\(request.name.value): \(sentences.tokens.truncated) of "
        + "\(Figures.plural(sentences.count, "sentence")) longer than "
        + "\(request.reading.maxLength) tokens, cut there; the words behind are taken for O"
    ]
  }

  static func report(_ evaluation: Evaluation, labels: [String]) -> [[OutputPart]] {
    guard let scores = evaluation.scores as? EntityScores else { return scoreTable(evaluation) }
    var table = OutputTable(["sentences"] + scores.values.map(\.key))
    table.append([.given(evaluation.examples)] + scores.values.map { .score($0.value) })
    var lines = table.lines
    lines.append([.text("accuracy of words; precision, recall and f1 of whole entities")])
    guard !scores.types.isEmpty else { return lines }
    var types = OutputTable(["type", "precision", "recall", "f1", "entities"])
    for (type, one) in zip(scores.types, scores.perType) {
      types.append([
        .text(type), .score(one.precision), .score(one.recall), .score(one.f1),
        .given(one.support),
      ])
    }
    lines += types.lines
    return lines
  }

  static let writesPredictions = true

  static func predictions(
    _ evaluation: Evaluation, _ request: TaskRequest, path: String
  ) -> String {
    TagsFile.text(evaluation.tags, of: request.data.dataset, among: request.labels)
  }

  /// The tag of every word.
  static func predict(
    _ text: Spanned<String>, pair: String?, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let words = plainTextWords(text.value)
    guard !words.isEmpty else {
      throw Diagnostic(
        code: "bad-data", exit: 66, message: "the text has no words", span: text.span)
    }
    let example = Example(id: .integer(0), words: words, tags: nil, row: 1)
    let dataset = Dataset(source: "the text", content: .tagging(tags: []), examples: [example])
    let work = try work(
      TaskRequest(
        runnable: request.runnable, data: DatasetObject(dataset), name: text,
        reading: request.reading, needsLabels: false), in: session)
    let evaluation = try session.explain(at: request.name.span) {
      try Scoring.evaluate(request.runnable.model, on: work.objective, observer: nil)
    }
    let tags = evaluation.tags[0]
    var table = OutputTable(["", ""], alignments: [.left, .left])
    for (word, tag) in zip(words, tags) { table.append([.text(word), .trained(tag)]) }
    return CommandResult(
      lines: work.notes.map { [.text($0)] } + table.lines,
      record: [
        ("tokens", .array(words.map { .string($0) })), ("tags", .array(tags.map { .string($0) })),
      ])
  }
}
