/// A table with bars between its cells.
///
/// Source: GitHub Flavored Markdown 0.29, section 4.10.
enum MarkdownTable {
  enum Alignment: String {
    case none, left, center, right
  }

  /// The columns a line of dashes declares; nil when it is no such line.
  static func alignments(_ content: ArraySlice<UInt8>) -> [Alignment]? {
    guard content.contains(UInt8(ascii: "|")) || content.contains(UInt8(ascii: ":")) else {
      return nil
    }
    var result: [Alignment] = []
    for cell in cells(content) {
      let isLeft = cell.first == UInt8(ascii: ":")
      let isRight = cell.count > 1 && cell.last == UInt8(ascii: ":")
      let dashes = cell.dropFirst(isLeft ? 1 : 0).dropLast(isRight ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
      result.append(isLeft ? (isRight ? .center : .left) : isRight ? .right : .none)
    }
    return result.isEmpty ? nil : result
  }

  /// A row's cells without the blanks around them; `\|` is a bar of the text.
  static func cells(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
    let bar = UInt8(ascii: "|")
    var cells: [[UInt8]] = [[]]
    var isEscaped = false
    let content = MarkdownLine(line).content.trimmedEnd
    for byte in content {
      if byte == bar, !isEscaped {
        cells.append([])
      } else {
        if byte == bar { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(byte)
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    if content.first == bar { cells.removeFirst() }
    if cells.count > 1, cells[cells.count - 1].allSatisfy(\.isBlank), content.last == bar {
      cells.removeLast()
    }
    return cells.map { Array($0[...].drop(while: \.isBlank).trimmedEnd) }
  }
}
