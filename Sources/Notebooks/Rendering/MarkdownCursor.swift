/// A place in a block's text, and the small things that are read from there.
struct MarkdownCursor {
  let scalars: [Unicode.Scalar]
  var index = 0

  init(_ text: String) {
    scalars = text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }
  }

  /// The scalar at the cursor, or so many behind it.
  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    let at = index + ahead
    return scalars.indices.contains(at) ? scalars[at] : nil
  }

  func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    index += 1
    return true
  }

  /// How often `scalar` stands here; passes over it.
  mutating func takeRun(of scalar: Unicode.Scalar) -> Int {
    let start = index
    while peek() == scalar { index += 1 }
    return index - start
  }

  mutating func skipBlanks() {
    while let next = peek(), next == " " || next == "\t" { index += 1 }
  }

  /// Blanks with at most one line end among them; false where none stood.
  @discardableResult
  mutating func skipBlanksAndOneLineEnd() -> Bool {
    let start = index
    skipBlanks()
    if take("\n") { skipBlanks() }
    return index > start
  }

  /// Blanks up to and with the end of the line; false, and nothing passed, where more stands.
  mutating func skipToLineEnd() -> Bool {
    let start = index
    skipBlanks()
    if peek() == nil || take("\n") { return true }
    index = start
    return false
  }

  // MARK: Parts of links (CommonMark 0.31, section 6.3)

  /// `[label]`: its inside, with something in it that is not blank.
  mutating func label() -> [Unicode.Scalar]? {
    let start = index
    guard take("[") else { return nil }
    while let next = peek(), index - start <= 1000 {
      if next == "]" {
        let inside = Array(scalars[start + 1..<index])
        index += 1
        if inside.contains(where: { !$0.isMarkdownBlank }) { return inside }
        break
      }
      if next == "[" { break }
      index += next == "\\" && peek(1)?.isMarkdownPunctuation ?? false ? 2 : 1
    }
    index = start
    return nil
  }

  /// `<anything>`, or characters without blanks and with balanced parentheses.
  mutating func destination() -> String? {
    let start = index
    if take("<") {
      while let next = peek(), next != "\n", next != "<" {
        if next == ">" {
          index += 1
          return MarkdownCursor.unescaped(scalars[start + 1..<index - 1])
        }
        index += next == "\\" && peek(1)?.isMarkdownPunctuation ?? false ? 2 : 1
      }
      index = start
      return nil
    }
    var depth = 0
    scan: while let next = peek(), next != " ", next.value >= 0x20, next.value != 0x7F {
      switch next {
      case "\\" where peek(1)?.isMarkdownPunctuation ?? false: index += 1
      case "(": depth += 1
      case ")":
        if depth == 0 { break scan }
        depth -= 1
      default: break
      }
      if depth > 32 { break }
      index += 1
    }
    guard index > start || peek() == ")", depth == 0 else {
      index = start
      return nil
    }
    return MarkdownCursor.unescaped(scalars[start..<index])
  }

  /// In double or single quotes, or in parentheses.
  mutating func title() -> String? {
    let start = index
    guard let open = peek(), open == "\"" || open == "'" || open == "(" else { return nil }
    let close: Unicode.Scalar = open == "(" ? ")" : open
    index += 1
    while let next = peek() {
      if next == close {
        index += 1
        return MarkdownCursor.unescaped(scalars[start + 1..<index - 1])
      }
      if next == "(", open == "(" { break }
      index += next == "\\" && peek(1)?.isMarkdownPunctuation ?? false ? 2 : 1
    }
    index = start
    return nil
  }

  // MARK: References to characters (section 2.5)

  /// `&amp;`, `&#64;`, `&#x40;`: what it stands for; a name we do not know stands for itself.
  mutating func characterReference() -> (text: String, isKnown: Bool)? {
    let start = index
    guard take("&") else { return nil }
    if take("#") {
      let isHexadecimal = peek() == "x" || peek() == "X"
      if isHexadecimal { index += 1 }
      let digits = index
      while let next = peek(), isHexadecimal ? next.isHexadecimal : ("0"..."9").contains(next) {
        index += 1
      }
      if (1...(isHexadecimal ? 6 : 7)).contains(index - digits),
        let value = UInt32(text(digits..<index), radix: isHexadecimal ? 16 : 10), take(";")
      {
        let scalar = value == 0 ? nil : Unicode.Scalar(value)
        return (String(scalar ?? "\u{FFFD}"), true)
      }
    } else {
      while let next = peek(), next.isASCII,
        next.properties.isAlphabetic || ("0"..."9").contains(next)
      {
        index += 1
      }
      let name = text(start + 1..<index)
      if index - start > 2, take(";") {
        if let known = MarkdownCursor.names[name] { return (known, true) }
        return (text(start..<index), false)
      }
    }
    index = start
    return nil
  }

  /// The names that matter where no browser resolves them: in addresses and titles.
  private static let names = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "nbsp": "\u{A0}", "auml": "ä", "ouml": "ö",
    "uuml": "ü", "colon": ":", "sol": "/", "bsol": "\\", "Tab": "\t", "NewLine": "\n",
  ]

  /// Without backslashes before punctuation, and with references resolved.
  static func unescaped(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    var cursor = MarkdownCursor(String(view))
    var result = ""
    while let next = cursor.peek() {
      if next == "\\", let escaped = cursor.peek(1), escaped.isMarkdownPunctuation {
        result.unicodeScalars.append(escaped)
        cursor.index += 2
      } else if let reference = cursor.characterReference() {
        result += reference.text
      } else {
        result.unicodeScalars.append(next)
        cursor.index += 1
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var isHexadecimal: Bool {
    ("0"..."9").contains(self) || ("a"..."f").contains(self) || ("A"..."F").contains(self)
  }
}
