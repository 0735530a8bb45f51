import Files
import Language
import Notebooks

/// `ask a "question" context="…"` and `ask a "question" context=@"file.txt"`
enum AskCommand: Command {
  static var spec: VerbSpec {
    VerbSpec(
      "ask", summary: "the answer to a question, in its context",
      forms: [
        FormSpec(
          slots: [
            SlotSpec("adapter", .object(["adapter", "model"]), meaning: "what answers"),
            SlotSpec("question", .string, meaning: "the question"),
          ],
          options: [
            OptionSpec(
              "context", .content, meaning: "what to read, or @\"file\" for a file's text",
              synonyms: ["passage", "document"]),
            OptionSpec(
              "max_length", .wholeNumber(from: 3, to: nil), fallback: nil,
              meaning: "tokens read at once; default as trained",
              synonyms: ["max_seq_length", "max_len"]),
          ] + taskOptions)
      ],
      makesObject: false,
      help:
        "Needs a model with task=question-answering or task=text-generation, or an adapter on one. "
        + "The answer stands in brackets in its context, with its probability and what else might "
        + "be the answer; where none is there, that is said.",
      example: "ask a \"Who built it?\" context=\"Benz built it in 1885.\"",
      synonyms: ["answer", "question"])
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let (runnable, subject) = (session.runnable(s, "adapter"), s.text("adapter"))
    let reading = try session.reading(s, of: runnable, named: subject)
    let task = try session.task(of: runnable, at: subject.span)
    let context = try s.given("context").map { (given) throws(Diagnostic) in
      Spanned(try session.content(given), given.span)
    }
    return try task.ask(
      Question(text: s.text("question"), context: context),
      SubjectRequest(runnable: runnable, name: subject, reading: reading), in: session)
  }
}

extension Session {
  /// A text as given, or what stands in the file that `@"file"` names.
  func content(_ given: Spanned<Value>) throws(Diagnostic) -> String {
    guard case .file(let path) = given.value else { return given.value.text }
    let text = try explain(at: given.span) {
      try FileBytes(mapping: readingPath(path.text)).text()
    }
    let byteOrderMark: Unicode.Scalar = "\u{FEFF}"
    guard text.unicodeScalars.first == byteOrderMark else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.dropFirst()))
  }
}
