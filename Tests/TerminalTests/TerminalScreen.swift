/// What a terminal shows of the bytes it got: as much of a VT100 as line editors use. What it
/// scrolled away is kept above.
struct TerminalScreen {
  private(set) var rows: [[Character?]] = [[]]
  /// Of the rows that go on in the next without a line break.
  private var wrapped: Set<Int> = []
  private var row = 0
  private(set) var column = 0
  private(set) var columns: Int
  let height: Int

  init(_ transcript: String = "", columns: Int, height: Int = 24) {
    (self.columns, self.height) = (columns, height)
    show(transcript)
  }

  mutating func show(_ transcript: String) {
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

  /// The first row that the cursor can reach.
  private var top: Int { max(0, rows.count - height) }

  /// The lines without blanks at their ends, and without the empty ones at the end.
  var text: String { TerminalScreen.text(rows) }

  /// What of it is on the screen, and not above.
  var visible: String { TerminalScreen.text(Array(rows[top...])) }

  /// The row of the cursor.
  var line: String { TerminalScreen.text([rows[row]]) }

  private static func text(_ rows: [[Character?]]) -> String {
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
    if width == 0 { return putMark(scalar) }
    if column + width > columns {
      wrapped.insert(row)
      column = 0
      lineFeed()
    }
    while rows[row].count < column + width { rows[row].append(" ") }
    // Of a wide character that is written over, the other half goes too.
    if rows[row][column] == nil, column > 0 { rows[row][column - 1] = " " }
    let next = column + width
    if next < rows[row].count, rows[row][next] == nil { rows[row][next] = " " }
    rows[row][column] = Character(scalar)
    if width == 2 { rows[row][column + 1] = nil }
    column = next
  }

  /// A mark belongs to the character before it.
  private mutating func putMark(_ scalar: Unicode.Scalar) {
    let before = rows[row][..<min(column, rows[row].count)]
    guard let place = before.lastIndex(where: { $0 != nil }), let base = rows[row][place] else {
      return
    }
    rows[row][place] = Character(String(base) + String(scalar))
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    if [.nonspacingMark, .enclosingMark, .format].contains(scalar.properties.generalCategory) {
      return 0
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// Cuts the lines that go over several rows anew, as most terminals do; the cursor stays at its
  /// character.
  mutating func resize(columns: Int) {
    let old = self
    self = TerminalScreen(columns: columns, height: height)
    var cursor = (row: 0, column: 0)
    for (number, cells) in old.rows.enumerated() {
      let isWrapped = old.wrapped.contains(number)
      for (place, cell) in cells.enumerated() {
        if number == old.row, place == old.column { cursor = (row, column) }
        guard let cell else { continue }
        for scalar in String(cell).unicodeScalars { put(scalar) }
      }
      if number == old.row, old.column >= cells.count {
        cursor = (row, column + old.column - cells.count)
      }
      if !isWrapped, number + 1 < old.rows.count {
        column = 0
        lineFeed()
      }
    }
    (row, column) = cursor
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
    case "A": row = max(top, row - count)
    case "B": for _ in 0..<count where row + 1 < rows.count { row += 1 }
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "G": column = count - 1
    case "H": (row, column) = (top, 0)
    case "J" where number == 2:
      for row in top..<rows.count { rows[row] = [] }
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
    wrapped.remove(row)
  }
}
