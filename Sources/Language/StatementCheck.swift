/// The check of one statement against the form chosen for it.
struct StatementCheck {
  let statement: Statement
  let verb: VerbSpec
  let choice: FormChoice
  let values: ValueChecker
  /// All verbs: an option may be another one's.
  private let verbs: [VerbSpec]
  private var form: FormSpec { choice.form }
  private(set) var problems: [Problem] = []
  private var binding: Spanned<String>?
  private var slots: [String: Spanned<Value>] = [:]
  private var options: [String: Spanned<Value>] = [:]
  private var optionOrder: [String] = []
  private var lines: [CheckedLine] = []
  /// The word in the first slot that takes words, when it is one of them.
  private let method: String?
  private let specs: [OptionSpec]

  init(
    _ statement: Statement, _ verb: VerbSpec, among verbs: [VerbSpec], _ choice: FormChoice,
    _ values: ValueChecker
  ) {
    self.statement = statement
    (self.verb, self.verbs) = (verb, verbs)
    self.choice = choice
    self.values = values
    binding = statement.binding
    method = Self.method(statement, choice)
    if let method, let own = choice.form.optionsByWord[method] {
      specs = choice.form.options + own
    } else {
      specs = choice.form.allOptions
    }
  }

  private static func method(_ statement: Statement, _ choice: FormChoice) -> String? {
    for (argument, slot) in zip(statement.arguments, choice.slotOf) {
      guard let slot, let word = argument.value.value.string else { continue }
      if choice.form.optionsByWord[word] != nil, choice.form.slots[slot].kind.takesWords {
        return word
      }
    }
    return nil
  }

  var firstProblem: Diagnostic? {
    [Phase.words, .arguments, .ranges].lazy.compactMap { phase in
      problems.first { $0.phase == phase }?.diagnostic
    }.first
  }

  var result: CheckedStatement {
    CheckedStatement(
      statement: statement, verb: verb, form: choice.index, binding: binding, slots: slots,
      options: options, optionOrder: optionOrder, specs: specs, lines: lines)
  }

  mutating func run() {
    for (index, argument) in statement.arguments.enumerated() {
      switch argument.role {
      case .option(let key): option(key, argument)
      case .positional, .preposition:
        if let slot = choice.slotOf[index] {
          fill(form.slots[slot], argument)
        } else {
          leftOver(argument, index)
        }
      }
    }
    block()
    missing()
    conflicts()
  }

  private mutating func add(
    _ phase: Phase, _ code: String, _ message: String, _ span: Span, suggestion: String? = nil,
    note: String? = nil
  ) {
    problems.append(
      Problem(
        phase: phase,
        diagnostic: .language(code, message, span, suggestion: suggestion, note: note)))
  }

  /// The value with parameters replaced and judged; nil when something in it is unknown.
  private mutating func judged(
    _ value: Spanned<Value>, _ kind: ValueKind, _ label: String
  ) -> Spanned<Value>? {
    do {
      let resolved = try values.resolved(value)
      if let problem = values.problem(resolved, kind, label) { problems.append(problem) }
      return resolved
    } catch {
      problems.append(Problem(phase: .words, diagnostic: error))
      return nil
    }
  }

  // MARK: slots

  private mutating func fill(_ slot: SlotSpec, _ argument: Argument) {
    if slot.name == form.nameSlot {
      guard case .word(let name) = argument.value.value, isName(name) else {
        return add(
          .words, "wrong-type", "expected a name after '\(slot.preposition ?? verb.name)'",
          argument.value.span)
      }
      if let binding {
        return add(
          .arguments, "conflict",
          "the result is named twice: '\(binding.value)' and '\(name)'", argument.span)
      }
      binding = Spanned(name, argument.value.span)
    }
    slots[slot.name] = judged(argument.value, slot.kind, slot.name)
  }

  private mutating func leftOver(_ argument: Argument, _ index: Int) {
    if case .preposition(let word) = argument.role { return leftOverPreposition(word, argument) }
    if let preposition = choice.mistypedPreposition(argument) {
      return add(
        .words, "unknown-word", "unknown word '\(argument.canonical)'", argument.span,
        suggestion: preposition)
    }
    if case .word(let word) = argument.value.value,
      specs.contains(where: { $0.name == word })
        || specs.contains(where: { $0.synonyms.contains(word) })
    {
      return optionWithoutEquals(word, argument, index)
    }
    let free = form.slots.indices.filter { !choice.slotOf.contains($0) }.map { form.slots[$0] }
    if let parted = partedPreposition(argument, free) {
      return add(
        .words, "unknown-word", "unknown word '\(clipped(argument.canonical))'", argument.span,
        suggestion: parted)
    }
    for slot in free {
      guard let preposition = slot.preposition,
        values.fit(argument.value.value, slot.kind) >= 2
      else { continue }
      return add(
        .arguments, "missing-argument",
        "expected '\(preposition)' before '\(clipped(argument.canonical))'", argument.span,
        suggestion: preposition + " " + argument.canonical)
    }
    _ = try? values.resolved(argument.value)
    add(
      .arguments, "unexpected-argument",
      "'\(verb.name)' has no place for \(clipped(argument.canonical))", argument.span,
      note: usage)
  }

  /// `onfilms`, where `on films` fits.
  private func partedPreposition(_ argument: Argument, _ free: [SlotSpec]) -> String? {
    guard case .word(let word) = argument.value.value else { return nil }
    for slot in free {
      guard let preposition = slot.preposition, word.hasPrefix(preposition) else { continue }
      let rest = String(word.dropFirst(preposition.count))
      if values.fit(.word(rest), slot.kind) == 4 { return preposition + " " + rest }
    }
    return nil
  }

  private mutating func leftOverPreposition(_ word: Spanned<String>, _ argument: Argument) {
    if let slot = form.slots.first(where: { $0.preposition == word.value }) {
      return add(
        .arguments, "conflict", "'\(word.value)' is given twice", argument.span,
        note: "(\(slot.meaning))")
    }
    let free = form.slots.indices.filter { !choice.slotOf.contains($0) }.map { form.slots[$0] }
    add(
      .words, "unknown-word", "'\(verb.name)' takes no '\(word.value)'", word.span,
      suggestion: free.lazy.compactMap(\.preposition).first, note: usage)
  }

  private mutating func optionWithoutEquals(_ word: String, _ argument: Argument, _ index: Int) {
    let next = index + 1
    let name = specs.first { $0.name == word || $0.synonyms.contains(word) }?.name ?? word
    if next < statement.arguments.count, statement.arguments[next].role == .positional {
      let value = statement.arguments[next]
      return add(
        .words, "syntax", "an option is written \(name)=value", argument.span.union(value.span),
        suggestion: "\(name)=\(value.canonical)")
    }
    add(
      .words, "syntax", "an option is written \(name)=value", argument.span,
      suggestion: "\(name)=")
  }

  /// The verb's example, where it fits one line.
  private var usage: String? {
    verb.example.isEmpty || verb.example.contains("\n") ? nil : "(\(verb.example))"
  }

  // MARK: options

  private mutating func option(_ key: Spanned<String>, _ argument: Argument) {
    if let kind = form.freeOption {
      if !isName(key.value) {
        add(.words, "syntax", "'\(clipped(key.value))' is not a name", key.span)
      }
      if let first = optionOrder.first, first != key.value {
        add(
          .arguments, "unexpected-argument", "'\(verb.name)' names one value at a time",
          argument.span, note: "(\(verb.name) \(argument.canonical) is a statement of its own)")
      }
      return take(key, argument.value, kind)
    }
    guard let spec = specs.first(where: { $0.name == key.value }) else {
      problems.append(unknownOption(key, argument))
      _ = judged(argument.value, .anything, key.value)
      return
    }
    take(key, argument.value, spec.kind)
  }

  private mutating func take(_ key: Spanned<String>, _ value: Spanned<Value>, _ kind: ValueKind) {
    let value = judged(value, kind, key.value)
    if options[key.value] != nil {
      return add(.arguments, "conflict", "'\(key.value)' is given twice", key.span)
    }
    optionOrder.append(key.value)
    options[key.value] = value
  }

  private func unknownOption(_ key: Spanned<String>, _ argument: Argument) -> Problem {
    if let slot = form.slots.first(where: { $0.name == key.value }), slots[slot.name] == nil {
      let value = argument.canonical.dropFirst(key.value.count + 1)
      let spelled = (slot.preposition.map { $0 + " " } ?? "") + value
      return Problem(
        phase: .words,
        diagnostic: .language(
          "unknown-option", "'\(key.value)' is no option of '\(verb.name)'", argument.span,
          suggestion: spelled))
    }
    return UnknownOption.problem(
      key, specs, owner: method ?? verb.name,
      byOwner: form.optionsByWord.merging(optionsByVerb) { $0 + $1 }, help: method ?? verb.name)
  }

  private var optionsByVerb: [String: [OptionSpec]] {
    Dictionary(verbs.map { ($0.name, $0.forms.flatMap(\.options)) }) { $0 + $1 }
  }

  // MARK: missing and conflicting

  private mutating func missing() {
    let end = statement.arguments.last?.span.end ?? statement.verb.span.end
    let place = Span(start: end, end: end)
    for (index, slot) in form.slots.enumerated()
    where slot.isRequired && !choice.slotOf.contains(index) {
      let wanted = (slot.preposition.map { "'\($0)' and " } ?? "") + slot.kind.inWords
      add(
        .arguments, "missing-argument", "'\(verb.name)' needs \(wanted)", place, note: usage)
    }
    for spec in form.options where spec.isRequired && options[spec.name] == nil {
      add(
        .arguments, "missing-argument", "'\(verb.name)' needs \(spec.name)=…", place, note: usage)
    }
    if form.freeOption != nil, optionOrder.isEmpty {
      add(.arguments, "missing-argument", "'\(verb.name)' needs NAME = value", place, note: usage)
    }
    if let block = form.block, block.isRequired, lines.isEmpty, problems.isEmpty {
      add(
        .arguments, "missing-argument", "'\(verb.name)' needs a row in '{ }'",
        statement.block?.span ?? place, note: usage)
    }
    if verb.makesObject, !verb.nameIsOptional, binding == nil {
      add(
        .arguments, "missing-name", "'\(verb.name)' makes an object and needs a name for it",
        statement.verb.span, note: usage)
    }
  }

  private mutating func conflicts() {
    for set in form.conflicts {
      let given = statement.arguments.compactMap { argument in
        if case .option(let key) = argument.role, set.contains(key.value) { key } else { nil }
      }
      if given.count > 1, given[0].value != given[1].value {
        add(
          .arguments, "conflict",
          "'\(given[0].value)' and '\(given[1].value)' exclude each other", given[1].span)
      }
    }
  }
}

// MARK: blocks

extension StatementCheck {
  private static let mostRows = 10_000

  private mutating func block() {
    guard let block = statement.block else { return }
    guard let spec = form.block else {
      return add(
        .arguments, "unexpected-argument", "'\(verb.name)' takes no rows here", block.span,
        note: usage)
    }
    var named: [String] = []
    for line in block.lines {
      if let name = line.name {
        if named.contains(name.value) {
          add(.arguments, "conflict", "two rows are named '\(name.value)'", name.span)
        }
        named.append(name.value)
      }
      self.line(line, spec)
    }
  }

  private mutating func line(_ line: BlockLine, _ spec: BlockSpec) {
    guard let own = spec.methods[line.method.value] else {
      problems.append(
        values.unknownWord(line.method.value, spec.order, "method", line.method.span))
      return
    }
    let specs = own + spec.common
    var options: [(name: String, value: Spanned<Value>)] = []
    var rows = 1
    for argument in line.options {
      guard case .option(let key) = argument.role else { continue }
      guard let option = specs.first(where: { $0.name == key.value }) else {
        problems.append(
          UnknownOption.problem(
            key, specs, owner: line.method.value, byOwner: spec.methods, help: line.method.value))
        continue
      }
      if options.contains(where: { $0.name == key.value }) {
        add(.arguments, "conflict", "'\(key.value)' is given twice", key.span)
      }
      guard let value = lineValue(argument.value, option) else { continue }
      options.append((key.value, value))
      rows = min(rows * option.kind.choices(in: value).count, Self.mostRows + 1)
    }
    if rows > Self.mostRows {
      add(.ranges, "out-of-range", "this line makes more than \(Self.mostRows) rows", line.span)
    }
    lines.append(
      CheckedLine(
        name: line.name, method: line.method, options: options, specs: specs, span: line.span))
  }

  private mutating func lineValue(
    _ value: Spanned<Value>, _ option: OptionSpec
  ) -> Spanned<Value>? {
    guard let resolved = judged(value, .anything, option.name) else { return nil }
    if case .list(let elements) = resolved.value, elements.isEmpty {
      problems.append(values.wrongType(resolved, option.kind, option.name))
      return nil
    }
    for choice in option.kind.choices(in: resolved) {
      if let problem = values.problem(choice, option.kind, option.name) {
        problems.append(problem)
      }
    }
    return resolved
  }
}

extension ValueKind {
  fileprivate var takesWords: Bool {
    switch self {
    case .words, .anyWord: true
    case .oneOf(let kinds): kinds.contains { $0.takesWords }
    default: false
    }
  }
}
