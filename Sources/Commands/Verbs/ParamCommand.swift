import Files
import Language
import Notebooks

/// `param NAME = value`: a value that `--param NAME=value` overrules.
enum ParamCommand: Command {
  static let isImmediate = true

  static var spec: VerbSpec {
    VerbSpec(
      "param", summary: "name a value that the command line can overrule",
      forms: [
        FormSpec(freeOption: .anything)
      ],
      makesObject: false,
      help: "Used as $NAME where a value may stand, and in strings.",
      example: "param rank = 8")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    guard let name = s.optionOrder.first, let written = s.options[name] else {
      preconditionFailure("param: no assignment")
    }
    let value = session.overrides[name] ?? written.value
    session.parameters[name] = value
    return CommandResult(
      lines: [[.text(padded(name)), .given(value.text)]],
      record: [("name", .string(name)), ("value", .string(value.text))])
  }
}
