/// Cuts program text into tokens.
struct Lexer {
  let scalars: [Unicode.Scalar]
  var index = 0
  var tokens: [Token] = []
  /// The text ended inside `"""`.
  var endedInString = false

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// All tokens up to and with `.end`.
  mutating func run() throws(Diagnostic) {
    while let scalar = peek() {
      if scalar.isBlank {
        index += 1
      } else {
        try token(scalar)
      }
    }
    tokens.append(Token(kind: .end, span: Span(start: index, end: index)))
  }

  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, span: Span(start: start, end: index)))
  }

  func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  private mutating func token(_ scalar: Unicode.Scalar) throws(Diagnostic) {
    let start = index
    if scalar == ":", peek(1) == "=" { throw otherAssignment() }
    if let kind = Self.punctuation(scalar) {
      index += 1
      return add(kind, from: start)
    }
    if scalar == "#" {
      while let next = peek(), next != "\n" { index += 1 }
      while index > start, scalars[index - 1].isBlank { index -= 1 }
      return add(.comment, from: start)
    }
    if scalar == "\\" { return try continuation() }
    if scalar == "\"" { return try string() }
    if scalar == "@" { return try file() }
    if scalar == "$" { return try parameter() }
    if scalar.startsWord { return word() }
    if scalar.isDecimal || (Self.isSign(scalar) && startsNumber(1)) || startsNumber(0) {
      return try number()
    }
    throw unexpected(scalar)
  }

  private static func punctuation(_ scalar: Unicode.Scalar) -> Token.Kind? {
    switch scalar {
    case "\n": .newline
    case ";": .semicolon
    case "=": .equals
    case ",": .comma
    case ":": .colon
    case "?": .question
    case "[": .openBracket
    case "]": .closeBracket
    case "{": .openBrace
    case "}": .closeBrace
    default: nil
    }
  }

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool { scalar == "-" || scalar == "+" }

  private func startsNumber(_ ahead: Int) -> Bool {
    guard let first = peek(ahead) else { return false }
    return first.isDecimal || (first == "." && (peek(ahead + 1)?.isDecimal ?? false))
  }

  /// `\` at the end of a line joins it with the next.
  private mutating func continuation() throws(Diagnostic) {
    let start = index
    index += 1
    while let next = peek(), next != "\n", next.isBlank { index += 1 }
    guard let next = peek() else { return add(.openContinuation, from: start) }
    guard next == "\n" else {
      throw .syntax(
        "'\\' joins a line with the next, so it must end its line",
        Span(start: start, end: start + 1))
    }
    index += 1
  }

  /// A word may hold `-` before a letter or digit: `all-linear`. A name may not; the parser sees to
  /// it.
  private mutating func word() {
    let start = index
    while let next = peek() {
      let joins = next == "-" && (peek(1).map { $0.startsWord || $0.isDecimal } ?? false)
      if !next.continuesName && !joins { break }
      index += 1
    }
    add(.word(text(start..<index)), from: start)
  }

  private mutating func parameter() throws(Diagnostic) {
    let start = index
    index += 1
    guard let name = try parameterName(from: start) else {
      throw .syntax("expected a parameter's name after '$'", Span(start: start, end: index))
    }
    add(.literal(.parameter(name)), from: start)
  }
}
