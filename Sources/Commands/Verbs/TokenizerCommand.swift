import Files
import Language
import Notebooks
import Tokenizers

/// `tok = tokenizer SOURCE` and `tok = tokenizer train KIND on d size=N`.
enum TokenizerCommand: Command {
  static let makes: String? = "tokenizer"

  static var spec: VerbSpec {
    VerbSpec(
      "tokenizer", summary: "load a tokenizer, or train one on a data set's texts",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "action", .words(["train"]),
              meaning: "make a new one"),
            SlotSpec(
              "kind", .words(tokenizerTrainers.map { $0.name }),
              meaning: "the algorithm"),
            SlotSpec(
              "data", .object(["dataset"]), preposition: "on",
              meaning: "the texts to learn from"),
          ],
          options: [
            OptionSpec(
              "size", .wholeNumber(from: 10, to: 1_000_000), fallback: "30000",
              meaning: "tokens in the vocabulary, at most", synonyms: ["vocab_size"]),
            OptionSpec(
              "lowercase", .flag, fallback: "true",
              meaning: "fold case and strip accents", synonyms: ["do_lower_case"]),
          ]),
        FormSpec(
          slots: [
            SlotSpec(
              "source", .source,
              meaning: "a folder, demo:NAME or hub:owner/name")
          ]),
      ],
      makesObject: true,
      help: "Reads tokenizer.json, vocab.txt, or vocab.json with merges.txt.",
      example: "tok = tokenizer \"demo:bert\"")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let object: TokenizerObject
    if s.slots["action"] != nil {
      object = try train(s, in: session)
    } else {
      let source = s.text("source")
      try session.refuseOtherKind(source, as: "tokenizer")
      let folder = try session.folder(source)
      object = TokenizerObject(
        try session.explain(at: source.span) { try TokenizerLoader.load(folder) },
        source: source.value)
    }
    let tokenizer = object.tokenizer
    var line: [OutputPart] = [
      .text(padded(s.boundName) + tokenizer.algorithm + ", "), .given(tokenizer.vocabularySize),
      .text(" tokens"),
    ]
    if let longest = tokenizer.modelMaxLength {
      line += [.text(", at most "), .given(longest), .text(" a text")]
    }
    return CommandResult(
      value: .tokenizer(object), lines: [line],
      record: [("vocabulary_size", .integer(tokenizer.vocabularySize))])
  }

  private static func train(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> TokenizerObject {
    let data = session.dataset(s, "data")
    let kind = s.text("kind").value
    guard let trainer = tokenizerTrainers.first(where: { $0.name == kind }) else {
      preconditionFailure("'\(kind)' is declared but not in the table")
    }
    let texts = data.dataset.examples.flatMap { [$0.text] + ($0.pair.map { [$0] } ?? []) }
    let tokenizer = try session.explain(at: s.span(of: "size") ?? s.text("data").span) {
      try trainer.train(
        texts, size: s.int("size") ?? 30000, lowercase: s.flag("lowercase") ?? true)
    }
    return TokenizerObject(tokenizer, source: "trained on " + data.dataset.source)
  }
}
