import Commands
import Language

/// The statements that only make sense at a prompt.
enum PromptVerbs {
  static let specs: [VerbSpec] = [
    history, goto, undo, rerun, edit, saveSession, open, quit,
  ]

  private static let quit = VerbSpec(
    "quit", summary: "leave the prompt", forms: [FormSpec()],
    help: "So does Ctrl-D on an empty line.", example: "quit", isSessionOnly: true,
    synonyms: ["exit", "q", "bye", "logout"])

  private static let history = VerbSpec(
    "history", summary: "the cells, and which of them are stale, ahead or undone",
    forms: [FormSpec()],
    help: "Statements that only look around (show, objects, plot, help) are no cells.",
    example: "history", isSessionOnly: true)

  private static let goto = VerbSpec(
    "goto", summary: "let names mean what they meant after a cell",
    forms: [
      FormSpec(slots: [
        SlotSpec("cell", .wholeNumber(from: 0), meaning: "its number in history; 0 for the start")
      ])
    ],
    help: """
      Nothing is lost: the cells behind it stay, in history and in the notebook, and are said to be \
      ahead. goto a later number goes on through them, with what is in the cache. What is typed \
      meanwhile becomes a cell in between; those behind it that depend on it are then stale, and \
      rerun stale runs them. Objects are made again when they are used. Files that were written stay.
      """,
    example: "goto 3", isSessionOnly: true)

  private static let undo = VerbSpec(
    "undo", summary: "take the last cell back", forms: [FormSpec()],
    help: """
      Names mean what they meant before it. It stays in history and in the notebook until a new cell \
      takes its place; goto with its number brings it back. Once more takes back the one before. \
      Files that it wrote stay.
      """,
    example: "undo", isSessionOnly: true)

  private static let rerun = VerbSpec(
    "rerun", summary: "run a cell again in its place, or all that are stale",
    forms: [
      FormSpec(slots: [
        SlotSpec(
          "cell", .oneOf([.wholeNumber(from: 1), .words(["stale"])]),
          meaning: "its number in history, or stale for all that would run")
      ])
    ],
    help: """
      Names stand for what they meant before the cell. Its output is recorded anew; cells behind it \
      that depend on it are stale where it came out otherwise. What is in the cache is not computed \
      again: the same inputs give the same bits. rerun stale runs the stale ones in order.
      """,
    example: "rerun 3", isSessionOnly: true)

  private static let edit = VerbSpec(
    "edit", summary: "change a cell in your editor, and run it in its place",
    forms: [
      FormSpec(slots: [
        SlotSpec("cell", .wholeNumber(from: 1), meaning: "its number in history")
      ])
    ],
    help: """
      Opens what set editor= names, else $VISUAL, else $EDITOR, else vi. A cell that comes back unchanged or empty stays as it is; \
      so does one that fails, and what was written is then one arrow up. Cells behind it that depend \
      on it are stale.
      """,
    example: "edit 3", isSessionOnly: true)

  /// `save session to "nb.md"`; the library's own `save` writes objects.
  private static let saveSession = VerbSpec(
    "save", summary: "write the cells in effect as a notebook",
    forms: [
      FormSpec(
        slots: [
          SlotSpec("what", .words(["session"]), meaning: "the sitting"),
          SlotSpec("file", .path, preposition: "to", meaning: "a notebook"),
        ],
        options: [
          OptionSpec(
            "overwrite", .flag, fallback: "false",
            meaning: "replace a file that is no notebook of peftbook's")
        ])
    ],
    help: """
      Comments typed alone become prose. In another folder, the paths in the cells are written as they \
      read from there, and listed. From the shell, peftbook check nb.md then runs it again and compares, \
      and peftbook replay nb.md records it anew. A notebook of peftbook's is replaced, another file is not.
      """,
    example: "save session to \"nb.md\"", isSessionOnly: true)

  private static let open = VerbSpec(
    "open", summary: "go on with a notebook",
    forms: [FormSpec(slots: [SlotSpec("file", .path, meaning: "a notebook; made if it is new")])],
    help: """
      Its names are bound from the cache and nothing runs; new cells are kept in it. So does peftbook \
      NOTEBOOK from the shell.
      """,
    example: "open \"nb.md\"", isSessionOnly: true)

  /// What `help` adds at the prompt.
  static var listing: [String] {
    let usages: [(words: String, spec: VerbSpec)] = [
      ("history", history), ("goto N", goto), ("undo", undo), ("rerun N, rerun stale", rerun),
      ("edit N", edit), ("save session to \"nb.md\"", saveSession), ("open \"nb.md\"", open),
      ("quit", quit),
    ]
    let width = usages.map(\.words.count).max() ?? 0
    let lines = usages.map { usage in
      let padding = String(repeating: " ", count: width - usage.words.count + 3)
      return "  " + usage.words + padding + usage.spec.summary
    }
    return ["", "at the prompt only:"] + lines
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

  /// Elsewhere than at a prompt, its own statements are known by name.
  static func pointing(_ error: Diagnostic, in source: SourceText) -> Diagnostic {
    guard error.code == "unknown-verb", error.suggestion == nil, let span = error.span,
      specs.contains(where: { $0.name == source.slice(span) })
    else { return error }
    var error = error
    error.note = "(at the prompt only)"
    return error
  }

  /// An unknown word may be a misspelt one of the prompt's own, or one of the shell's.
  static func suggesting(_ error: Diagnostic, for statement: Statement) -> Diagnostic {
    guard statement.binding == nil else { return error }
    var error = error
    let typed = statement.verb.value
    switch (error.code, typed) {
    case ("unknown-verb", _):
      guard error.suggestion == nil else { break }
      error.suggestion =
        specs.first { $0.synonyms.contains(typed) }?.name
        ?? Suggestion.nearest(typed, among: specs.map(\.name))
      if error.suggestion == nil { return ShellCommand.explaining(error, typed) }
    case ("unknown-name", "save"), ("unknown-word", "help"):
      guard let word = statement.arguments.first, word.span == error.span,
        let text = word.value.value.string
      else { break }
      let own = typed == "save" ? ["session"] : specs.map(\.name)
      let known = error.suggestion.map { [$0] } ?? []
      error.suggestion = Suggestion.nearest(text, among: own + known)
      if error.suggestion != nil { error.note = nil }
    default: break
    }
    return error
  }
}
