import Adapters
import Language
import Notebooks

/// `help`, `help VERB`, `help METHOD`
enum HelpCommand: Command {
  static var spec: VerbSpec {
    VerbSpec(
      "help", summary: "the verbs, or one of them, or a method",
      forms: [
        FormSpec(slots: [
          SlotSpec("topic", .words(topics), isRequired: false, meaning: "a verb or a method")
        ])
      ],
      makesObject: false, help: "", example: "help train")
  }

  static var topics: [String] {
    // The table names this file's verb too: its own declaration cannot be asked for here.
    commands.filter { $0 != HelpCommand.self }.map { $0.spec.name } + ["help"]
      + adapterMethods.map { $0.name }
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    guard let topic = s.slots["topic"]?.value.text else {
      return CommandResult(lines: overview)
    }
    if let command = commands.first(where: { $0.spec.name == topic }) {
      return CommandResult(lines: verb(command.spec))
    }
    guard let type = MethodOptions.method(named: topic) else {
      preconditionFailure("'\(topic)' is a topic but neither verb nor method")
    }
    return CommandResult(lines: method(type))
  }

  private static var overview: [[OutputPart]] {
    let width = (commands.map { $0.spec.name.count }.max() ?? 0) + 3
    return commands.map { $0.spec }.map { spec in
      [.text(spec.name.padded(to: width) + spec.summary)]
    } + [
      [.text("")], [.text("methods: " + adapterMethods.map { $0.name }.joined(separator: ", "))],
      [.text("help train, help lora: options, defaults and an example")],
    ]
  }

  private static func verb(_ spec: VerbSpec) -> [[OutputPart]] {
    var lines: [[OutputPart]] = spec.usages.map { [.text($0)] }
    lines += [[.text("")], [.text(spec.summary + (spec.help.isEmpty ? "" : ". " + spec.help))]]
    for form in spec.forms where !form.options.isEmpty {
      lines.append([.text("")])
      lines += options(form.options)
    }
    return lines + [[.text("")], [.text("example: " + spec.example)]]
  }

  private static func method(_ type: any AdapterMethod.Type) -> [[OutputPart]] {
    [
      [.text("\(type.title): \(type.summary)")], [.text("  " + type.formula)],
      [.text("  " + type.source)], [.text(type.advice)],
      [.text("default lr \(Figures.setting(type.defaultLearningRate))")], [.text("")],
    ] + options(MethodOptions.specs(of: type)) + [
      [.text("example: a = adapter \(type.name) on base")]
    ]
  }

  private static func options(_ specs: [OptionSpec]) -> [[OutputPart]] {
    var table = OutputTable(["option", "default", "meaning"])
    for option in specs {
      table.add([
        .text(option.name), .text(option.fallback ?? "not set"),
        .text(option.meaning + " (\(option.kind.description))"),
      ])
    }
    return table.lines
  }
}
