import Language
import Notebooks

/// `set threads=2`
enum SetCommand: Command {
  static let isImmediate = true

  static var spec: VerbSpec {
    VerbSpec(
      "set", summary: "change a setting of the session",
      forms: [FormSpec(slots: [], options: Settings.specs)],
      makesObject: false,
      help: "Without an option, shows the settings. What every start is to have stands in "
        + "~/.config/peftbook/config ($XDG_CONFIG_HOME), a line each: threads = 2. No setting "
        + "changes a result.",
      example: "set threads=2", synonyms: ["config", "settings"])
  }

  static func onlyLooks(_ statement: Statement) -> Bool { statement.arguments.isEmpty }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    session.settings.take(s)
    let settings = session.settings
    let checkpoint = Value.duration(seconds: settings.checkpoint).text
    let all: [(name: String, value: OutputPart)] = [
      ("threads", .given(settings.threads)), ("checkpoint", .given(checkpoint)),
      ("color", .given(settings.color.rawValue)), ("progress", .given("\(settings.progress)")),
      ("pager", .given(settings.pager.map { "\"\($0)\"" } ?? "as the environment has it")),
      ("editor", .given(settings.editor.map { "\"\($0)\"" } ?? "as the environment has it")),
    ]
    let asked = all.filter { s.has($0.name) }
    let shown = asked.isEmpty ? all : asked
    let width = (shown.map(\.name.count).max() ?? 0) + 3
    return CommandResult(
      lines: shown.map { [.text(padded($0.name, to: width)), $0.value] },
      record: [
        ("threads", .integer(settings.threads)),
        ("checkpoint_seconds", .number(settings.checkpoint)),
        ("color", .string(settings.color.rawValue)), ("progress", .bool(settings.progress)),
        ("pager", settings.pager.map { .string($0) } ?? .null),
        ("editor", settings.editor.map { .string($0) } ?? .null),
      ])
  }
}
