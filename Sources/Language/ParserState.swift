/// A recursive-descent parser over the tokens of one text.
struct ParserState {
  let lexer: Lexer
  var tokens: [Token] { lexer.tokens }
  private(set) var index = 0
  private var depth = 0
  private var sawInnerComment = false

  /// Lists in lists beyond this are an error, not a stack overflow.
  private static let deepestList = 16

  init(_ source: SourceText) throws(Diagnostic) {
    var lexer = Lexer(source.text)
    try lexer.run()
    self.lexer = lexer
  }

  var kind: Token.Kind { tokens[index].kind }
  var span: Span { tokens[index].span }
  var currentText: String { text(span) }
  private var previousEnd: Int { index > 0 ? tokens[index - 1].span.end : 0 }

  func text(_ span: Span) -> String { lexer.text(span.start..<span.end) }

  func kind(ahead: Int) -> Token.Kind {
    index + ahead < tokens.count ? tokens[index + ahead].kind : .end
  }

  mutating func advance() {
    if index + 1 < tokens.count { index += 1 }
  }
}

// MARK: statements

extension ParserState {
  mutating func statement() throws(Diagnostic) -> Statement {
    let start = span.start
    sawInnerComment = false
    if let question = try question() { return question }
    var binding: Spanned<String>?
    if case .word = kind, kind(ahead: 1) == .equals {
      binding = try name("an object's name")
      advance()
    }
    let verb = try verb(after: binding)
    var arguments: [Argument] = []
    var block: Block?
    while !endsStatement {
      if kind == .openBrace {
        block = try self.block(of: verb.value)
        break
      }
      arguments.append(try argument(of: verb.value))
    }
    let canonical = canonical(binding, verb.value, arguments, block)
    return Statement(
      binding: binding, verb: verb, arguments: arguments, block: block,
      span: Span(start: start, end: previousEnd), canonical: canonical,
      keepsText: sawInnerComment)
  }

  /// `?`, `?name` and `name?`, which ask for help.
  private mutating func question() throws(Diagnostic) -> Statement? {
    let start = span.start
    var topic: Spanned<Value>?
    var mark = span
    if kind == .question {
      advance()
      if case .word(let word) = kind {
        topic = Spanned(.word(word), span)
        advance()
      }
    } else if case .word(let word) = kind, kind(ahead: 1) == .question {
      topic = Spanned(.word(word), span)
      advance()
      mark = span
      advance()
    } else {
      return nil
    }
    let arguments = topic.map { topic in
      [
        Argument(
          role: .positional, value: topic, span: topic.span, canonical: topic.value.text)
      ]
    }
    return Statement(
      verb: Spanned("help", mark), arguments: arguments ?? [],
      span: Span(start: start, end: previousEnd),
      canonical: (["help"] + (topic.map { [$0.value.text] } ?? [])).joined(separator: " "))
  }

  private func canonical(
    _ binding: Spanned<String>?, _ verb: String, _ arguments: [Argument], _ block: Block?
  ) -> String {
    var text = (binding.map { [$0.value, "="] } ?? []) + [verb]
    text += arguments.map(\.canonical)
    guard let block else { return text.joined(separator: " ") }
    let rows = block.lines.map { "\n  " + $0.canonical }.joined()
    return text.joined(separator: " ") + " {" + rows + "\n}"
  }

  private var endsStatement: Bool {
    switch kind {
    case .newline, .semicolon, .comment, .end: true
    default: false
    }
  }

  mutating func expectStatementEnd() throws(Diagnostic) {
    if !endsStatement { throw unexpected("the end of the statement") }
  }

  private mutating func verb(after binding: Spanned<String>?) throws(Diagnostic) -> Spanned<String>
  {
    guard case .word(let verb) = kind else {
      try refuseDoubledEquals()
      let place = binding.map { "a verb after '\($0.value) ='" } ?? "a statement"
      if case .openBrace = kind {
        throw unexpected(place, note: "('{' stands at the end of its statement's line)")
      }
      throw unexpected(place)
    }
    let place = span
    if reservedWords.contains(verb) { throw unexpected("a statement") }
    advance()
    return Spanned(verb, place)
  }

  private mutating func name(_ what: String) throws(Diagnostic) -> Spanned<String> {
    guard case .word(let name) = kind else { throw unexpected(what) }
    let place = span
    if reservedWords.contains(name) {
      throw .syntax("'\(name)' is a word of the language and names nothing", place)
    }
    if !isName(name) {
      let mended = String(
        String.UnicodeScalarView(name.unicodeScalars.map { $0 == "-" ? "_" : $0 }))
      throw .syntax(
        "'\(clipped(name))' is not a name: a letter, then letters, digits, '_' and '.'", place,
        suggestion: isName(mended) ? mended : nil)
    }
    advance()
    return Spanned(name, place)
  }

  func unexpected(_ wanted: String, note: String? = nil) -> Diagnostic {
    switch kind {
    case .end, .newline, .openContinuation:
      let end = previousEnd
      return .syntax("expected \(wanted)", Span(start: end, end: end), note: note)
    case .comment:
      return .syntax("expected \(wanted), found a comment", span, note: note)
    default:
      return .syntax("expected \(wanted), found '\(clipped(currentText))'", span, note: note)
    }
  }
}

// MARK: arguments and values

extension ParserState {
  private mutating func argument(of verb: String) throws(Diagnostic) -> Argument {
    let start = span.start
    guard case .word(let word) = kind, word != "true", word != "false", word != "none" else {
      let value = try value(after: verb)
      return finish(.positional, value, start) { $0 }
    }
    let key = Spanned(word, span)
    if ["on", "to", "as"].contains(word) {
      advance()
      let value = try value(after: word)
      return finish(.preposition(key), value, start) { word + " " + $0 }
    }
    try refuseColon(after: key)
    guard kind(ahead: 1) == .equals else {
      let value = try value(after: verb)
      return finish(.positional, value, start) { $0 }
    }
    advance()
    advance()
    let value = try value(after: word + "=")
    let equals = verb == "param" ? " = " : "="
    return finish(.option(key), value, start) { word + equals + $0 }
  }

  private func finish(
    _ role: Argument.Role, _ value: Spanned<Value>, _ start: Int, _ spell: (String) -> String
  ) -> Argument {
    Argument(
      role: role, value: value, span: Span(start: start, end: value.span.end),
      canonical: spell(canonical(value)))
  }

  private func canonical(_ value: Spanned<Value>) -> String {
    guard case .list(let elements) = value.value else { return text(value.span) }
    return "[" + elements.map { canonical($0) }.joined(separator: ", ") + "]"
  }

  mutating func value(after place: String) throws(Diagnostic) -> Spanned<Value> {
    let start = span
    switch kind {
    case .literal(let value):
      advance()
      return Spanned(value, start)
    case .word(let word):
      if ["on", "to", "as"].contains(word) {
        throw .syntax(
          "expected a value after '\(place)', found '\(word)'", start,
          note: "(as a value it stands in quotes)")
      }
      advance()
      let value: Value =
        switch word {
        case "true": .bool(true)
        case "false": .bool(false)
        case "none": .none
        default: .word(word)
        }
      return Spanned(value, start)
    case .openBracket:
      return try list()
    default:
      try refuseDoubledEquals()
      try refuseNameless()
      try refuseComma()
      throw unexpected("a value after '\(clipped(place))'")
    }
  }

  private mutating func list() throws(Diagnostic) -> Spanned<Value> {
    let open = span
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestList {
      throw .syntax("lists stand at most \(Self.deepestList) deep", open)
    }
    advance()
    var elements: [Spanned<Value>] = []
    skipLines()
    while kind != .closeBracket {
      try refuseOpenEnd(open, "']'")
      elements.append(try value(after: elements.isEmpty ? "[" : ","))
      skipLines()
      if kind == .comma {
        advance()
        skipLines()
      } else if kind != .closeBracket {
        try refuseOpenEnd(open, "']'")
        throw unexpected("',' or ']' in the list")
      }
    }
    let end = span.end
    advance()
    return Spanned(.list(elements), Span(start: open.start, end: end))
  }

  private mutating func skipLines() {
    while kind == .newline || kind == .comment {
      if kind == .comment { sawInnerComment = true }
      advance()
    }
  }

  private func refuseOpenEnd(_ open: Span, _ close: String) throws(Diagnostic) {
    if kind == .end {
      throw .syntax("'\(text(open))' is not closed by \(close)", open)
    }
  }
}

// MARK: blocks

extension ParserState {
  private mutating func block(of verb: String) throws(Diagnostic) -> Block {
    let open = span
    advance()
    var lines: [BlockLine] = []
    var items: [BlockItem] = []
    var isTrailing = true
    while kind != .closeBrace {
      try refuseOpenEnd(open, "'}'")
      switch kind {
      case .newline:
        if !isTrailing { items.append(.blank) }
        isTrailing = false
        advance()
      case .semicolon:
        advance()
      case .comment:
        items.append(.comment(currentText, isTrailing: isTrailing))
        isTrailing = true
        advance()
      default:
        items.append(.line(lines.count))
        lines.append(try line())
        isTrailing = true
      }
    }
    let end = span.end
    advance()
    return Block(lines: lines, span: Span(start: open.start, end: end), items: items)
  }

  private mutating func line() throws(Diagnostic) -> BlockLine {
    let start = span.start
    var name: Spanned<String>?
    if kind(ahead: 1) == .colon {
      name = try self.name("a row's name")
      advance()
    }
    guard case .word(let word) = kind, !reservedWords.contains(word) else {
      throw unexpected("a method")
    }
    let method = Spanned(word, span)
    advance()
    var options: [Argument] = []
    while !endsStatement && kind != .closeBrace {
      guard case .word(let key) = kind, !reservedWords.contains(key), kind(ahead: 1) == .equals
      else {
        if case .word(let word) = kind { try refuseColon(after: Spanned(word, span)) }
        throw unexpected("NAME=value")
      }
      options.append(try argument(of: method.value))
    }
    let canonical =
      (name.map { $0.value + ": " } ?? "")
      + ([word] + options.map(\.canonical)).joined(separator: " ")
    return BlockLine(
      name: name, method: method, options: options, span: Span(start: start, end: previousEnd),
      canonical: canonical)
  }
}
