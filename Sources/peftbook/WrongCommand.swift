import Foundation
import Language

/// A first word that is no subcommand: a misspelt one, or a notebook.
enum WrongCommand {
  /// Says what is wrong and returns the exit code; nil when the first word is fine.
  static func answer(to arguments: [String]) -> Int32? {
    let known = Peftbook.configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let word = arguments.first, !word.hasPrefix("-"), word != "help", !known.contains(word)
    else { return nil }
    let style: Console.ErrorStyle = arguments.contains("--errors=json") ? .json : .text
    let console = Console(errorStyle: style, environment: ProcessInfo.processInfo.environment)
    let error = diagnostic(for: word, known)
    switch style {
    case .json: console.show(error, in: SourceText(text: ""))
    case .text:
      let question = error.suggestion.map { "; did you mean `\($0)`?" } ?? ""
      console.remark("error: " + error.message + question)
    }
    return error.exit
  }

  private static func diagnostic(for word: String, _ known: [String]) -> Diagnostic {
    if FileManager.default.fileExists(atPath: word) {
      return Diagnostic(
        code: "usage", exit: 64,
        message: "a notebook cannot be opened at the prompt yet",
        suggestion: "peftbook replay \(word)")
    }
    return Diagnostic(
      code: "missing-file", exit: 66, message: "no such file: '\(word)'",
      suggestion: Suggestion.nearest(word, among: known))
  }
}
