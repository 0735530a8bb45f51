/// A lexical unit and its place.
struct Token: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case word(String)
    /// A string, number, duration, size or `$name`.
    case literal(Value)
    case equals, comma, colon, question
    case openBracket, closeBracket, openBrace, closeBrace
    case newline, semicolon, comment
    /// A `\` that ends the text: the statement goes on in a line not typed yet.
    case openContinuation
    case end
  }

  var kind: Kind
  var span: Span
}
