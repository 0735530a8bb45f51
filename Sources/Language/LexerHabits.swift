/// What people write who come from a shell, from Python or from R, and what they mean by it.
extension Lexer {
  func unexpected(_ scalar: Unicode.Scalar) -> Diagnostic {
    let span = Span(start: index, end: index + 1)
    switch scalar {
    case "'", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{00AB}", "\u{300C}", "`":
      return otherQuotes()
    case "-":
      return optionWithDashes()
    case "(": return roundBracket()
    case ")":
      guard isInList else { return .syntax("unexpected ')'", span) }
      return .syntax("unexpected ')'; lists stand in square brackets", span, suggestion: "]")
    case "*", "+", "^": return rule()
    case "<" where peek(1) == "-": return otherAssignment()
    case "/", "~", ".": return pathWithoutQuotes()
    case "_":
      return .syntax("names start with a letter, not with '_'", span)
    default:
      return fullWidth() ?? .syntax("unexpected \(Self.name(of: scalar))", span)
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
    let message = "options are written NAME=value, without dashes"
    guard let value = value(behind: end) else {
      return .syntax(message, Span(start: index, end: end), suggestion: name)
    }
    return .syntax(
      message, Span(start: index, end: value.upperBound), suggestion: "\(name)=\(text(value))")
  }

  /// The number, word or string that a blank parts from what ends at `end`: `3` of `--epochs 3`.
  private func value(behind end: Int) -> Range<Int>? {
    let start = scalars[end...].firstIndex { !$0.isBlank } ?? scalars.count
    guard start > end, start < scalars.count else { return nil }
    if scalars[start] == "\"" {
      let close = scalars[(start + 1)...].firstIndex { $0 == "\"" || $0 == "\n" }
      return close.flatMap { scalars[$0] == "\"" ? start..<$0 + 1 : nil }
    }
    let isPart = { (scalar: Unicode.Scalar) in
      scalar.continuesName || scalar == "-" || scalar == "+"
    }
    let stop = scalars[start...].firstIndex { !isPart($0) } ?? scalars.count
    let isNegative = scalars[start] == "-" && stop > start + 1 && scalars[start + 1].isDecimal
    guard stop > start, scalars[start] != "-" || isNegative,
      stop == scalars.count || scalars[stop] != "=",
      !["on", "to", "as"].contains(text(start..<stop))
    else { return nil }
    return start..<stop
  }

  /// `(`: a call, as in `train(a, d)` or `lora(r=4)`, a value in brackets, or a tuple.
  private func roundBracket() -> Diagnostic {
    let one = Span(start: index, end: index + 1)
    let line = scalars[(index + 1)...].prefix { $0 != "\n" }
    let close = line.firstIndex(of: ")").flatMap { line[..<$0].contains("(") ? nil : $0 }
    let inner = close.map { Self.trimmed(line[..<$0]) }
    let parts = (inner ?? []).split(separator: ",").map { Self.trimmed($0) }
    let whole = close.map { Span(start: index, end: $0 + 1) }
    if let last = tokens.last, case .word = last.kind, last.span.end == index {
      let before = tokens.dropLast().last?.kind
      let isVerb = Self.begins(behind: before) || before == .equals
      let word = text(last.span.start..<last.span.end)
      let areOptions = !parts.isEmpty && parts.allSatisfy { $0.contains("=") }
      let mended = ([word] + parts.map { Self.text(of: $0) }).joined(separator: " ")
      return .syntax(
        "'\(clipped(word))' takes its arguments without brackets and commas",
        areOptions ? last.span.union(whole ?? one) : one,
        suggestion: areOptions ? mended : nil,
        note: areOptions || !isVerb ? nil : "(help shows how)")
    }
    guard let whole, let inner, !parts.isEmpty else {
      return .syntax("unexpected '('; lists stand in square brackets", one, suggestion: "[")
    }
    let isTuple = inner.contains(",")
    let mended = parts.map { Self.text(of: $0) }.joined(separator: ", ")
    return isTuple
      ? .syntax("lists stand in square brackets", whole, suggestion: "[\(mended)]")
      : .syntax("a value stands without brackets", whole, suggestion: mended)
  }

  private static func trimmed(_ part: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    let front = part.drop { $0.isBlank }
    guard let last = front.lastIndex(where: { !$0.isBlank }) else { return front.prefix(0) }
    return front[...last]
  }

  private static func text(of part: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: part)
    return String(view)
  }

  /// Whether a list is open.
  private var isInList: Bool {
    tokens.reduce(0) { depth, token in
      depth + (token.kind == .openBracket ? 1 : token.kind == .closeBracket ? -1 : 0)
    } > 0
  }

  /// `2*r` without its quotes.
  private func rule() -> Diagnostic {
    let isEnd = { (scalar: Unicode.Scalar) in
      scalar.isBlank || "\n\"=,;#[]{}".unicodeScalars.contains(scalar)
    }
    let start = scalars[..<index].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
    let end = scalars[index...].firstIndex(where: isEnd) ?? scalars.count
    guard start < index, index + 1 < end, start > 0, scalars[start - 1] == "=" else {
      return .syntax(
        "unexpected \(Self.name(of: scalars[index]))", Span(start: index, end: index + 1))
    }
    return .syntax(
      "what is calculated stands in quotes", Span(start: start, end: end),
      suggestion: "\"\(clipped(text(start..<end)))\"")
  }

  /// `:=` and `<-`, which name things elsewhere.
  func otherAssignment() -> Diagnostic {
    .syntax(
      "a name and an option take '='", Span(start: index, end: index + 2), suggestion: "=")
  }

  /// Full-width forms, as an input method for Chinese or Japanese leaves them, and other scripts'
  /// digits: what they stand for.
  private func fullWidth() -> Diagnostic? {
    let run = scalars[index...].prefix { Self.narrow($0) != nil }
    guard !run.isEmpty else { return nil }
    return .syntax(
      "outside of strings only ASCII's digits and signs are read",
      Span(start: index, end: run.endIndex),
      suggestion: Self.text(of: run.compactMap { Self.narrow($0) }[...]))
  }

  private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if (0xFF01...0xFF5E).contains(scalar.value) { return Unicode.Scalar(scalar.value - 0xFEE0) }
    if ["\u{2212}", "\u{2013}", "\u{2014}"].contains(scalar) { return "-" }
    guard scalar.value >= 0x80, scalar.properties.generalCategory == .decimalNumber,
      let digit = scalar.properties.numericValue
    else { return nil }
    return Unicode.Scalar(UInt8(0x30) + UInt8(digit))
  }

  /// Whether a statement begins with the token that comes next.
  var isAtStart: Bool { Self.begins(behind: tokens.last?.kind) }

  private static func begins(behind kind: Token.Kind?) -> Bool {
    switch kind {
    case nil, .newline, .semicolon, .openBrace: true
    default: false
    }
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
