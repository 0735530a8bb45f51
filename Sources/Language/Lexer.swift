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

  /// A word may hold `-` before a letter or digit: `all-linear`. A name may not; the parser sees to it.
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

  private func unexpected(_ scalar: Unicode.Scalar) -> Diagnostic {
    let span = Span(start: index, end: index + 1)
    switch scalar {
    case "'", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{00AB}", "\u{300C}", "`":
      return otherQuotes()
    case "-":
      return optionWithDashes()
    case "(" where isCall: return call()
    case "/", "~", ".": return pathWithoutQuotes()
    case "(", ")":
      return .syntax(
        "unexpected '\(scalar)'; lists stand in square brackets", span,
        suggestion: scalar == "(" ? "[" : "]")
    case "_":
      return .syntax("names start with a letter, not with '_'", span)
    default:
      return .syntax("unexpected \(Self.name(of: scalar))", span)
    }
  }

  /// `'text'`, to its end where it has one on the line.
  private func otherQuotes() -> Diagnostic {
    let marks: Set<Unicode.Scalar> = [
      "'", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{00AB}", "\u{00BB}", "\u{300C}",
      "\u{300D}", "`",
    ]
    let line = scalars[(index + 1)...].prefix { $0 != "\n" }
    let end = line.firstIndex(where: marks.contains)
    let inner = end.map { text(index + 1..<$0) }
    let isPlain = inner.map { !$0.contains("\"") && !$0.contains("\\") } ?? false
    return .syntax(
      "strings stand in straight double quotes",
      Span(start: index, end: isPlain ? (end ?? index) + 1 : index + 1),
      suggestion: isPlain ? "\"\(inner ?? "")\"" : "\"")
  }

  /// `--epochs`, as a shell or argparse would have it.
  private func optionWithDashes() -> Diagnostic {
    var end = index
    while end < scalars.count, scalars[end] == "-" { end += 1 }
    let nameStart = end
    while end < scalars.count, scalars[end].continuesName || scalars[end] == "-" { end += 1 }
    guard end > nameStart else {
      return .syntax("unexpected '-'", Span(start: index, end: index + 1))
    }
    let name = String(
      String.UnicodeScalarView(scalars[nameStart..<end].map { $0 == "-" ? "_" : $0 }))
    return .syntax(
      "options are written NAME=value, without dashes", Span(start: index, end: end),
      suggestion: name)
  }

  /// Whether a bracket stands at the verb, as in `train(a, d)`.
  private var isCall: Bool {
    guard let last = tokens.last, case .word = last.kind, last.span.end == index else {
      return false
    }
    let before = tokens.dropLast().last?.kind
    return Self.begins(behind: before) || before == .equals
  }

  /// Whether a statement begins with the token that comes next.
  var isAtStart: Bool { Self.begins(behind: tokens.last?.kind) }

  private static func begins(behind kind: Token.Kind?) -> Bool {
    switch kind {
    case nil, .newline, .semicolon: true
    default: false
    }
  }

  private func call() -> Diagnostic {
    let verb = tokens.last.map { text($0.span.start..<$0.span.end) } ?? ""
    return .syntax(
      "'\(clipped(verb))' takes its arguments without brackets and commas",
      Span(start: index, end: index + 1), note: "(help shows how)")
  }

  /// `data/train.tsv`, `./train.tsv` and `hub:owner/name`.
  private func pathWithoutQuotes() -> Diagnostic {
    let isEnd = { (scalar: Unicode.Scalar) in
      scalar.isBlank || "\n\"=,;#[]{}()".unicodeScalars.contains(scalar)
    }
    let start = scalars[..<index].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
    let end = scalars[index...].firstIndex(where: isEnd) ?? scalars.count
    let isPath = scalars[start..<end].contains { $0.properties.isAlphabetic }
    guard isPath, scalars[start..<end].allSatisfy({ !$0.isUnprinted }) else {
      return .syntax(
        "unexpected \(Self.name(of: scalars[index]))", Span(start: index, end: index + 1))
    }
    let path = text(start..<end)
    return .syntax(
      "a path stands in quotes", Span(start: start, end: end), suggestion: "\"\(clipped(path))\"")
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    let hidden = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.isUnprinted
    if !hidden { return "'\(scalar)'" }
    let hex = String(scalar.value, radix: 16, uppercase: true)
    return "character U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }
}
