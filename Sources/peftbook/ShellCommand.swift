import ArgumentParser
import Commands
import Language

/// What belongs to the shell and was typed at the prompt.
enum ShellCommand {
  /// `peftbook check nb.md`, which need not even read as a statement.
  static func refuse(_ cell: String) throws(Diagnostic) {
    let words = cell.split(whereSeparator: \.isWhitespace)
    guard words.first == "peftbook", words.dropFirst().first?.hasPrefix("=") != true else { return }
    let start = cell.unicodeScalars.prefix { $0 != "p" }.count
    let command = words.dropFirst().first.map(String.init) ?? ""
    let isCommand = names.contains(command)
    throw Diagnostic(
      code: "unknown-verb", exit: 65,
      message: "'\(isCommand ? "peftbook " + command : "peftbook")' is a command of the shell",
      span: Span(start: start, end: start + "peftbook".count),
      note: "(quit leaves the prompt; or type it in another terminal\(help(command)))")
  }

  /// `check nb.md`, as if it were a statement.
  static func explaining(_ error: Diagnostic, _ verb: String) -> Diagnostic {
    guard names.contains(verb) else { return error }
    var error = error
    error.suggestion = nil
    error.note = "(peftbook \(verb) is a command of the shell\(help(verb)))"
    return error
  }

  private static var names: [String] {
    Peftbook.configuration.subcommands.map { $0.configuration }.filter(\.shouldDisplay)
      .compactMap(\.commandName)
  }

  private static func help(_ command: String) -> String {
    Session.explains(command) ? "; help \(command)" : ""
  }
}
