/// Where in a statement a text ends, and what stands behind.
struct CompletionPlace {
  /// The word being typed; may be empty.
  private(set) var fragment = ""
  /// A `$name` being typed.
  private var isParameter = false
  /// The tokens of the unfinished statement before the fragment.
  private var tokens: [Token.Kind] = []
  /// Those behind it, up to the end of the line or statement.
  private var following: [Token.Kind] = []

  /// Nil inside a string or after something that does not read.
  init?(_ before: String, _ after: String = "") {
    var before = before
    if let dollar = Self.openParameter(before) {
      before = dollar.before
      (fragment, isParameter) = ("$" + dollar.name, true)
    }
    var lexer = Lexer(before)
    do { try lexer.run() } catch { return nil }
    var all = lexer.tokens.dropLast()
    if case .comment = all.last?.kind { return nil }
    if !isParameter, let last = all.last, case .word(let word) = last.kind,
      last.span.end == lexer.scalars.count
    {
      fragment = word
      all.removeLast()
    }
    var depth = 0
    for token in all {
      switch token.kind {
      case .openBracket, .openBrace: depth += 1
      case .closeBracket, .closeBrace: depth = max(0, depth - 1)
      case .newline, .semicolon:
        if depth == 0 {
          tokens = []
          continue
        }
      case .comment: continue
      default: break
      }
      tokens.append(token.kind)
    }
    following = Self.tokens(behind: after)
  }

  /// `… $na`: what stands before the dollar, and the name so far.
  private static func openParameter(_ text: String) -> (before: String, name: String)? {
    guard let dollar = text.lastIndex(of: "$") else { return nil }
    let name = text[text.index(after: dollar)...]
    guard name.unicodeScalars.allSatisfy(\.continuesName) else { return nil }
    return (String(text[..<dollar]), String(name))
  }

  /// The rest of the word at the cursor is no part of it.
  private static func tokens(behind text: String) -> [Token.Kind] {
    let rest = text.unicodeScalars.drop { $0.continuesName || $0 == "-" }
    var lexer = Lexer(String(String.UnicodeScalarView(rest)))
    // What was read before an error still stands.
    do { try lexer.run() } catch {}
    return Array(
      lexer.tokens.map(\.kind).prefix {
        $0 != .newline && $0 != .semicolon && $0 != .comment && $0 != .end
      })
  }

  // MARK: the statement

  /// The verb's place among the tokens, past `NAME =`.
  private var start: Int {
    if tokens.count >= 2, case .word = tokens[0], tokens[1] == .equals { return 2 }
    return 0
  }

  var sketch: StatementSketch {
    var sketch = StatementSketch()
    let rest = tokens.dropFirst(start)
    if case .word(let verb) = rest.first { sketch.verb = verb }
    let all = Array(rest.dropFirst()) + following
    for (index, kind) in all.enumerated() {
      switch kind {
      case .word(let word):
        let isKey = index + 1 < all.count && all[index + 1] == .equals
        if !isKey, !["on", "to", "as"].contains(word) { sketch.words.append(word) }
      case .literal(.string(let text)): sketch.strings.append(text)
      default: break
      }
    }
    return sketch
  }

  private func verb(among verbs: [VerbSpec]) -> VerbSpec? {
    guard case .word(let word) = tokens.dropFirst(start).first else { return nil }
    return verbs.first { $0.name == word && (start == 0 || $0.makesObject) }
  }

  private var typed: [Token.Kind] { Array(tokens.dropFirst(start + 1)) }

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
    let verb = verb.fitting(typed)
    let options = options(of: verb)
    if let key = Self.openKey(typed) { return values(of: key, options, names) }
    let slots = verb.forms.flatMap(\.slots)
    if case .word(let word) = typed.last, ["on", "to", "as"].contains(word) {
      return slots.filter { $0.preposition == word }.flatMap {
        words($0.kind, $0.meaning, names)
      }.uniqued
    }
    return afterAnArgument(typed, verb, options, names)
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
    var found: [Completion] = []
    let isInList = Self.openBrackets(typed) > 0
    let count = Self.positionals(typed)
    for form in verb.forms {
      let slots = form.slots.filter { $0.preposition == nil }
      if count < slots.count { found += words(slots[count].kind, slots[count].meaning, names) }
      if isInList { continue }
      for slot in form.slots {
        guard let preposition = slot.preposition,
          !(typed + following).contains(.word(preposition))
        else { continue }
        found.append(Completion(preposition, slot.meaning))
      }
    }
    if isInList { return found.uniqued }
    return (found + keys(options, typed)).uniqued
  }

  private func keys(_ options: [OptionSpec], _ typed: [Token.Kind]) -> [Completion] {
    let all = typed + following
    return options.filter { option in
      !zip(all, all.dropFirst()).contains { $0 == .word(option.name) && $1 == .equals }
    }.map { Completion($0.name + "=", $0.summary) }
  }

  private func values(
    of key: String, _ options: [OptionSpec], _ names: any CompletionContext
  ) -> [Completion] {
    guard let option = options.first(where: { $0.name == key }) else { return [] }
    let known = names.words(for: key, in: sketch)
    // A list of them begins with its bracket; so does a choice that is a list of names.
    let isInList = Self.openBrackets(typed) > 0
    let lead = isInList || !option.kind.isListOfWords ? "" : "["
    let all = words(option.kind, "", names) + known.map { Completion(lead + $0.text, $0.detail) }
    let taken = isInList ? wordsInList : []
    let found = all.filter { !taken.contains($0.text) }
    // Nothing is left to add to the list.
    if found.isEmpty, !all.isEmpty { return [] }
    return found.isEmpty ? [Completion("", "\(option.name)   \(option.summary)")] : found.uniqued
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
    case .words(let words): return words.map { Completion($0, meaning) }
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
    guard let verb = verb(among: verbs) else { return ([], nil) }
    let typed = self.typed
    if let key = Self.openKey(typed) {
      return (options(of: verb).filter { $0.name == key }.map(\.kind), key)
    }
    let slots = verb.forms.flatMap(\.slots)
    if case .word(let word) = typed.last, ["on", "to", "as"].contains(word) {
      return (slots.filter { $0.preposition == word }.map(\.kind), nil)
    }
    let count = Self.positionals(typed)
    return (
      verb.forms.compactMap { form in
        let slots = form.slots.filter { $0.preposition == nil }
        return count < slots.count ? slots[count].kind : nil
      }, nil
    )
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
      return line.isEmpty ? block.order.map { Completion($0, "method") } : []
    }
    let options = (block.methods[method] ?? []) + block.common
    if let key = Self.openKey(line) { return values(of: key, options, names) }
    return keys(options, line)
  }

  // MARK: reading tokens

  /// The option whose value is being typed: behind `KEY =`, or inside its list.
  private static func openKey(_ typed: [Token.Kind]) -> String? {
    guard let equals = typed.lastIndex(of: .equals), equals > 0,
      case .word(let key) = typed[equals - 1]
    else { return nil }
    let after = typed[(equals + 1)...]
    return after.isEmpty || openBrackets(Array(after)) > 0 ? key : nil
  }

  private static func openBrackets(_ typed: [Token.Kind]) -> Int {
    typed.reduce(0) { $0 + ($1 == .openBracket ? 1 : $1 == .closeBracket ? -1 : 0) }
  }

  /// Complete values typed alone so far.
  private static func positionals(_ typed: [Token.Kind]) -> Int {
    var count = 0
    var depth = 0
    for (index, kind) in typed.enumerated() {
      let before = index > 0 ? typed[index - 1] : nil
      let isOwned = before == .equals || [.word("on"), .word("to"), .word("as")].contains(before)
      switch kind {
      case .openBracket: depth += 1
      case .closeBracket:
        depth -= 1
        if depth == 0 { count += 1 }
      case .literal where depth == 0 && !isOwned: count += 1
      case .word(let word) where depth == 0 && !isOwned:
        let isKey = index + 1 < typed.count && typed[index + 1] == .equals
        if !isKey && !["on", "to", "as"].contains(word) { count += 1 }
      default: break
      }
    }
    return count
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
}

extension Array where Element: Equatable {
  fileprivate var uniqued: [Element] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
