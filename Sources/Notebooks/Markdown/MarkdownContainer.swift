/// A quote or a list item: what stands inside is not at the top level.
///
/// Source: CommonMark 0.31, sections 5.1 and 5.2.
struct MarkdownContainer {
  /// Columns that a line must be indented by to stay in the item; nil for a quote.
  private let contentIndent: Int?
  /// A list item that starts with a blank line may hold only one of them.
  var isFilled: Bool

  /// Opens the quote or list item that starts here and passes over its marker.
  ///
  /// - Parameter interrupting: whether the line could continue a paragraph, which only a list
  ///   item with content, and numbered 1 if at all, ends.
  init?(startingAt line: inout MarkdownLine, interrupting: Bool) {
    let (_, indent) = line.next
    if line.content.first == UInt8(ascii: ">") {
      line.takeMarker(1)
      line.skip(columns: 1)
      contentIndent = nil
      isFilled = true
      return
    }
    guard let marker = MarkdownContainer.markerLength(line.content, interrupting: interrupting)
    else { return nil }
    line.takeMarker(marker)
    let (_, blanks) = line.next
    // Five columns or more: the item starts with indented code.
    let padding = line.isBlank || blanks > 4 ? 1 : blanks
    line.skip(columns: padding)
    contentIndent = indent + marker + padding
    isFilled = false
  }

  /// Passes over what the container takes of the line; false when the line is not in it.
  func continues(on line: inout MarkdownLine) -> Bool {
    let (_, indent) = line.next
    guard let contentIndent else {
      guard indent < 4, line.content.first == UInt8(ascii: ">") else { return false }
      line.takeMarker(1)
      line.skip(columns: 1)
      return true
    }
    // An item that starts with a blank line ends at the next one, however far that is indented.
    if line.isBlank, !isFilled { return false }
    guard indent >= contentIndent || line.isBlank else { return false }
    line.skip(columns: contentIndent)
    return true
  }

  /// Length of the bullet or number at the start of `content`; nil when no item starts there.
  private static func markerLength(
    _ content: ArraySlice<UInt8>, interrupting: Bool
  ) -> Int? {
    guard let first = content.first else { return nil }
    var length = 1
    if first.isDigit {
      let digits = content.prefix(while: \.isDigit)
      guard digits.count <= 9, let end = content.dropFirst(digits.count).first,
        end == UInt8(ascii: ".") || end == UInt8(ascii: ")")
      else { return nil }
      if interrupting, !digits.elementsEqual([UInt8(ascii: "1")]) { return nil }
      length = digits.count + 1
    } else if !"-+*".utf8.contains(first) {
      return nil
    }
    let rest = content.dropFirst(length)
    if let next = rest.first, !next.isBlank { return nil }
    if interrupting, rest.allSatisfy(\.isBlank) { return nil }
    return length
  }

  /// `===` or `---` under a paragraph.
  static func isSetextUnderline(_ content: ArraySlice<UInt8>) -> Bool {
    guard let first = content.first, first == UInt8(ascii: "=") || first == UInt8(ascii: "-")
    else { return false }
    return content.dropFirst(content.run(of: first)).allSatisfy(\.isBlank)
  }

  /// `# Title` or a thematic break: a block of one line.
  static func isHeadingOrRule(_ content: ArraySlice<UInt8>) -> Bool {
    guard let first = content.first else { return false }
    if first == UInt8(ascii: "#") {
      let level = content.run(of: first)
      return level <= 6 && (content.dropFirst(level).first?.isBlank ?? true)
    }
    guard "-_*".utf8.contains(first) else { return false }
    var count = 0
    for byte in content where !byte.isBlank {
      guard byte == first else { return false }
      count += 1
    }
    return count >= 3
  }
}
