/// What a terminal shows of the bytes it got: as much of a VT100 as line editors use.
struct TerminalScreen {
  private(set) var rows: [[Character?]] = [[]]
  private var row = 0
  private var column = 0
  let columns: Int

  init(_ transcript: String, columns: Int) {
    self.columns = columns
    var rest = transcript.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r": column = 0
      case "\n": lineFeed()
      case "\u{8}": column = max(0, column - 1)
      case "\u{1B}": rest = escape(rest)
      case "\u{0}"..<" ", "\u{7F}": break
      default: put(scalar)
      }
    }
  }

  /// The lines without blanks at their ends, and without the empty ones at the end.
  var text: String {
    var lines = rows.map { row -> String in
      let line = String(row.compactMap { $0 })
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private mutating func lineFeed() {
    row += 1
    if row == rows.count { rows.append([]) }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.width(scalar)
    if width == 0 {
      // A mark belongs to the character before it.
      if let place = rows[row][..<min(column, rows[row].count)].lastIndex(where: { $0 != nil }),
        let base = rows[row][place]
      {
        rows[row][place] = Character(String(base) + String(scalar))
      }
      return
    }
    if column + width > columns {
      column = 0
      lineFeed()
    }
    while rows[row].count < column + width { rows[row].append(" ") }
    rows[row][column] = Character(scalar)
    if width == 2 { rows[row][column + 1] = nil }
    column += width
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.properties.canonicalCombiningClass.rawValue != 0 || scalar == "\u{200D}" { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  private mutating func escape(_ bytes: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView
  {
    var rest = bytes
    guard rest.popFirst() == "[" else { return rest }
    var parameters = ""
    while let scalar = rest.popFirst() {
      guard !("@"..."~").contains(scalar) else {
        control(scalar, Int(parameters.split(separator: ";").first ?? ""))
        break
      }
      parameters.unicodeScalars.append(scalar)
    }
    return rest
  }

  private mutating func control(_ final: Unicode.Scalar, _ number: Int?) {
    let count = max(1, number ?? 1)
    switch final {
    case "A": row = max(0, row - count)
    case "B": for _ in 0..<count where row + 1 < rows.count { row += 1 }
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "G": column = count - 1
    case "H": (row, column) = (0, 0)
    case "J":
      rows.removeLast(rows.count - row - 1)
      clearToEnd()
    case "K": clearToEnd()
    case "P":
      let end = min(rows[row].count, column + count)
      if column < end { rows[row].removeSubrange(column..<end) }
    case "@":
      if column < rows[row].count {
        rows[row].insert(contentsOf: [Character?](repeating: " ", count: count), at: column)
      }
    default: break
    }
  }

  private mutating func clearToEnd() {
    if column < rows[row].count { rows[row].removeSubrange(column...) }
  }
}
