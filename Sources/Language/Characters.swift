/// What the language counts as a letter, a digit, and part of a word.
extension Unicode.Scalar {
  var startsWord: Bool {
    switch value {
    case 0x41...0x5A, 0x61...0x7A: true
    case 0..<0x80: false
    default: properties.isAlphabetic && !isMark
    }
  }

  /// A letter, digit, `_`, `.` or a mark that completes a letter.
  var continuesName: Bool {
    switch value {
    case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x5F, 0x2E: true
    case 0..<0x80: false
    default: properties.isAlphabetic || isMark || properties.generalCategory == .decimalNumber
    }
  }

  private var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  var isDecimal: Bool { value >= 0x30 && value <= 0x39 }

  /// Blank space inside a line. A carriage return counts, so that files of either line end read
  /// alike.
  var isBlank: Bool {
    switch value {
    case 0x20, 0x09, 0x0D, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0xFEFF: true
    default: false
    }
  }
}

/// Words with a meaning in the grammar; everything else may name an object.
package let reservedWords = ["on", "to", "as", "true", "false", "none"]

/// Whether `text` may name an object: a letter, then letters, digits, `_` and `.`.
package func isName(_ text: String) -> Bool {
  var scalars = text.unicodeScalars.makeIterator()
  guard let first = scalars.next(), first.startsWord else { return false }
  while let next = scalars.next() {
    if !next.continuesName { return false }
  }
  return !reservedWords.contains(text)
}
