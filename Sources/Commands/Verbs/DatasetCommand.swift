import Files
import Language
import Notebooks
import Tasks

/// `d = dataset SOURCE [format=…] [split=…] [limit=N] [sample=N] [part="0-90%"] …`
enum DatasetCommand: Command {
  static let makes: String? = "dataset"

  static var spec: VerbSpec {
    VerbSpec(
      "dataset", summary: "load examples",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "source", .source,
              meaning: "a file or folder, demo:NAME or hub:owner/name")
          ],
          options: [
            OptionSpec(
              "format", .words(dataReaders.map { $0.name }), fallback: nil,
              meaning: "how the file is read; default recognised by its name and content"),
            OptionSpec(
              "split", .label, fallback: nil,
              meaning: "which file of a folder: train, dev, test, …"),
            OptionSpec(
              "limit", .wholeNumber(from: 1, to: nil), fallback: nil,
              meaning: "the first N examples"),
            OptionSpec(
              "sample", .wholeNumber(from: 1, to: nil), fallback: nil,
              meaning: "N examples drawn by the seed"),
            OptionSpec(
              "part", .string, fallback: nil,
              meaning: "a share of the rows by their hash, such as \"0-90%\": parts are disjoint"),
            OptionSpec(
              "seed", .wholeNumber(from: 0, to: nil), fallback: "0",
              meaning: "draws the sample"),
            OptionSpec(
              "text", .oneOf([.label, .list(of: .label)]), fallback: nil,
              meaning: "the text's column; two make pairs", synonyms: ["text_column", "sentence"]),
            OptionSpec(
              "label", .label, fallback: nil, meaning: "the label's column",
              synonyms: ["label_column"]),
            OptionSpec(
              "header", .flag, fallback: nil,
              meaning: "whether the first row names the columns; default recognised"),
            OptionSpec(
              "answerable", .flag, fallback: "false",
              meaning: "of questions those with an answer alone"),
            Preset.option,
          ], conflicts: [["limit", "sample"]])
      ],
      makesObject: true,
      help: "Formats: TSV, CSV, JSONL, JSON, SQuAD, CoNLL, plain text a line an example, "
        + "a folder a label.",
      example: "films = dataset \"demo:reviews\" split=train")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let source = s.text("source")
    var request = DatasetRequest()
    request.format = s.string("format")
    request.split = s.string("split")
    request.limit = s.int("limit")
    request.sample = s.int("sample")
    request.seed = UInt64(s.int("seed") ?? 0)
    request.text = s.strings("text") ?? []
    request.label = s.string("label")
    request.header = s.flag("header")
    request.answerable = s.flag("answerable") ?? false
    if let part = s.given("part") {
      request.part = try session.explain(at: part.span) {
        try DatasetRequest.parsePart(part.value.text)
      }
    }
    try session.refuseOtherKind(source, as: "dataset")
    let place = try session.datasetSource(source)
    var dataset: Dataset
    do {
      dataset = try DatasetLoader.load(place, request)
      if s.has("preset") { try dataset.applyKGPEFTRules() }
    } catch {
      throw diagnostic(error, s)
    }
    dataset.source = session.asTyped(dataset.source)
    return CommandResult(
      value: .dataset(DatasetObject(dataset, path: place.filePath)),
      lines: describe(dataset, named: s.boundName),
      record: [("examples", .integer(dataset.examples.count))])
  }

  /// Puts the caret under the option that caused the error, where one did.
  private static func diagnostic(_ error: TaskError, _ s: CheckedStatement) -> Diagnostic {
    var result = Session.diagnostic(for: error, at: s.text("source").span)
    guard let choice = error.choice else { return result }
    let option = ["split", "label", "text", "format"].first { name in
      s.strings(name)?.contains(choice.word) == true
    }
    if let option, let given = s.elements(option)?.first(where: { $0.value.text == choice.word }) {
      result.span = given.span
    }
    return result
  }

  static func describe(_ dataset: Dataset, named name: String) -> [[OutputPart]] {
    let count = dataset.examples.count
    var line: [OutputPart] = [
      .text(padded(name)), .given(count, as: Figures.plural(count, noun(dataset))),
    ]
    line += contents(dataset)
    let isAboutContexts = if case .questions = dataset.content { true } else { false }
    let isOfPairs = !isAboutContexts && dataset.examples.contains { $0.pair != nil }
    let lengths = LengthStatistics(
      dataset.examples.map {
        (isAboutContexts ? $0.pair ?? "" : $0.text).unicodeScalars.count
      })
    line += [
      .text(isAboutContexts ? ", contexts of " : isOfPairs ? ", the first of " : ", "),
      .given(Int(lengths.median)),
      .text(lengths.median == 1 ? " character at the median, " : " characters at the median, "),
      .given(lengths.max), .text(" at most"),
    ]
    return [line] + dataset.notes.map { [.text(padded("") + $0)] }
  }

  private static func noun(_ dataset: Dataset) -> String {
    switch dataset.content {
    case .questions: "question"
    case .tagging: "sentence"
    case .classification, .text: dataset.examples.first?.pair != nil ? "pair" : "text"
    }
  }

  /// What the examples are labelled with.
  private static func contents(_ dataset: Dataset) -> [OutputPart] {
    let count = dataset.examples.count
    switch dataset.content {
    case .classification(let labels):
      let shares = zip(labels, dataset.balance.counts).map { label, n in
        "\(label) \(Figures.percent(n, of: count))"
      }
      return [
        .text(
          ", \(Figures.plural(labels.count, "label")) (" + shares.prefix(6).joined(separator: ", ")
            + (labels.count > 6 ? ", …" : "") + ")")
      ]
    case .text: return [.text(", no labels")]
    case .tagging(let tags):
      return [.text(tags.isEmpty ? ", no tags" : ", " + Figures.plural(tags.count, "tag"))]
    case .questions:
      let answerable = dataset.examples.count { $0.answers?.isEmpty == false }
      let isAnswered = dataset.examples.contains { $0.answers != nil }
      return isAnswered
        ? [.text(", "), .given(answerable), .text(" with an answer")] : [.text(", no answers")]
    }
  }
}
