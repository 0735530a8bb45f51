import ArgumentParser
import Foundation
import Language

/// A first word that is neither subcommand nor notebook, or a second that is no subcommand of it.
enum WrongCommand {
  /// Says what is wrong and returns the exit code; nil when the first word is fine.
  static func answer(to arguments: [String]) -> Int32? {
    let commands = Peftbook.configuration.subcommands.map { $0.configuration }
    guard let error = error(arguments, commands) else { return nil }
    let style: Console.ErrorStyle = arguments.contains("--errors=json") ? .json : .text
    let console = Console(errorStyle: style)
    switch style {
    case .json: console.show(error, in: SourceText(text: ""))
    case .text:
      let question = error.suggestion.map { "; did you mean `\($0)`?" } ?? ""
      console.remark("error: " + error.message + question)
    }
    return error.exit
  }

  private static func error(
    _ arguments: [String], _ commands: [CommandConfiguration]
  ) -> Diagnostic? {
    guard let word = arguments.first, word != "help" else { return nil }
    if word.hasPrefix("-") { return leadingOption(arguments, commands) }
    guard let command = commands.first(where: { $0.commandName == word }) else {
      guard var error = NotebookChoice.refusal(of: word) else { return nil }
      if error.exit == 66 { error.suggestion = nearest(word, commands) ?? error.suggestion }
      return error
    }
    let inner = command.subcommands.map { $0.configuration }
    let names = inner.compactMap(\.commandName)
    // ArgumentParser makes names of its own for those that give none.
    guard !inner.isEmpty, names.count == inner.count, arguments.count > 1,
      case let second = arguments[1],
      !second.hasPrefix("-"), !names.contains(second)
    else { return nil }
    return Diagnostic(
      code: "usage", exit: ExitCode.validationFailure.rawValue,
      message: "'\(word)' has no subcommand '\(second)' (\(names.joined(separator: ", ")))",
      suggestion: nearest(second, inner).map { "\(word) \($0)" })
  }

  /// `--errors=json check nb.md`: the options of a subcommand stand behind it.
  private static func leadingOption(
    _ arguments: [String], _ commands: [CommandConfiguration]
  ) -> Diagnostic? {
    let known = commands.compactMap(\.commandName)
    guard !["-h", "--help", "--version"].contains(arguments[0]),
      let place = arguments.firstIndex(where: known.contains)
    else { return nil }
    let options = arguments[..<place].joined(separator: " ")
    return Diagnostic(
      code: "usage", exit: ExitCode.validationFailure.rawValue,
      message: "options stand behind '\(arguments[place])'",
      suggestion: "peftbook \(arguments[place]) \(options)")
  }

  private static func nearest(_ word: String, _ commands: [CommandConfiguration]) -> String? {
    Suggestion.nearest(word, among: commands.filter(\.shouldDisplay).compactMap(\.commandName))
  }
}
