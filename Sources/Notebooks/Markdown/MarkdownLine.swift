/// A cursor over the bytes of one line that knows columns: a tab reaches to the next multiple of
/// four, and a container may take only a part of it.
///
/// Source: CommonMark 0.31, sections 2.2 (tabs) and 5 (container blocks).
struct MarkdownLine {
  /// Without the line feed and a carriage return before it.
  let bytes: ArraySlice<UInt8>
  private(set) var offset: Int
  private(set) var column = 0
  /// Columns of the tab at `offset` that are not yet taken; 0 when it is whole.
  private var restOfTab = 0

  init(_ line: ArraySlice<UInt8>) {
    var end = line.endIndex
    if end > line.startIndex, line[end - 1] == .lineFeed { end -= 1 }
    if end > line.startIndex, line[end - 1] == .carriageReturn { end -= 1 }
    bytes = line[line.startIndex..<end]
    offset = line.startIndex
  }

  /// Where the next byte stands that is neither a space nor a tab, and how far it is indented.
  var next: (offset: Int, indent: Int) {
    var at = offset
    var column = self.column
    var rest = restOfTab
    while at < bytes.endIndex {
      if bytes[at] == .space {
        column += 1
      } else if bytes[at] == .tab {
        column += rest > 0 ? rest : 4 - column % 4
      } else {
        break
      }
      rest = 0
      at += 1
    }
    return (at, column - self.column)
  }

  var isBlank: Bool { next.offset == bytes.endIndex }

  /// What follows the indentation.
  var content: ArraySlice<UInt8> { bytes[next.offset...] }

  /// What is not yet passed over; of a tab that is half taken, the columns that are left.
  var rest: [UInt8] {
    guard restOfTab > 0 else { return Array(bytes[offset...]) }
    return [UInt8](repeating: .space, count: restOfTab) + bytes[(offset + 1)...]
  }

  /// Passes over blanks only: `columns` of them at most.
  mutating func skip(columns: Int) {
    var left = columns
    while left > 0, offset < bytes.endIndex {
      if bytes[offset] == .space {
        offset += 1
        column += 1
        left -= 1
      } else if bytes[offset] == .tab {
        let width = restOfTab > 0 ? restOfTab : 4 - column % 4
        let taken = min(width, left)
        column += taken
        left -= taken
        restOfTab = width - taken
        if restOfTab == 0 { offset += 1 }
      } else {
        return
      }
    }
  }

  /// Passes over the indentation and `count` bytes after it, none of them a tab.
  mutating func takeMarker(_ count: Int) {
    let (start, indent) = next
    offset = start + count
    column += indent + count
    restOfTab = 0
  }
}

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
  static let backtick = UInt8(ascii: "`")
  static let tilde = UInt8(ascii: "~")

  var isBlank: Bool { self == .space || self == .tab }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

extension ArraySlice<UInt8> {
  /// Without spaces and tabs at the end.
  var trimmedEnd: ArraySlice<UInt8> {
    var end = endIndex
    while end > startIndex, self[end - 1].isBlank { end -= 1 }
    return self[startIndex..<end]
  }

  /// How often `byte` stands at the start.
  func run(of byte: UInt8) -> Int { prefix { $0 == byte }.count }

  func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { self.starts(with: $0) }
  }

  func contains(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in
      guard count >= wanted.count else { return false }
      return (startIndex...endIndex - wanted.count).contains { self[$0...].starts(with: wanted) }
    }
  }
}
