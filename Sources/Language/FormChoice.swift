/// Which form of a verb a statement is, and which slot each of its arguments fills.
struct FormChoice {
  let index: Int
  let form: FormSpec
  /// For each argument the index of its slot; nil for options and for what fits nowhere.
  var slotOf: [Int?]
  private var score = 0

  /// The form that fits best; of equals the first.
  static func best(
    for statement: Statement, of verb: VerbSpec, _ values: ValueChecker
  ) -> FormChoice {
    let choices = verb.forms.indices.map {
      FormChoice($0, verb.forms[$0], statement, values)
    }
    var best = choices[0]
    for choice in choices.dropFirst() where choice.score > best.score { best = choice }
    return best
  }

  private init(
    _ index: Int, _ form: FormSpec, _ statement: Statement, _ values: ValueChecker
  ) {
    self.index = index
    self.form = form
    slotOf = [Int?](repeating: nil, count: statement.arguments.count)
    for (position, argument) in statement.arguments.enumerated() {
      place(argument, position, values)
    }
    for slot in form.slots.indices where form.slots[slot].isRequired && !slotOf.contains(slot) {
      score -= 1
    }
    if statement.block != nil && form.block == nil { score -= 3 }
    if statement.block == nil, let block = form.block, block.isRequired { score -= 1 }
  }

  private mutating func place(_ argument: Argument, _ position: Int, _ values: ValueChecker) {
    let preposition: String?
    switch argument.role {
    case .option(let key):
      if form.allOptions.contains(where: { $0.name == key.value }) { score += 1 }
      return
    case .preposition(let word): preposition = word.value
    case .positional: preposition = nil
    }
    var best: (slot: Int, fit: Int)?
    for slot in form.slots.indices
    where form.slots[slot].preposition == preposition && !slotOf.contains(slot) {
      let fit = values.fit(argument.value.value, form.slots[slot].kind)
      if fit > best?.fit ?? -1 { best = (slot, fit) }
    }
    // A lone value that is no value of any free slot's kind is left over when `on` was mistyped.
    guard let best, !(best.fit == 0 && isMistypedPreposition(argument, values)) else {
      score -= 2
      return
    }
    slotOf[position] = best.slot
    score += best.fit + (preposition == nil ? 0 : 1)
  }

  private func isMistypedPreposition(_ argument: Argument, _ values: ValueChecker) -> Bool {
    mistypedPreposition(argument) != nil
  }

  /// The preposition a leftover word was meant to be: `train a no d`.
  func mistypedPreposition(_ argument: Argument) -> String? {
    guard argument.role == .positional, case .word(let word) = argument.value.value,
      word.unicodeScalars.count <= 3
    else { return nil }
    let free = form.slots.indices.filter { !slotOf.contains($0) }
    return Suggestion.nearest(word, among: free.compactMap { form.slots[$0].preposition })
  }
}

extension FormSpec {
  /// The options of the form under any method.
  var allOptions: [OptionSpec] {
    options + optionsByWord.keys.sorted().flatMap { optionsByWord[$0] ?? [] }
  }
}
