/// The line an error stands in, made fit for a terminal.
struct Excerpt {
  let text: String
  /// Display columns before the first caret.
  let indent: Int
  /// Carets to draw.
  let width: Int

  /// A character as it is shown.
  private struct Cell {
    var text: String
    var width: Int
  }

  /// Longer lines are cut to a window around the word, whoever reads them.
  private static let longest = 200
  /// What stands for the part that is cut off, with its blank.
  private static let ellipsis = 2

  /// - Parameter columns: of a terminal; of a line that is wider the part around the word is shown.
  init(_ source: SourceText, _ span: Span, columns: Int? = nil) {
    let (row, start) = Self.row(of: source.text, span.start)
    let from = min(max(0, span.start - start), row.count)
    let to = min(max(from, span.end - start), row.count)
    // The window starts a little before the word when the line is long.
    let first = row.count > Self.longest && from > 60 ? from - 60 : 0
    let last = min(row.count, max(first + Self.longest, min(to, first + 2 * Self.longest)))
    let cells = Self.cells(row[first..<last])
    let word = min(from, last) - first..<min(to, last) - first
    let isCut = (before: first > 0, after: last < row.count)
    let window = columns.map { Self.window(cells, word, $0, isCut) } ?? cells.indices
    let ellipsis = isCut.before || window.lowerBound > 0
    let isEndCut = isCut.after || window.upperBound < cells.count
    text =
      (ellipsis ? "… " : "") + cells[window].map(\.text).joined() + (isEndCut ? " …" : "")
    indent =
      Self.width(cells[window.lowerBound..<word.lowerBound]) + (ellipsis ? Self.ellipsis : 0)
    width = max(1, Self.width(cells[word.clamped(to: window)]))
  }

  private static func width(_ cells: ArraySlice<Cell>) -> Int { cells.reduce(0) { $0 + $1.width } }

  /// The cells that fit beside the dots: from the beginning where the word is among them, else from
  /// a third of the columns before it.
  private static func window(
    _ cells: [Cell], _ word: Range<Int>, _ columns: Int, _ isCut: (before: Bool, after: Bool)
  ) -> Range<Int> {
    let outer = (isCut.before ? ellipsis : 0) + (isCut.after ? ellipsis : 0)
    // A caret may stand behind the last cell.
    let caret = word.upperBound == cells.count && word.isEmpty ? 1 : 0
    if width(cells[...]) + outer + caret <= columns { return cells.indices }
    var start = 0
    let front = width(cells[..<word.upperBound]) + (isCut.before ? ellipsis : 0) + caret
    if front + (word.upperBound < cells.count || isCut.after ? ellipsis : 0) > columns {
      start = word.lowerBound
      let room = columns - 2 * ellipsis - caret
      let after = min(room / 3, width(cells[word.upperBound...]))
      let before = max(room / 3, room - width(cells[word]) - after)
      var used = 0
      while start > 0, used + cells[start - 1].width <= before {
        start -= 1
        used += cells[start].width
      }
    }
    var used = (start > 0 || isCut.before ? ellipsis : 0) + caret
    var end = start
    while end < cells.count {
      let isLast = end + 1 == cells.count && !isCut.after
      guard used + cells[end].width + (isLast ? 0 : ellipsis) <= columns else { break }
      used += cells[end].width
      end += 1
    }
    return start..<end
  }

  /// The line holding an offset, without its line end, and where it starts.
  private static func row(of text: String, _ offset: Int) -> ([Unicode.Scalar], start: Int) {
    let scalars = Array(text.unicodeScalars)
    var start = min(max(0, offset), scalars.count)
    while start > 0, scalars[start - 1] != "\n" { start -= 1 }
    var end = start
    while end < scalars.count, scalars[end] != "\n" { end += 1 }
    if end > start, scalars[end - 1] == "\r" { end -= 1 }
    return (Array(scalars[start..<end]), start)
  }

  static func shown(_ text: String) -> String {
    cells(ArraySlice(text.unicodeScalars)).map(\.text).joined()
  }

  /// Tabs become spaces to the next multiple of four; control characters become their pictures, so
  /// that a terminal neither obeys them nor loses count.
  private static func cells(_ scalars: ArraySlice<Unicode.Scalar>) -> [Cell] {
    var column = 0
    return scalars.map { scalar in
      let cell: Cell
      switch scalar.value {
      case 0x09:
        let step = 4 - column % 4
        cell = Cell(text: String(repeating: " ", count: step), width: step)
      case 0..<0x20:
        cell = Cell(text: String(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"), width: 1)
      case 0x7F..<0xA0, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
        cell = Cell(text: "\u{FFFD}", width: 1)
      default:
        cell = Cell(text: String(scalar), width: scalar.displayWidth)
      }
      column += cell.width
      return cell
    }
  }
}
