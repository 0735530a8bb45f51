import Language

/// A table read back from aligned lines of an output.
struct TextTable: Equatable {
  /// One a column; stacked ones with a line feed between them.
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

  /// How wide a column is in display columns.
  func width(of column: Int) -> Int {
    let titles = titles[column].split(separator: "\n").map(String.init)
    return (rows.map { $0[column] } + titles).map { displayWidth($0) }.max() ?? 0
  }

  /// Reads the table whose header is the first of `lines`, with a line of stacked titles above it
  /// or without.
  ///
  /// - Parameter fewest: columns; two could be a name and what is said of it.
  /// - Returns: the table and how many lines it takes; nil when no table starts there.
  static func read(
    _ lines: ArraySlice<String>, fewest: Int = 3
  ) -> (table: TextTable, count: Int)? {
    guard let first = lines.first else { return nil }
    if let (table, _) = body(lines, fewest) { return (table, table.rows.count + 1) }
    guard first.hasPrefix(" "), let (table, header) = body(lines.dropFirst(), fewest) else {
      return nil
    }
    var titles = table.titles
    for cell in cells(first) {
      guard let column = self.column(of: cell, under: header) else { return nil }
      titles[column] = cell.text + "\n" + titles[column]
    }
    return (
      TextTable(titles: titles, rows: table.rows, alignsRight: table.alignsRight),
      table.rows.count + 2
    )
  }

  /// The table whose last header line is the first of `lines`.
  private static func body(
    _ lines: ArraySlice<String>, _ fewest: Int
  ) -> (table: TextTable, header: [Cell])? {
    guard let first = lines.first else { return nil }
    var header = cells(first)
    guard header.count >= fewest, header.allSatisfy({ !isNumber($0.text) }) else { return nil }
    // Rows may have names, and those no title.
    if first.hasPrefix(" ") { header.insert(Cell(text: "", range: 0..<0), at: 0) }
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
      header
    )
  }

  /// The cells of a line by header, if each stands exactly under one.
  private static func row(_ cells: [Cell], under header: [Cell]) -> [Cell?]? {
    guard cells.count >= 2 else { return nil }
    var row = [Cell?](repeating: nil, count: header.count)
    for cell in cells {
      guard let column = column(of: cell, under: header), row[column] == nil else { return nil }
      row[column] = cell
    }
    return row
  }

  /// The column that a cell begins or ends with.
  private static func column(of cell: Cell, under header: [Cell]) -> Int? {
    header.firstIndex {
      $0.range.lowerBound == cell.range.lowerBound || $0.range.upperBound == cell.range.upperBound
    }
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
