/// Link targets by label: `[label]: target "title"`.
///
/// Source: CommonMark 0.31, section 4.7.
struct MarkdownReferences {
  struct Target: Equatable {
    var destination: String
    var title: String?
  }

  private var targets: [String: Target] = [:]

  subscript(label: [Unicode.Scalar]) -> Target? {
    targets[MarkdownReferences.normalised(label)]
  }

  /// Takes the definitions a paragraph begins with out of it.
  mutating func take(from text: inout [UInt8]) {
    guard text.first == UInt8(ascii: "[") else { return }
    var cursor = MarkdownCursor(String(decoding: text, as: UTF8.self))
    var end = 0
    while let (label, target) = MarkdownReferences.definition(&cursor) {
      let key = MarkdownReferences.normalised(label)
      if targets[key] == nil { targets[key] = target }
      end = cursor.index
    }
    if end > 0 { text = Array(cursor.text(end..<cursor.scalars.count).utf8) }
  }

  private static func definition(
    _ cursor: inout MarkdownCursor
  ) -> (label: [Unicode.Scalar], target: Target)? {
    let start = cursor
    func fail() -> (label: [Unicode.Scalar], target: Target)? {
      cursor = start
      return nil
    }
    guard let label = cursor.label(), cursor.take(":") else { return fail() }
    cursor.skipBlanksAndOneLineEnd()
    guard let destination = cursor.destination() else { return fail() }
    let afterDestination = cursor
    var title: String?
    if cursor.skipBlanksAndOneLineEnd() {
      title = cursor.title()
      if title != nil, !cursor.skipToLineEnd() { title = nil }
    }
    if title == nil {
      // What looks like a title and is not the end of its line is text of the next paragraph.
      cursor = afterDestination
      guard cursor.skipToLineEnd() else { return fail() }
    }
    return (label, Target(destination: destination, title: title))
  }

  /// Labels match whatever their case and blanks are.
  private static func normalised(_ label: [Unicode.Scalar]) -> String {
    var words = String.UnicodeScalarView()
    for scalar in label {
      if scalar.isMarkdownBlank {
        if let last = words.last, last != " " { words.append(" ") }
      } else {
        words.append(scalar)
      }
    }
    if words.last == " " { words.removeLast() }
    return String(words).lowercased().uppercased()
  }
}

extension Unicode.Scalar {
  /// A blank or a line end.
  var isMarkdownBlank: Bool { self == " " || self == "\t" || self == "\n" || self == "\r" }

  /// What a backslash may stand before.
  var isMarkdownPunctuation: Bool {
    switch value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }
}
