import Commands
import Language
import Notebooks

/// What the prompt adds to the help of the language.
enum PromptHelp {
  /// `help` names the statements of the prompt too.
  static func completing(_ output: CellOutput, of statement: Statement) -> CellOutput {
    guard statement.canonical == "help" else { return output }
    return output + CellOutput(lines: PromptVerbs.listing.map { [.text($0)] })
  }

  /// `help history`, of a statement that only the prompt knows, and `help search "words"`, which
  /// looks into those too; nil for everything else.
  static func answer(to statement: Statement) -> CellOutput? {
    guard statement.verb.value == "help", statement.binding == nil else { return nil }
    let words = statement.arguments.map(\.value.value)
    if words.count == 2, words[0] == .word("search"), case .string(let text) = words[1] {
      return CellOutput(lines: HelpSearch(text, verbs: verbs).lines)
    }
    // `help save session` is about `save`.
    guard let topic = words.first?.string, words.count == 1 || words.last == .word("session"),
      let spec = verbs.first(where: { $0.name == topic }),
      PromptVerbs.specs.contains(where: { $0.name == topic })
    else { return nil }
    return CellOutput(lines: VerbHelp(spec: spec).lines)
  }

  /// Of language and prompt; the prompt's `save` is a further form of the language's.
  static let verbs: [VerbSpec] = {
    let own = PromptVerbs.specs
    let library = Session.verbs.map { verb in
      own.first { $0.name == verb.name }.map { verb.adding($0.forms) } ?? verb
    }
    return library + own.filter { one in !library.contains { $0.name == one.name } }
  }()
}
