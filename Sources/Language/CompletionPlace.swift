/// Where in a statement a text ends, and what stands behind.
struct CompletionPlace {
  /// The word being typed; may be empty.
  private(set) var fragment = ""
  /// A `$name` being typed.
  private(set) var isParameter = false
  /// Whether a value ends at the cursor that nothing can be added to: a string, a list.
  private(set) var isGlued = false
  /// The tokens of the unfinished statement before the fragment.
  private(set) var tokens: [Token.Kind] = []
  /// Those behind it, up to the end of the line or statement.
  private(set) var following: [Token.Kind] = []

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
    if !isParameter, let last = all.last, last.span.end == lexer.scalars.count {
      switch last.kind {
      case .literal(.string), .literal(.template), .literal(.file), .closeBracket: isGlued = true
      case .word, .literal:
        fragment = lexer.text(last.span.start..<last.span.end)
        all.removeLast()
      default: break
      }
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
    isGlued = isGlued && depth == 0
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
  var start: Int {
    if tokens.count >= 2, case .word = tokens[0], tokens[1] == .equals { return 2 }
    return 0
  }

  var sketch: StatementSketch {
    var sketch = StatementSketch()
    let rest = tokens.dropFirst(start)
    if case .word(let verb) = rest.first { sketch.verb = verb }
    let all = Array(rest.dropFirst()) + following
    for (index, kind) in all.enumerated() {
      let isValue = index > 1 && all[index - 1] == .equals
      if isValue, case .word(let key) = all[index - 2] { sketch.options[key] = kind.text }
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

  func verb(among verbs: [VerbSpec]) -> VerbSpec? {
    guard case .word(let word) = tokens.dropFirst(start).first else { return nil }
    return verbs.first { $0.name == word && (start == 0 || $0.makesObject) }
  }

  var typed: [Token.Kind] { Array(tokens.dropFirst(start + 1)) }

  // MARK: reading tokens

  /// The option whose value is being typed: behind `KEY =`, or inside its list.
  static func openKey(_ typed: [Token.Kind]) -> String? {
    guard let equals = typed.lastIndex(of: .equals), equals > 0,
      case .word(let key) = typed[equals - 1]
    else { return nil }
    let after = typed[(equals + 1)...]
    return after.isEmpty || openBrackets(Array(after)) > 0 ? key : nil
  }

  static func openBrackets(_ typed: [Token.Kind]) -> Int {
    typed.reduce(0) { $0 + ($1 == .openBracket ? 1 : $1 == .closeBracket ? -1 : 0) }
  }

  /// Complete values typed alone so far; a list stands as its bracket.
  static func positionals(_ typed: [Token.Kind]) -> [Token.Kind] {
    var found: [Token.Kind] = []
    var depth = 0
    for (index, kind) in typed.enumerated() {
      let before = index > 0 ? typed[index - 1] : nil
      let isOwned = before == .equals || [.word("on"), .word("to"), .word("as")].contains(before)
      switch kind {
      case .openBracket: depth += 1
      case .closeBracket:
        depth -= 1
        if depth == 0, !isOptionsList(typed[..<index]) { found.append(.openBracket) }
      case .literal where depth == 0 && !isOwned: found.append(kind)
      case .word(let word) where depth == 0 && !isOwned:
        let isKey = index + 1 < typed.count && typed[index + 1] == .equals
        if !isKey && !["on", "to", "as"].contains(word) { found.append(kind) }
      default: break
      }
    }
    return found
  }

  /// Whether the list that ends behind these is an option's value.
  private static func isOptionsList(_ typed: ArraySlice<Token.Kind>) -> Bool {
    var depth = 1
    for index in typed.indices.reversed() {
      if typed[index] == .closeBracket { depth += 1 }
      if typed[index] == .openBracket { depth -= 1 }
      if depth == 0 { return index > typed.startIndex && typed[index - 1] == .equals }
    }
    return false
  }
}

extension Token.Kind {
  /// Of a word, a string or a value like it.
  fileprivate var text: String? {
    switch self {
    case .word(let word): word
    case .literal(let value): value.text
    default: nil
    }
  }
}
