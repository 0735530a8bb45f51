/// The words that may stand at a place.
extension CompletionPlace {
  func candidates(_ verbs: [VerbSpec], _ names: any CompletionContext) -> [Completion] {
    if isParameter { return names.parameterNames.map { Completion("$" + $0, "parameter") } }
    if tokens.first == .question { return Self.topics(verbs, names) }
    guard tokens.count > start else {
      let offered = start == 0 ? verbs : verbs.filter(\.makesObject)
      return offered.map { Completion($0.name, $0.summary) }
    }
    guard let verb = verb(among: verbs) else { return [] }
    if let brace = typed.firstIndex(of: .openBrace) {
      return rows(Array(typed[(brace + 1)...]), verb, names)
    }
    let found = arguments(verb, names)
    return verb.name == "help" && typed.isEmpty ? Self.explained(found, verbs, names) : found
  }

  /// What `?` and `help` explain.
  private static func topics(_ verbs: [VerbSpec], _ names: any CompletionContext) -> [Completion] {
    let help = verbs.first { $0.name == "help" }
    let place = CompletionPlace("help ")
    let words = help.flatMap { place?.arguments($0, names) } ?? []
    return explained(words, verbs, names)
  }

  /// Topics of help, each with what it is: its own line in the help.
  private static func explained(
    _ words: [Completion], _ verbs: [VerbSpec], _ names: any CompletionContext
  ) -> [Completion] {
    let more = verbs.filter { verb in !words.contains { $0.text == verb.name } }
    return (words + more.map { Completion($0.name, $0.summary) }).map { word in
      let verb = verbs.first { $0.name == word.text }
      let meaning = verb?.summary ?? names.meaning(ofTopic: word.text)
      return meaning.map { Completion(word.text, $0) } ?? word
    }
  }

  // MARK: arguments

  private func arguments(_ verb: VerbSpec, _ names: any CompletionContext) -> [Completion] {
    let typed = self.typed
    let verb = verb.fitting(Self.positionals(typed))
    let options = options(of: verb)
    if let key = Self.openKey(typed) { return values(of: key, options, names) }
    if let preposition = Self.openPreposition(typed) {
      let slots = verb.forms.flatMap(\.slots).filter { $0.preposition == preposition }
      return offered(for: slots, names).words
    }
    return afterAnArgument(typed, verb, options, names)
  }

  /// The `on`, `to` or `as` that wants its value.
  private static func openPreposition(_ typed: [Token.Kind]) -> String? {
    guard case .word(let word) = typed.last, ["on", "to", "as"].contains(word) else { return nil }
    return word
  }

  /// The options of the verb, under the method that the statement names.
  private func options(of verb: VerbSpec) -> [OptionSpec] {
    let method = sketch.words.first { word in
      verb.forms.contains { $0.optionsByWord[word] != nil }
    }
    return verb.forms.flatMap { form in
      form.options + (method.map { form.optionsByWord[$0] ?? [] } ?? form.allOptions)
    }.uniqued
  }

  private func afterAnArgument(
    _ typed: [Token.Kind], _ verb: VerbSpec, _ options: [OptionSpec],
    _ names: any CompletionContext
  ) -> [Completion] {
    let due = dueSlots(of: verb)
    let (words, isBlocked) = offered(for: due, names)
    if Self.openBrackets(typed) > 0 {
      let taken = wordsInList
      return words.filter { !taken.contains($0.text) }
    }
    if isBlocked { return words }
    let all = typed + following
    let sketch = self.sketch
    let prepositions = verb.forms.flatMap(\.slots).compactMap { slot -> Completion? in
      guard let word = slot.preposition, !all.contains(.word(word)),
        names.takes(slot.name, in: sketch)
      else { return nil }
      return Completion(word, slot.meaning)
    }
    let taken = options.filter { names.takes($0.name, in: sketch) }
    return (words + prepositions + keys(taken, typed)).uniqued
  }

  /// The slots that a value without a key would go to, one a form.
  private func dueSlots(of verb: VerbSpec) -> [SlotSpec] {
    let count = Self.positionals(typed).count
    return verb.forms.compactMap { form in
      let slots = form.slots.filter { $0.preposition == nil }
      return count < slots.count ? slots[count] : nil
    }
  }

  /// What may stand in one of these slots, and what is wanted where no word can say it.
  ///
  /// - Returns: also whether objects are wanted and there are none: nothing helps then but to make
  ///   one.
  private func offered(
    for slots: [SlotSpec], _ names: any CompletionContext
  ) -> (words: [Completion], isBlocked: Bool) {
    let all = slots.map { slot in
      let cells = slot.name == "cell" ? names.cells : []
      return (slot: slot, words: cells + words(slot.kind, slot.meaning, names))
    }
    let known = all.flatMap(\.words)
    let explained = all.compactMap { slot, own -> Completion? in
      let isHelped = own.isEmpty && slot.isRequired
      guard isHelped, !slot.kind.takesObjectsAlone || known.isEmpty else { return nil }
      return explanation(of: slot, names)
    }
    let isBlocked =
      !slots.isEmpty && known.isEmpty
      && slots.allSatisfy { $0.isRequired && $0.kind.takesObjectsAlone }
    return ((known + explained).uniqued, isBlocked)
  }

  private func explanation(of slot: SlotSpec, _ names: any CompletionContext) -> Completion {
    if let kinds = slot.kind.objectKinds {
      let isThere = names.names.contains { name in
        kinds.isEmpty || names.kind(of: name).map(kinds.contains) ?? false
      }
      let state = isThere ? "that fits" : "there yet"
      return Completion("", "\(slot.meaning): no \(inWords(kinds)) \(state)")
    }
    switch slot.kind {
    case .string, .content, .source, .path: return Completion("", slot.meaning, sign: "\"…\"")
    default: return Completion("", "\(slot.meaning): \(slot.kind.inWords)", sign: slot.name)
    }
  }

  private func keys(_ options: [OptionSpec], _ typed: [Token.Kind]) -> [Completion] {
    let all = typed + following
    return options.filter { option in
      !zip(all, all.dropFirst()).contains { $0 == .word(option.name) && $1 == .equals }
    }.map { Completion($0.name + "=", $0.summary) }
  }

  // MARK: values of options

  /// - Parameter isInBlock: whether a list may hold several values, a row each.
  private func values(
    of key: String, _ options: [OptionSpec], _ names: any CompletionContext,
    isInBlock: Bool = false
  ) -> [Completion] {
    guard let option = options.first(where: { $0.name == key }) else { return [] }
    let known = names.words(for: key, in: sketch)
    let isInList = Self.openBrackets(typed) > 0
    // A list of them begins with its bracket; so does a choice that is a list of names.
    let lead = isInList || !option.kind.isListOfWords ? "" : "["
    let kind = isInList ? option.kind.element ?? (isInBlock ? option.kind : nil) : option.kind
    let all =
      (kind.map { words($0, "", names) } ?? [])
      + known.map { Completion(lead + $0.text, $0.detail) }
    let taken = isInList ? wordsInList : []
    let found = all.filter { !taken.contains($0.text) }
    // Nothing is left to add to the list.
    if found.isEmpty, !all.isEmpty { return [] }
    return found.isEmpty
      ? [Completion("", option.summary, sign: option.name)] : found.uniqued
  }

  /// What the list around the cursor holds already, on both sides.
  private var wordsInList: [String] {
    var (depth, before): (Int, [Token.Kind]) = (0, [])
    for kind in typed.reversed() {
      if kind == .closeBracket { depth += 1 }
      if kind == .openBracket { depth -= 1 }
      if depth < 0 { break }
      before.append(kind)
    }
    return (before + following.prefix { $0 != .closeBracket }).compactMap { kind in
      if case .word(let word) = kind { word } else { nil }
    }
  }

  private func words(
    _ kind: ValueKind, _ meaning: String, _ names: any CompletionContext
  ) -> [Completion] {
    switch kind {
    case .words(let words):
      return words.map { Completion($0, names.meaning(ofTopic: $0) ?? meaning) }
    case .flag: return [Completion("true", ""), Completion("false", "")]
    case .object(let kinds): return objects(kinds, names)
    case .list(let inner): return words(inner, meaning, names)
    case .oneOf(let kinds): return kinds.flatMap { words($0, meaning, names) }
    case .optional(let inner): return words(inner, meaning, names) + [Completion("none", "")]
    default: return []
    }
  }

  /// Objects of the right kind that fit the rest of the statement.
  private func objects(_ kinds: [String], _ names: any CompletionContext) -> [Completion] {
    let sketch = self.sketch
    let known = names.names.compactMap { name in
      names.kind(of: name).flatMap { own in
        kinds.isEmpty || kinds.contains(own) ? Completion(name, own) : nil
      }
    }
    return known.filter { names.fits($0.text, in: sketch) }
  }

  // MARK: strings

  /// What may stand where a string begins, and the option it is the value of.
  func expectedValues(_ verbs: [VerbSpec]) -> (kinds: [ValueKind], option: String?) {
    guard let verb = verb(among: verbs)?.fitting(Self.positionals(typed)) else { return ([], nil) }
    if let key = Self.openKey(typed) {
      return (options(of: verb).filter { $0.name == key }.map(\.kind), key)
    }
    if let preposition = Self.openPreposition(typed) {
      let slots = verb.forms.flatMap(\.slots)
      return (slots.filter { $0.preposition == preposition }.map(\.kind), nil)
    }
    return (dueSlots(of: verb).map(\.kind), nil)
  }

  // MARK: rows of a block

  private func rows(
    _ typed: [Token.Kind], _ verb: VerbSpec, _ names: any CompletionContext
  ) -> [Completion] {
    guard !typed.contains(.closeBrace), let block = verb.forms.lazy.compactMap(\.block).first else {
      return []
    }
    var line: [Token.Kind] = []
    var depth = 0
    for kind in typed {
      if kind == .openBracket { depth += 1 }
      if kind == .closeBracket { depth -= 1 }
      if depth <= 0 && (kind == .newline || kind == .semicolon) {
        line = []
      } else {
        line.append(kind)
      }
    }
    if line.count >= 2, line[1] == .colon { line.removeFirst(2) }
    guard case .word(let method) = line.first else {
      guard line.isEmpty else { return [] }
      return block.order.map { Completion($0, names.meaning(ofTopic: $0) ?? "method") }
    }
    let options = (block.methods[method] ?? []) + block.common
    if let key = Self.openKey(line) { return values(of: key, options, names, isInBlock: true) }
    return keys(options, line)
  }
}

extension ValueKind {
  /// Whether a list of words is a value, and one word alone is none.
  fileprivate var isListOfWords: Bool {
    switch self {
    case .list: true
    case .oneOf(let kinds):
      kinds.contains { $0.isListOfWords } && !kinds.contains(.anyWord) && !kinds.contains(.label)
    case .optional(let kind): kind.isListOfWords
    default: false
    }
  }

  /// What an element of a list may be; nil where no list may stand.
  fileprivate var element: ValueKind? {
    switch self {
    case .list(let inner): return inner
    case .oneOf(let kinds):
      let inner = kinds.compactMap(\.element)
      return inner.isEmpty ? nil : .oneOf(inner)
    case .optional(let kind): return kind.element
    default: return nil
    }
  }

  /// The kinds of the objects whose names may stand there; nil where something else is wanted.
  fileprivate var objectKinds: [String]? {
    switch self {
    case .object(let kinds): kinds
    case .list(let inner): inner.objectKinds
    default: nil
    }
  }

  fileprivate var takesObjectsAlone: Bool { objectKinds != nil }
}

extension [Completion] {
  /// One of each word; of several the first is kept.
  fileprivate var uniqued: [Completion] {
    var seen: Set<String> = []
    return filter { seen.insert($0.text.isEmpty ? "\($0.sign) \($0.detail)" : $0.text).inserted }
  }
}

extension [OptionSpec] {
  fileprivate var uniqued: [OptionSpec] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
