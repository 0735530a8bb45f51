/// An error in what a user typed or in what it named: one sentence, its place, and a way out.
///
/// `code` is stable and stands in `fails=CODE` and `--errors=json`; `exit` is the process's exit
/// code.
package struct Diagnostic: Error, Sendable, Equatable {
  package var code: String
  package var exit: Int32
  package var message: String
  package var span: Span?
  /// What to type instead of the span.
  package var suggestion: String?
  /// Shown after the suggestion, such as the words allowed: "(train, dev, test)".
  package var note: String?

  package init(
    code: String, exit: Int32, message: String, span: Span? = nil, suggestion: String? = nil,
    note: String? = nil
  ) {
    self.code = code
    self.exit = exit
    self.message = message
    self.span = span
    self.suggestion = suggestion
    self.note = note
  }

  /// Whether a signal ended what ran (Ctrl-C is one): nothing is wrong with it. The exit code is
  /// then 128 and the signal's number, as a shell has it.
  package var isInterruption: Bool { exit > 128 }
}

/// The errors of the language itself; all leave with 65.
extension Diagnostic {
  package static let languageExit: Int32 = 65

  static func language(
    _ code: String, _ message: String, _ span: Span, suggestion: String? = nil, note: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      code: code, exit: languageExit, message: message, span: span, suggestion: suggestion,
      note: note)
  }

  static func syntax(
    _ message: String, _ span: Span, suggestion: String? = nil, note: String? = nil
  ) -> Diagnostic {
    .language("syntax", message, span, suggestion: suggestion, note: note)
  }
}
