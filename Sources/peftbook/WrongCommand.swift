import ArgumentParser
import Foundation
import Language

/// A first word that is neither subcommand nor notebook.
enum WrongCommand {
  /// Says what is wrong and returns the exit code; nil when the first word is fine.
  static func answer(to arguments: [String]) -> Int32? {
    let commands = Peftbook.configuration.subcommands.map { $0.configuration }
    let known = commands.compactMap(\.commandName)
    guard let word = arguments.first, !word.hasPrefix("-"), word != "help", !known.contains(word),
      var error = NotebookChoice.refusal(of: word)
    else { return nil }
    if error.exit == 66 { error.suggestion = nearest(word, commands) ?? error.suggestion }
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

  private static func nearest(_ word: String, _ commands: [CommandConfiguration]) -> String? {
    Suggestion.nearest(word, among: commands.filter(\.shouldDisplay).compactMap(\.commandName))
  }
}
