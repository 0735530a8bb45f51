import Commands
import Language

/// The statements that only make sense at a prompt.
enum PromptVerbs {
  static let specs: [VerbSpec] = [
    VerbSpec(
      "history", summary: "what ran in this sitting", forms: [FormSpec()], isSessionOnly: true),
    VerbSpec(
      "rerun", summary: "run a statement of the history again",
      forms: [
        FormSpec(slots: [
          SlotSpec("cell", .wholeNumber(from: 1), meaning: "its number in history")
        ])
      ], example: "rerun 3", isSessionOnly: true),
    VerbSpec(
      "quit", summary: "leave the prompt", forms: [FormSpec()], isSessionOnly: true,
      synonyms: ["exit", "q", "bye", "logout"]),
    saveSession,
  ]

  /// `save session to "nb.md"`; the library's own `save` writes objects.
  private static let saveSession = VerbSpec(
    "save", summary: "write this sitting as a notebook",
    forms: [
      FormSpec(slots: [
        SlotSpec("what", .words(["session"]), meaning: "the sitting"),
        SlotSpec("file", .path, preposition: "to", meaning: "a notebook"),
      ])
    ], example: "save session to \"nb.md\"", isSessionOnly: true)

  /// What `help` adds at the prompt.
  static var listing: [String] {
    let usages = [
      ("history", "what ran in this sitting"), ("rerun N", "run a statement of it again"),
      ("save session to \"nb.md\"", "write it as a notebook"), ("quit", "leave; Ctrl-D too"),
    ]
    let width = usages.map(\.0.count).max() ?? 0
    return ["", "at the prompt only:"]
      + usages.map { usage, meaning in
        "  " + usage + String(repeating: " ", count: width - usage.count) + "   " + meaning
      }
  }

  /// Whether the prompt itself runs a statement.
  static func handles(_ statement: Statement) -> Bool {
    guard statement.binding == nil else { return false }
    if statement.verb.value == "save" {
      return statement.arguments.contains {
        $0.role == .positional && $0.value.value == .word("session")
      }
    }
    return specs.contains { $0.name == statement.verb.value }
  }

  static func check(
    _ statement: Statement, _ session: Session
  ) throws(Diagnostic) -> CheckedStatement {
    try Checker.check(statement, verbs: specs, names: session)
  }

  /// An unknown verb may be a misspelt one of the prompt's own.
  static func suggesting(_ error: Diagnostic, for statement: Statement) -> Diagnostic {
    guard error.code == "unknown-verb", error.suggestion == nil, statement.binding == nil else {
      return error
    }
    var error = error
    let typed = statement.verb.value
    error.suggestion =
      specs.first { $0.synonyms.contains(typed) }?.name
      ?? Suggestion.nearest(typed, among: specs.map(\.name))
    return error
  }
}
