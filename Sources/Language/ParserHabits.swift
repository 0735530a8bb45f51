/// What people write who come from other languages, and what they mean by it.
extension ParserState {
  /// `c == x`: here nothing is compared.
  func refuseDoubledEquals() throws(Diagnostic) {
    guard kind == .equals, index > 0, tokens[index - 1].kind == .equals else { return }
    throw .syntax(
      "a name and an option take one '='", tokens[index - 1].span.union(span), suggestion: "=")
  }

  /// `r=4,8` without its brackets, `1,000`, and `epochs=2, lr=1`.
  func refuseComma() throws(Diagnostic) {
    guard kind == .comma, index > 1, index + 1 < tokens.count else { return }
    let (last, next) = (tokens[index - 1], tokens[index + 1])
    guard Self.isValue(last.kind), Self.isValue(next.kind) else { return }
    if index + 2 < tokens.count, tokens[index + 2].kind == .equals {
      throw .syntax(
        "nothing but a blank stands between options", last.span.union(span),
        suggestion: text(last.span))
    }
    guard tokens[index - 2].kind == .equals else {
      throw .syntax("commas stand in lists alone, and lists in square brackets", span)
    }
    if case .literal(.number) = last.kind, case .literal(.number(_, true, let digits)) = next.kind,
      digits.count == 3, last.span.end == span.start, span.end == next.span.start
    {
      throw .syntax(
        "numbers are written without commas", last.span.union(next.span),
        suggestion: text(last.span) + digits)
    }
    var (end, values) = (index + 1, [text(last.span), text(next.span)])
    while end + 2 < tokens.count, tokens[end + 1].kind == .comma, Self.isValue(tokens[end + 2].kind)
    {
      values.append(text(tokens[end + 2].span))
      end += 2
    }
    throw .syntax(
      "lists stand in square brackets", last.span.union(tokens[end].span),
      suggestion: "[\(values.joined(separator: ", "))]")
  }

  private static func isValue(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .word, .literal: true
    default: false
    }
  }

  /// `param 3 = 4` and `param on = 3`.
  func refuseNameless() throws(Diagnostic) {
    guard kind == .equals, index > 0 else { return }
    let last = tokens[index - 1]
    switch last.kind {
    case .literal:
      throw .syntax("what stands before '=' is a name, and that starts with a letter", last.span)
    case .word(let word) where reservedWords.contains(word):
      throw .syntax("'\(word)' is a word of the language and names nothing", last.span)
    default: return
    }
  }

  /// `r:4`, and `demo:reviews` without its quotes.
  func refuseColon(after key: Spanned<String>) throws(Diagnostic) {
    guard kind(ahead: 1) == .colon, index + 2 < tokens.count else { return }
    var (whole, value) = (key.span.union(tokens[index + 1].span), "")
    switch tokens[index + 2].kind {
    case .word, .literal:
      whole = key.span.union(tokens[index + 2].span)
      value = text(tokens[index + 2].span)
    case .openBracket: break
    default: return
    }
    if ["demo", "hub"].contains(key.value) {
      throw .syntax(
        "a source stands in quotes", whole, suggestion: "\"\(key.value):\(value)\"")
    }
    throw .syntax(
      "an option is written \(key.value)=value", whole, suggestion: "\(key.value)=\(value)")
  }
}
