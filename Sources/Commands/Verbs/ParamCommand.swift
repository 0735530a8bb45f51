import Files
import Language
import Notebooks

/// `param NAME = value`: a value that `--param NAME=value` overrules.
enum ParamCommand: Command {
  static var spec: VerbSpec {
    VerbSpec(
      "param", summary: "name a value that the command line can overrule",
      forms: [
        FormSpec(slots: [
          SlotSpec("assignment", .assignment, meaning: "NAME = value")
        ])
      ],
      makesObject: false,
      help: "Used as $NAME where a value may stand, and in strings.",
      example: "param rank = 8")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    guard let (name, written) = s.assignment else {
      preconditionFailure("param: no assignment")
    }
    let value = session.overrides[name.value] ?? written.value
    session.parameters[name.value] = value
    return CommandResult(
      lines: [[.text(padded(name.value)), .given(value.canonical)]],
      record: [("name", .string(name.value)), ("value", .string(value.canonical))])
  }
}
