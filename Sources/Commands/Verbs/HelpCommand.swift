import Adapters
import Files
import Language
import Notebooks

/// `help`, `help VERB`, `help METHOD`, `help NAME`, `help search "…"`; also written `?` and
/// `?name`.
enum HelpCommand: Command {
  static let isImmediate = true

  static let onlyLooks = true

  static var spec: VerbSpec {
    VerbSpec(
      "help", summary: "the verbs, or one of them, a method, or an object",
      forms: [
        FormSpec(slots: [
          SlotSpec(
            "topic", .oneOf([.words(topics), .object([])]), isRequired: false,
            meaning: "a verb, a method, an object's name or another topic")
        ]),
        FormSpec(slots: [
          SlotSpec("search", .words(["search"]), meaning: "look for words in all help"),
          SlotSpec("words", .oneOf([.string, .anyWord]), meaning: "what to look for"),
        ]),
      ],
      makesObject: false, help: "?name is short for help name.", example: "help search \"memory\"")
  }

  static var topics: [String] {
    // The table names this file's verb too: its own declaration cannot be asked for here.
    commands.filter { $0 != HelpCommand.self }.map { $0.spec.name } + ["help"]
      + adapterMethods.map { $0.name } + HelpTopic.all.map(\.name)
  }

  /// What is no topic may be an option of several.
  static func pointing(_ error: Diagnostic, from statement: Statement) -> Diagnostic {
    guard statement.verb.value == spec.name, error.code == "unknown-word",
      error.suggestion == nil, statement.arguments.count == 1,
      let word = statement.arguments[0].value.value.string, HelpSearch(word).hasFound
    else { return error }
    var error = error
    error.note = "(help search \(JSON.string(word).serialized()) finds it)"
    return error
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    if s.has("words") { return CommandResult(lines: HelpSearch(s.text("words").value).lines) }
    guard let topic = s.slots["topic"]?.value.text else { return CommandResult(lines: overview) }
    if let verb = Session.verbs.first(where: { $0.name == topic }) {
      return CommandResult(lines: VerbHelp(spec: verb).lines)
    }
    if let type = MethodOptions.method(named: topic) {
      return CommandResult(lines: MethodHelp(type: type).lines)
    }
    guard let binding = session.binding(of: topic) else {
      guard let topic = HelpTopic.named(topic) else {
        preconditionFailure("'\(topic)' is a topic but nothing says what it is")
      }
      return CommandResult(lines: ([topic.summary, ""] + topic.lines).map { [.text($0)] })
    }
    let help = ObjectHelp(
      name: topic, kind: binding.kind, origin: binding.origin,
      staleness: session.staleness(of: topic))
    return CommandResult(lines: help.lines)
  }

  private static var overview: [[OutputPart]] {
    let specs = Session.verbs
    let width = (specs.map(\.name.count).max() ?? 0) + 3
    var lines = specs.map { padded($0.name, to: width) + $0.summary }
    lines += [
      "", "methods: " + adapterMethods.map { $0.name }.joined(separator: ", "),
      "topics:  " + HelpTopic.all.map(\.name).joined(separator: ", "),
    ]
    lines += [
      "help train, help lora: options, defaults and an example; ?name says what an object is",
      "help search \"memory\": every option that has to do with it",
      "help replay, help check: how a notebook is run again and compared, from the shell",
    ]
    return lines.map { [.text($0)] }
  }
}
