/// Program text to statements. Spans are code points of the text given.
package enum Parser {
  /// - Throws: a `Diagnostic` with code `syntax` for the first thing that does not read.
  package static func parse(_ source: SourceText) throws(Diagnostic) -> [Statement] {
    try items(source).compactMap { item in
      if case .statement(let statement) = item { statement } else { nil }
    }
  }

  /// Whether a statement may end here: false while a bracket, a brace or a `"""` string is open,
  /// and after a trailing `\`. A text with an error is complete: more lines would not mend it.
  package static func isComplete(_ text: String) -> Bool {
    var lexer = Lexer(text)
    do { try lexer.run() } catch { return !lexer.endedInString }
    var open: [Token.Kind] = []
    for token in lexer.tokens {
      switch token.kind {
      case .openBracket, .openBrace: open.append(token.kind)
      case .closeBracket: if open.popLast() != .openBracket { return true }
      case .closeBrace: if open.popLast() != .openBrace { return true }
      case .openContinuation: return false
      default: break
      }
    }
    return open.isEmpty
  }

  /// One value, as a declaration spells a default: `3e-4`, `[query, value]`.
  package static func value(_ text: String) throws(Diagnostic) -> Value {
    var state = try ParserState(SourceText(text: text))
    let value = try state.value(after: "nothing")
    guard state.kind == .end else { throw state.unexpected("the end of the value") }
    return value.value
  }

  static func items(_ source: SourceText) throws(Diagnostic) -> [SourceItem] {
    var state = try ParserState(source)
    var items: [SourceItem] = []
    var isTrailing = false
    while state.kind != .end {
      switch state.kind {
      case .newline:
        if !isTrailing { items.append(.blank) }
        isTrailing = false
        state.advance()
      case .semicolon:
        state.advance()
      case .comment:
        items.append(.comment(state.currentText, isTrailing: isTrailing))
        isTrailing = true
        state.advance()
      default:
        items.append(.statement(try state.statement()))
        try state.expectStatementEnd()
        isTrailing = true
      }
    }
    return items
  }
}
