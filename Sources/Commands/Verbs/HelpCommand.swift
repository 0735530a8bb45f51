import Adapters
import Language
import Notebooks

/// `help`, `help VERB`, `help METHOD`
enum HelpCommand: Command {
  static let isImmediate = true

  static let onlyLooks = true

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
    let specs = commands.map { $0.spec }
    let width = (specs.map(\.name.count).max() ?? 0) + 3
    var lines = specs.map { padded($0.name, to: width) + $0.summary }
    lines += ["", "methods: " + adapterMethods.map { $0.name }.joined(separator: ", ")]
    lines.append("help train, help lora: options, defaults and an example")
    return lines.map { [.text($0)] }
  }

  static func verb(_ spec: VerbSpec) -> [[OutputPart]] {
    var lines = spec.forms.map { usage(spec, $0) }
    lines += ["", spec.summary + (spec.help.isEmpty ? "" : ". " + spec.help)]
    var parts: [[OutputPart]] = lines.map { [.text($0)] }
    for form in spec.forms where !form.options.isEmpty {
      parts.append([])
      parts += options(form.options)
    }
    let example = spec.example.split(separator: "\n").map { "  " + $0 }
    return parts + (["", "example"] + example).map { [.text($0)] }
  }

  /// `[NAME =] train ADAPTER on DATA [options] [{ lines }]`
  private static func usage(_ spec: VerbSpec, _ form: FormSpec) -> String {
    var words: [String] = []
    if spec.makesObject { words.append(spec.nameIsOptional ? "[NAME =]" : "NAME =") }
    words.append(spec.name)
    for slot in form.slots {
      var word = slot.name.uppercased()
      if case .words(let choices) = slot.kind, choices.count == 1 { word = choices[0] }
      if let preposition = slot.preposition { word = preposition + " " + word }
      words.append(slot.isRequired ? word : "[\(word)]")
    }
    if !form.options.isEmpty || !form.optionsByWord.isEmpty { words.append("[option=value …]") }
    if form.freeOption != nil { words.append("NAME = VALUE") }
    if form.block != nil { words.append("{ a method a line }") }
    return words.joined(separator: " ")
  }

  private static func method(_ type: any AdapterMethod.Type) -> [[OutputPart]] {
    let lines = [
      "\(type.title): \(type.summary)", "  " + type.formula, "  " + type.source, type.advice,
      "default lr \(Figures.setting(type.defaultLearningRate))",
    ]
    var table = OutputTable(
      ["option", "default", "meaning"], alignments: [.left, .left, .left])
    for option in type.options {
      table.append([.text(option.name), .text(option.fallback), .text(option.meaning)])
    }
    return lines.map { [.text($0)] } + (type.options.isEmpty ? [] : [[]] + table.lines)
      + [[], [.text("example")], [.text("  a = adapter \(type.name) on base")]]
  }

  private static func options(_ specs: [OptionSpec]) -> [[OutputPart]] {
    var table = OutputTable(
      ["option", "default", "meaning"], alignments: [.left, .left, .left])
    for option in specs {
      table.append([
        .text(option.name), .text(option.fallback ?? "not set"), .text(meaning(of: option)),
      ])
    }
    return table.lines
  }

  /// With the words it takes, where there is a choice among words.
  private static func meaning(of option: OptionSpec) -> String {
    guard case .words(let words) = option.kind, words.count > 1 else { return option.meaning }
    return option.meaning + ": " + words.joined(separator: ", ")
  }
}
