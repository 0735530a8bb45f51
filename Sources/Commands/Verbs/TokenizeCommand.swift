import Files
import Language
import Notebooks
import Tokenizers

/// `tokenize tok "text"` and `tokenize tok d to "ids.jsonl"`
enum TokenizeCommand: Command {
  static var spec: VerbSpec {
    let tokenizer = SlotSpec(
      "tokenizer", .object(["tokenizer", "model"]),
      meaning: "the tokenizer, or a model that has one")
    return VerbSpec(
      "tokenize", summary: "ids, tokens and offsets of a text or a data set",
      forms: [
        FormSpec(
          slots: [
            tokenizer,
            SlotSpec("text", .string, meaning: "the text"),
          ],
          options: [
            OptionSpec("pair", .string, fallback: nil, meaning: "the second text of a pair")
          ]),
        FormSpec(
          slots: [
            tokenizer,
            SlotSpec("data", .object(["dataset"]), meaning: "the texts"),
            SlotSpec(
              "file", .path, preposition: "to",
              meaning: "a file for a line an example"),
          ]),
      ],
      makesObject: false,
      help: "With the special tokens, not cut; offsets count code points, the end exclusive.",
      example: "tokenize tok \"not one dull minute\"")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let tokenizer: any Tokenizer
    switch session.object(s, "tokenizer") {
    case .tokenizer(let object): tokenizer = object.tokenizer
    case .model(let model):
      tokenizer = try session.tokenizer(of: model, at: s.text("tokenizer").span).tokenizer
    default: preconditionFailure("tokenize: a slot of another kind")
    }
    if s.slots["data"] != nil { return try file(s, tokenizer, in: session) }
    let encoding = tokenizer.encode(s.text("text").value, pair: s.string("pair"), maxLength: nil)
    var table = OutputTable(["id", "token", "from", "to"])
    for (id, offset) in zip(encoding.ids, encoding.offsets) {
      table.append([
        .given(Int(id)), .given(tokenizer.token(id) ?? "?"), .given(offset.lowerBound),
        .given(offset.upperBound),
      ])
    }
    return CommandResult(
      lines: table.lines,
      record: [
        ("input_ids", .array(encoding.ids.map { .integer(Int($0)) })),
        ("offsets", offsets(encoding)),
      ])
  }

  private static func offsets(_ encoding: Encoding) -> JSON {
    .array(
      encoding.offsets.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) })
  }

  private static func file(
    _ s: CheckedStatement, _ tokenizer: any Tokenizer, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let (data, path) = (session.dataset(s, "data"), s.text("file"))
    var rows = ""
    for example in data.dataset.examples {
      if session.wasInterrupted {
        throw Diagnostic(
          code: "interrupted", exit: 130, message: "interrupted; nothing was written",
          span: s.text("tokenizer").span)
      }
      let encoding = tokenizer.encode(example.text, pair: example.pair, maxLength: nil)
      let row: JSON = .object([
        "id": example.id, "input_ids": .array(encoding.ids.map { .integer(Int($0)) }),
        "offsets": offsets(encoding),
      ])
      rows += row.serialized() + "\n"
    }
    try session.write(rows, to: path.value, at: path.span)
    let count = data.dataset.examples.count
    return CommandResult(
      lines: [[.text("\(path.value)   \(Figures.plural(count, "row"))")]],
      record: [("rows", .integer(count))])
  }
}
