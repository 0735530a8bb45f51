/// What stands between `<` and `>` in a line.
extension MarkdownCursor {
  /// `<https://…>` or `<name@host>`: the address (CommonMark 0.31, section 6.5).
  mutating func address() -> String? {
    let start = index
    guard take("<") else { return nil }
    while let next = peek(), next != ">", next != "<", next.value > 0x20 { index += 1 }
    let inside = text(start + 1..<index)
    if take(">"), inside.contains(MarkdownCursor.uri) || inside.contains(MarkdownCursor.mail) {
      return inside
    }
    index = start
    return nil
  }

  private static var uri: Regex<Substring> { /^[A-Za-z][A-Za-z0-9+.\-]{1,31}:.*$/ }
  private static var mail: Regex<Substring> {
    /^[A-Za-z0-9.!#$%&'*+\/=?^_`{|}~\-]+@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?)*$/
  }

  /// A tag, comment, instruction, declaration or character data as it stands (section 6.6).
  mutating func tag() -> String? {
    let start = index
    if takeSpecial() { return text(start..<index) }
    index = start
    if takeTag() { return text(start..<index) }
    index = start
    return nil
  }

  private mutating func takeSpecial() -> Bool {
    for (open, close) in [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")] where takes(open) {
      // `<!-->` and `<!--->` are comments too.
      if open == "<!--", takes(">") || takes("->") { return true }
      return skip(past: close)
    }
    guard takes("<!"), let next = peek(), next.isASCII, next.properties.isAlphabetic else {
      return false
    }
    return skip(past: ">")
  }

  private mutating func takes(_ words: String) -> Bool {
    guard scalars[index...].starts(with: words.unicodeScalars) else { return false }
    index += words.unicodeScalars.count
    return true
  }

  private mutating func skip(past end: String) -> Bool {
    while index < scalars.count {
      if takes(end) { return true }
      index += 1
    }
    return false
  }

  private mutating func takeTag() -> Bool {
    guard take("<") else { return false }
    let isClosing = take("/")
    guard let first = peek(), first.isASCII, first.properties.isAlphabetic else { return false }
    while let next = peek(), next.isTagName { index += 1 }
    if !isClosing { while takeAttribute() {} }
    skipSpace()
    if !isClosing { _ = take("/") }
    return take(">")
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    let start = index
    while let next = peek(), next.isMarkdownBlank { index += 1 }
    return index > start
  }

  private mutating func takeAttribute() -> Bool {
    let start = index
    guard skipSpace(), let first = peek(), first.startsAttribute else {
      index = start
      return false
    }
    while let next = peek(), next.continuesAttribute { index += 1 }
    let end = index
    skipSpace()
    guard take("=") else {
      index = end
      return true
    }
    skipSpace()
    if takeValue() { return true }
    index = start
    return false
  }

  private mutating func takeValue() -> Bool {
    if let quote = peek(), quote == "\"" || quote == "'" {
      index += 1
      while let next = peek(), next != quote { index += 1 }
      return take(quote)
    }
    let start = index
    while let next = peek(), !next.isMarkdownBlank, !"\"'=<>`".unicodeScalars.contains(next) {
      index += 1
    }
    return index > start
  }
}

extension Unicode.Scalar {
  private var isASCIILetter: Bool { isASCII && properties.isAlphabetic }
  private var isASCIIDigit: Bool { ("0"..."9").contains(self) }
  fileprivate var isTagName: Bool { isASCIILetter || isASCIIDigit || self == "-" }
  fileprivate var startsAttribute: Bool { isASCIILetter || self == "_" || self == ":" }
  fileprivate var continuesAttribute: Bool {
    startsAttribute || isASCIIDigit || self == "." || self == "-"
  }
}
