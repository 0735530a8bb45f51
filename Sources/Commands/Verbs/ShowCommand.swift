import Language
import Notebooks
import Tasks

/// `show NAME [rows=3]` and `show DATA on READER [max_length=…]`: an object, by its kind.
enum ShowCommand: Command {
  static let onlyLooks = true

  static var spec: VerbSpec {
    VerbSpec(
      "show", summary: "an object in detail",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "object", .object(["tokenizer", "model", "adapter", "dataset", "table"]),
              meaning: "which object"),
            SlotSpec(
              "reader", .object(["tokenizer", "model", "adapter"]), preposition: "on",
              isRequired: false, meaning: "who reads a data set's texts: lengths are then in tokens"
            ),
          ],
          options: [
            OptionSpec(
              "rows", .wholeNumber(from: 0, to: 1000), fallback: "3",
              meaning: "examples of a data set"),
            OptionSpec(
              "max_length", .wholeNumber(from: 3),
              meaning: "tokens a text is cut to, which tells how many are; needs on; default as "
                + "the reader would", synonyms: ["max_seq_length", "max_len"]),
          ])
      ],
      makesObject: false,
      help: "A model's parameters and where adapters sit, an adapter's run with its loss and its "
        + "memory by kind, a data set's labels, lengths and examples, a tokenizer's special tokens, "
        + "a table again.",
      example: "show films on base max_length=64")
  }

  /// What only data sets are shown with.
  static let ofDatasets = ["rows", "max_length", "reader"]

  /// The adapters on a model.
  static func furtherObjects(of s: CheckedStatement, in session: Session) -> [String] {
    guard let name = s.slots["object"]?.value.text, let model = session.binding(of: name),
      model.kind == "model"
    else { return [] }
    return session.names.filter { name in
      guard let binding = session.binding(of: name), binding.kind == "adapter", !binding.isPending
      else { return false }
      return binding.origin?.isMade(from: model) ?? false
    }
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let object = session.object(s, "object")
    let name = s.text("object").value
    if case .dataset(let data) = object {
      let view = DatasetView(
        dataset: data.dataset, name: name, reader: try reader(s, of: data, in: session))
      return CommandResult(lines: view.lines(rows: s.int("rows") ?? 3))
    }
    for option in ofDatasets {
      guard s.has(option) else { continue }
      throw Diagnostic(
        code: "conflict", exit: 65,
        message: "'\(name)' is \(withArticle(object.kind)): only a data set is shown "
          + (option == "reader" ? "on what reads it" : "with \(option)="),
        span: s.wordSpan(of: option))
    }
    switch object {
    case .tokenizer(let object): return CommandResult(lines: TokenizerView(object: object).lines)
    case .model(let object):
      let view = ModelView(model: object.model)
      return CommandResult(
        lines: [view.heading] + view.parameters() + [view.total]
          + adapters(on: object, in: session))
    case .adapter(let object):
      return CommandResult(lines: AdapterView(object: object, name: name).lines)
    case .table(let object): return CommandResult(lines: object.lines)
    case .dataset: preconditionFailure("show: a data set is shown above")
    }
  }

  /// What each adapter on a model is, and where it sits.
  private static func adapters(on model: ModelObject, in session: Session) -> [[OutputPart]] {
    let lines = session.objects.compactMap { name, object -> [OutputPart]? in
      guard case .adapter(let adapter) = object, adapter.base === model else { return nil }
      return AdapterCommand.describe(adapter, named: name)
    }
    return lines.isEmpty ? [] : [[], [.text("adapters on it")]] + lines
  }

  /// The lengths that a tokenizer gives the texts, and where a model cuts them.
  private static func reader(
    _ s: CheckedStatement, of data: DatasetObject, in session: Session
  ) throws(Diagnostic) -> DatasetView.Reader? {
    guard s.has("reader") else {
      guard s.has("max_length") else { return nil }
      throw Diagnostic(
        code: "missing-argument", exit: 65,
        message: "max_length counts tokens: say whose, as in on base",
        span: s.wordSpan(of: "max_length"))
    }
    let place = s.text("reader")
    let tokenizer: TokenizerObject
    let maxLength: Int?
    switch session.object(s, "reader") {
    case .tokenizer(let object):
      tokenizer = object
      maxLength = s.int("max_length") ?? object.tokenizer.modelMaxLength
    default:
      let runnable = session.runnable(s, "reader")
      tokenizer = try session.tokenizer(of: runnable.base, at: place.span)
      maxLength = try session.reading(s, of: runnable, named: place).maxLength
    }
    var lengths: [Int] = []
    for example in data.dataset.examples {
      if session.wasInterrupted {
        throw Session.diagnostic(for: TaskError.interrupted, at: place.span)
      }
      lengths.append(
        tokenizer.tokenizer.encode(example.text, pair: example.pair, maxLength: nil).ids.count)
    }
    return DatasetView.Reader(name: place.value, maxLength: maxLength, lengths: lengths)
  }
}
