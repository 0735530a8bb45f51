/// Numbers, durations and sizes.
extension Lexer {
  mutating func number() throws(Diagnostic) {
    let start = index
    index += 1
    skipDigits()
    var isInteger = scalars[start] != "."
    if isInteger, peek() == ".", peek(1)?.isDecimal ?? false {
      isInteger = false
      index += 1
      skipDigits()
    }
    if peek() == "e" || peek() == "E" {
      let sign = peek(1) == "-" || peek(1) == "+" ? 1 : 0
      if peek(1 + sign)?.isDecimal ?? false {
        isInteger = false
        index += 1 + sign
        skipDigits()
      }
    }
    let spelling = text(start..<index)
    let unitStart = index
    while let next = peek(), next.continuesName || next == "%" { index += 1 }
    let unit = text(unitStart..<index)
    let span = Span(start: start, end: index)
    guard let number = Double(spelling), number.isFinite else {
      throw .syntax("'\(clipped(spelling))' is too large for a number", span)
    }
    let digits = (spelling + unit).filter { $0 != "_" }
    if unit.hasPrefix("_"), digits.allSatisfy(\.isASCII), digits.allSatisfy(\.isNumber) {
      throw .syntax("numbers are written without '_'", span, suggestion: digits)
    }
    if unit.isEmpty {
      return add(
        .literal(.number(number, isInteger: isInteger, spelling: spelling)), from: start)
    }
    guard let value = Self.measured(number, unit: unit) else {
      if isAtStart {
        throw .syntax("names start with a letter, not with '\(spelling.prefix(1))'", span)
      }
      throw Self.unknownUnit(unit, after: spelling, Span(start: unitStart, end: index))
    }
    add(.literal(value), from: start)
  }

  private mutating func skipDigits() {
    while let next = peek(), next.isDecimal { index += 1 }
  }

  private static let seconds = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400]
  private static let bytes = [
    "B": 1.0, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
    "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
  ]

  private static func measured(_ number: Double, unit: String) -> Value? {
    if let factor = seconds[unit] { return .duration(seconds: number * factor) }
    guard let factor = bytes[unit], abs(number * factor) < 9e18 else { return nil }
    return .size(bytes: Int((number * factor).rounded()))
  }

  private static func unknownUnit(_ unit: String, after number: String, _ span: Span) -> Diagnostic
  {
    if unit == "." {
      return .syntax("a digit must follow '\(clipped(number)).'", span)
    }
    if unit == "%" {
      return .syntax("'\(clipped(number))%' must stand in quotes or be written as a fraction", span)
    }
    let units = ["ms", "s", "m", "h", "d", "B", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"]
    return .syntax(
      "unknown unit '\(clipped(unit))' after \(clipped(number))", span,
      suggestion: units.first { $0.lowercased() == unit.lowercased() },
      note: "(ms, s, m, h, d; B, KB, MB, GB)")
  }
}

/// Strings and the parameters in them.
extension Lexer {
  mutating func string() throws(Diagnostic) {
    let start = index
    let isLong = peek(1) == "\"" && peek(2) == "\""
    index += isLong ? 3 : 1
    var parts: [StringPart] = []
    var text = String.UnicodeScalarView()
    while true {
      guard let next = peek(), isLong || next != "\n" else {
        throw unclosedString(start, isLong: isLong)
      }
      if next == "\"" && (!isLong || (peek(1) == "\"" && peek(2) == "\"")) { break }
      if next == "\\" {
        text.append(try escape())
      } else if next == "$", let part = try interpolation() {
        if !text.isEmpty { parts.append(.text(String(text))) }
        text = String.UnicodeScalarView()
        parts.append(part)
      } else {
        index += 1
        if next != "\r" || peek() != "\n" { text.append(next) }
      }
    }
    index += isLong ? 3 : 1
    if parts.isEmpty { return add(.literal(.string(String(text))), from: start) }
    if !text.isEmpty { parts.append(.text(String(text))) }
    add(.literal(.template(parts)), from: start)
  }

  /// `@"file"`: the text that stands in a file.
  mutating func file() throws(Diagnostic) {
    let start = index
    index += 1
    guard peek() == "\"" else {
      throw .syntax(
        "expected a path in straight double quotes after '@'",
        Span(start: start, end: index), note: "(@\"file.txt\" is the text in a file)")
    }
    try string()
    guard case .literal(let path) = tokens.removeLast().kind else {
      preconditionFailure("a string that is no literal")
    }
    if path == .string("") {
      throw .syntax("'@\"\"' names no file", Span(start: start, end: index))
    }
    add(.literal(.file(path)), from: start)
  }

  private mutating func unclosedString(_ start: Int, isLong: Bool) -> Diagnostic {
    if isLong {
      endedInString = true
      return .syntax("this string is not closed by \"\"\"", Span(start: start, end: start + 3))
    }
    return .syntax(
      "this string is not closed on its line", Span(start: start, end: max(start + 1, index)),
      note: "(\"\"\" opens a string over several lines)")
  }

  private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
    let start = index
    index += 1
    guard let next = peek() else { return "\\" }
    index += 1
    switch next {
    case "n": return "\n"
    case "t": return "\t"
    case "\"", "\\", "$": return next
    case "u": return try unicodeEscape(start)
    default:
      throw .syntax(
        "unknown escape '\\\(next == "\n" ? "" : String(next))'",
        Span(start: start, end: next == "\n" ? start + 1 : index),
        suggestion: next == "\n" ? nil : "\\\\\(next)",
        note: "(\\n \\t \\\" \\\\ \\$ \\u{…})")
    }
  }

  private mutating func unicodeEscape(_ start: Int) throws(Diagnostic) -> Unicode.Scalar {
    var digits = 0
    var code: UInt32 = 0
    if peek() == "{" {
      index += 1
      while let next = peek(), let digit = Self.hexDigit(next), digits < 9 {
        code = digits < 8 ? code << 4 | digit : .max
        digits += 1
        index += 1
      }
    }
    guard digits > 0, peek() == "}" else {
      throw .syntax("expected \\u{…} with a hexadecimal number", Span(start: start, end: index))
    }
    index += 1
    guard let scalar = Unicode.Scalar(code) else {
      throw .syntax(
        "'\(clipped(text(start..<index)))' is not a character", Span(start: start, end: index),
        note: code >= 0xD800 && code < 0xE000 ? "(half of a surrogate pair)" : nil)
    }
    return scalar
  }

  private static func hexDigit(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar.value {
    case 0x30...0x39: scalar.value - 0x30
    case 0x41...0x46: scalar.value - 0x41 + 10
    case 0x61...0x66: scalar.value - 0x61 + 10
    default: nil
    }
  }

  /// A parameter at `$`, or nil when the dollar stands for itself.
  private mutating func interpolation() throws(Diagnostic) -> StringPart? {
    let start = index
    index += 1
    if let name = try parameterName(from: start) {
      return .parameter(name, Span(start: start, end: index))
    }
    index = start
    return nil
  }

  /// The name after `$` or inside `${…}`; a full stop that ends a sentence is no part of it.
  mutating func parameterName(from start: Int) throws(Diagnostic) -> String? {
    let isBraced = peek() == "{"
    if isBraced { index += 1 }
    let nameStart = index
    if peek()?.startsWord ?? false {
      while let next = peek(), next.continuesName { index += 1 }
      while scalars[index - 1] == "." && !isBraced { index -= 1 }
    }
    let name = text(nameStart..<index)
    if isBraced {
      guard !name.isEmpty, peek() == "}" else {
        throw .syntax(
          "expected a parameter's name and '}' after '${'", Span(start: start, end: index))
      }
      index += 1
    }
    return name.isEmpty ? nil : name
  }
}

/// At most 40 characters of a user's text, for a sentence.
func clipped(_ text: String) -> String {
  guard text.unicodeScalars.count > 40 else { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.prefix(39))) + "…"
}
