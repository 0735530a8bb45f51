/// Text as Python's `str` and `re` see it: what other people's scores are defined by.
enum PythonText {
  /// `str.isspace`, by which `strip` and `split` go: Unicode's white space and the four separators
  /// U+001C to U+001F.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20: true
    case ..<0x80: false
    default: scalar.properties.isWhitespace
    }
  }

  /// `\w` of `re`: `str.isalnum` or an underscore. Combining marks do not belong to words.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: return true
    case ..<0x80: return false
    default:
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        return true
      default: return scalar.properties.numericType != nil
      }
    }
  }

  /// `string.punctuation`: the 32 of ASCII.
  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  /// `str.lower`: full mappings, and a sigma at the end of a word as Greek writes it.
  static func lowercased(_ text: String) -> [Unicode.Scalar] {
    let scalars = Array(text.unicodeScalars)
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    for (i, scalar) in scalars.enumerated() {
      switch scalar.value {
      case 0x41...0x5A: result.append(Unicode.Scalar(UInt8(scalar.value) + 0x20))
      case ..<0x80: result.append(scalar)
      case 0x3A3: result.append(isFinal(i, scalars) ? "\u{3C2}" : "\u{3C3}")
      default: result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return result
  }

  /// Whether a letter stands before but none behind, looking past what case ignores.
  private static func isFinal(_ i: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    let before = scalars[..<i].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(i + 1)...].first { !$0.properties.isCaseIgnorable }
    return (before?.properties.isCased ?? false) && !(after?.properties.isCased ?? false)
  }

  /// `str.split()`: the pieces between runs of white space.
  static func split(_ scalars: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    scalars.split(whereSeparator: isSpace).map(Array.init)
  }

  /// `str.strip()`
  static func stripped(_ scalars: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
    var rest = scalars[...]
    while let first = rest.first, isSpace(first) { rest.removeFirst() }
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return rest
  }

  /// `str.lstrip()`
  static func leftStripped(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isSpace($0) }) else { return "" }
    return String(scalars[first...])
  }
}
