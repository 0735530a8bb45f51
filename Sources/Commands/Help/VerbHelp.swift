import Language
import Notebooks

/// What `help` says of a verb, all of it from the declaration.
package struct VerbHelp {
  let spec: VerbSpec

  package init(spec: VerbSpec) { self.spec = spec }

  package var lines: [[OutputPart]] {
    var lines: [[OutputPart]] = usages.map { [.text($0)] }
    lines += [[], [.text(sentence)]]
    for form in spec.forms {
      let table = arguments(form)
      if !table.isEmpty { lines += [[]] + table }
    }
    return lines + [[], [.text("example")]]
      + spec.example.split(separator: "\n").map { [.text("  " + $0)] }
  }

  /// "Train an adapter on a data set. Binds the new state …"
  var sentence: String { spec.summary + (spec.help.isEmpty ? "" : ". " + spec.help) }

  /// One a form: `[NAME =] train ADAPTER on DATA [option=value …]`
  var usages: [String] { spec.forms.map(usage) }

  private func usage(_ form: FormSpec) -> String {
    var words: [String] = []
    if spec.makesObject { words.append(spec.nameIsOptional ? "[NAME =]" : "NAME =") }
    words.append(spec.name)
    for slot in form.slots {
      let word = Self.usage(slot)
      words.append(slot.isRequired ? word : "[\(word)]")
    }
    if !form.options.isEmpty || !form.optionsByWord.isEmpty { words.append("[option=value …]") }
    if form.freeOption != nil { words.append("NAME = VALUE") }
    if form.block != nil { words.append("{ a method a line }") }
    return words.joined(separator: " ")
  }

  /// "on DATA"; a word that has to stand there as it is.
  private static func usage(_ slot: SlotSpec) -> String {
    var word = slot.name.uppercased()
    if case .words(let choices) = slot.kind, choices.count == 1 { word = choices[0] }
    return (slot.preposition.map { $0 + " " } ?? "") + word
  }

  /// What stands in a form and what it takes: arguments, then options with their defaults.
  struct Row {
    let name: String
    let kind: String
    let fallback: String
    let meaning: String

    init(_ option: OptionSpec) {
      name = option.name
      kind = option.kind.inShort
      fallback = option.fallback ?? (option.isRequired ? "needed" : "not set")
      meaning = VerbHelp.meaning(of: option)
    }

    init(_ slot: SlotSpec) {
      name = VerbHelp.usage(slot)
      kind = slot.kind.inShort
      fallback = slot.isRequired ? "needed" : "not set"
      meaning = slot.meaning
    }
  }

  func rows(_ form: FormSpec) -> [Row] {
    let slots = form.slots.filter { slot in
      if case .words(let words) = slot.kind { words.count > 1 } else { true }
    }
    return slots.map { Row($0) } + form.options.map { Row($0) }
  }

  private func arguments(_ form: FormSpec) -> [[OutputPart]] {
    Self.table(rows(form))
  }

  static func table(_ rows: [Row]) -> [[OutputPart]] {
    guard !rows.isEmpty else { return [] }
    var table = OutputTable(
      ["option", "takes", "default", "meaning"], alignments: [.left, .left, .left, .left])
    for row in rows {
      table.append([.text(row.name), .text(row.kind), .text(row.fallback), .text(row.meaning)])
    }
    return table.lines
  }

  /// With the words it takes, where they are too many for their column.
  static func meaning(of option: OptionSpec) -> String {
    guard case .words(let words) = option.kind, words.count > 4 else { return option.meaning }
    return option.meaning + ": " + words.joined(separator: ", ")
  }
}
