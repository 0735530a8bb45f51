import Language

/// A table read back from aligned lines of an output.
struct TextTable: Equatable {
  /// One a column.
  let titles: [String]
  /// As many cells as titles; empty where nothing stands.
  let rows: [[String]]
  /// Whether a column's cells end in one place rather than begin there.
  let alignsRight: [Bool]

  /// A cell and the display columns it takes.
  private struct Cell {
    let text: String
    let range: Range<Int>
  }

  /// Reads the table whose header is the first of `lines`.
  ///
  /// - Parameter fewest: columns; two could be a name and what is said of it.
  /// - Returns: the table and how many lines it takes; nil when no table starts there.
  static func read(
    _ lines: ArraySlice<String>, fewest: Int = 3
  ) -> (table: TextTable, count: Int)? {
    guard let first = lines.first else { return nil }
    let header = cells(first)
    guard header.count >= fewest, header.allSatisfy({ !isNumber($0.text) }) else { return nil }
    var rows: [[Cell?]] = []
    for line in lines.dropFirst() {
      guard let row = row(cells(line), under: header) else { break }
      rows.append(row)
    }
    guard !rows.isEmpty else { return nil }
    let isRight = header.indices.map { column in
      rows.allSatisfy {
        $0[column].map { $0.range.upperBound == header[column].range.upperBound } ?? true
      }
        && column > 0
    }
    return (
      TextTable(
        titles: header.map(\.text), rows: rows.map { $0.map { $0?.text ?? "" } },
        alignsRight: isRight),
      rows.count + 1
    )
  }

  /// The cells of a line by header, if each stands exactly under one.
  private static func row(_ cells: [Cell], under header: [Cell]) -> [Cell?]? {
    guard cells.count >= 2 else { return nil }
    var row = [Cell?](repeating: nil, count: header.count)
    for cell in cells {
      let column = header.firstIndex {
        $0.range.lowerBound == cell.range.lowerBound || $0.range.upperBound == cell.range.upperBound
      }
      guard let column, row[column] == nil else { return nil }
      row[column] = cell
    }
    return row
  }

  /// What two blanks or more keep apart.
  private static func cells(_ line: String) -> [Cell] {
    var cells: [Cell] = []
    var text = String.UnicodeScalarView()
    var (start, column, blanks) = (0, 0, 2)
    func end(at column: Int) -> Cell { Cell(text: String(text), range: start..<column) }
    for scalar in line.unicodeScalars {
      if scalar == " " {
        blanks += 1
      } else {
        if blanks >= 2 {
          if !text.isEmpty { cells.append(end(at: column - blanks)) }
          (text, start) = (String.UnicodeScalarView(), column)
        } else {
          text.append(contentsOf: repeatElement(" ", count: blanks))
        }
        blanks = 0
        text.append(scalar)
      }
      column += scalar.displayWidth
    }
    if !text.isEmpty { cells.append(end(at: column - blanks)) }
    return cells
  }

  private static func isNumber(_ text: String) -> Bool { PlotFigure.number(text) != nil }
}
