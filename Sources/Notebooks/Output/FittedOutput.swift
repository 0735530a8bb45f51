import Language

/// An output laid out for a terminal of a certain width, which a notebook knows nothing of.
///
/// Tables are cut into several, each beginning with the first column; other lines are broken between
/// words, under the last column that they have.
package struct FittedOutput: Sendable, Equatable {
  /// A piece of a line in one colour.
  struct Run: Equatable {
    var text: String
    var isEmphasised: Bool
  }

  private let lines: [[Run]]

  /// - Parameter width: columns of display; nil leaves every line as it is.
  package init(_ output: CellOutput, width: Int?) {
    let runs = output.lines.map { line in
      line.map { Run(text: $0.printed, isEmphasised: $0.isEmphasised) }
    }
    guard let width, width >= FittedOutput.narrowest else {
      lines = runs
      return
    }
    let texts = runs.map { $0.map(\.text).joined() }
    var fitted: [[Run]] = []
    var index = 0
    while index < texts.count {
      let read = TextTable.read(texts[index...])
      let count = read?.count ?? 1
      let rows = index..<index + count
      if !texts[rows].contains(where: { FittedOutput.isTooWide($0, width) }) {
        fitted += runs[rows]
      } else if let table = read?.table, let lines = FittedOutput.cut(table, width) {
        fitted += lines.map { [Run(text: $0, isEmphasised: false)] }
      } else {
        // Of a table whose last column is prose, that column is where prose goes on.
        let indent = read.map {
          displayWidth(texts[index + $0.count - $0.table.rows.count - 1])
            - displayWidth(String($0.table.titles.last?.split(separator: "\n").last ?? ""))
        }
        for row in rows {
          fitted +=
            FittedOutput.isTooWide(texts[row], width)
            ? FittedOutput.broken(runs[row], width, indent: indent) : [runs[row]]
        }
      }
      index += count
    }
    lines = fitted
  }

  /// Below this nothing reads well.
  private static let narrowest = 30

  package var isEmpty: Bool { lines.isEmpty }

  /// The lines with a line end between them.
  ///
  /// - Parameter colour: paints what is emphasised.
  package func text(colour: Bool) -> String {
    lines.map { line in
      line.map { $0.isEmphasised && colour ? "\u{1B}[1;33m\($0.text)\u{1B}[0m" : $0.text }.joined()
    }.joined(separator: "\n")
  }

  /// How many rows of a screen it takes.
  package func rows(width: Int) -> Int {
    lines.reduce(0) { rows, line in
      rows + max(1, (line.reduce(0) { $0 + displayWidth($1.text) } + width - 1) / max(1, width))
    }
  }

  private static func isTooWide(_ line: String, _ width: Int) -> Bool {
    line.utf8.count > width && displayWidth(line) > width
  }

  // MARK: tables

  /// The table in several, if its last column is no prose.
  private static func cut(_ table: TextTable, _ width: Int) -> [String]? {
    let widths = table.titles.indices.map(table.width(of:))
    guard let last = widths.last, last <= width / 3, widths[0] <= width / 2 else { return nil }
    var blocks: [[Int]] = [[0]]
    var used = widths[0]
    for column in widths.indices.dropFirst() {
      if used + gap + widths[column] > width, blocks[blocks.count - 1].count > 1 {
        blocks.append([0])
        used = widths[0]
      }
      blocks[blocks.count - 1].append(column)
      used += gap + widths[column]
    }
    let shown = blocks.map { block(table, $0) }
    return Array(shown.joined(separator: [""]))
  }

  private static let gap = 2

  private static func block(_ table: TextTable, _ columns: [Int]) -> [String] {
    var block = OutputTable(
      columns.map { table.titles[$0] },
      alignments: columns.map { table.alignsRight[$0] ? .right : .left }, gap: gap)
    for row in table.rows { block.append(columns.map { .text(row[$0]) }) }
    return CellOutput(lines: block.lines).lines.map { $0.map(\.printed).joined() }
  }

  // MARK: prose

  private struct Letter {
    let scalar: Unicode.Scalar
    let isEmphasised: Bool
  }

  /// The line broken between words; what follows stands under the last column.
  private static func broken(_ line: [Run], _ width: Int, indent asked: Int?) -> [[Run]] {
    let letters = line.flatMap { run in
      run.text.unicodeScalars.map { Letter(scalar: $0, isEmphasised: run.isEmphasised) }
    }
    let indent =
      asked.flatMap { width - $0 >= narrowest * 2 / 3 ? $0 : nil } ?? hangingIndent(letters, width)
    var rest = letters[...]
    var broken: [[Run]] = []
    while !rest.isEmpty {
      let lead = broken.isEmpty ? 0 : indent
      let end = end(of: rest, width - lead)
      broken.append(runs(rest[..<end], indent: lead))
      rest = rest[end...].drop { $0.scalar == " " }
    }
    return broken
  }

  /// Where the last column begins, if that leaves it half the width; else the line's own indent.
  private static func hangingIndent(_ letters: [Letter], _ width: Int) -> Int {
    var (column, blanks) = (0, 0)
    var found = 0
    for letter in letters {
      if letter.scalar == " " {
        blanks += 1
      } else {
        if blanks >= 2, column <= width / 2 { found = column }
        blanks = 0
      }
      column += letter.scalar.displayWidth
    }
    return found
  }

  /// The end of what stands in one row: before the last blank that fits, else before the letter
  /// that does not.
  private static func end(of letters: ArraySlice<Letter>, _ width: Int) -> Int {
    var column = 0
    var blank: Int?
    for (index, letter) in zip(letters.indices, letters) {
      if letter.scalar == " " { blank = index }
      column += letter.scalar.displayWidth
      if column > width, index > letters.startIndex {
        return blank.flatMap { $0 > letters.startIndex ? $0 : nil } ?? index
      }
    }
    return letters.endIndex
  }

  private static func runs(_ letters: ArraySlice<Letter>, indent: Int) -> [Run] {
    var runs: [Run] = []
    if indent > 0 {
      runs.append(Run(text: String(repeating: " ", count: indent), isEmphasised: false))
    }
    for letter in letters {
      if runs.last?.isEmphasised == letter.isEmphasised {
        runs[runs.count - 1].text.unicodeScalars.append(letter.scalar)
      } else {
        runs.append(Run(text: String(letter.scalar), isEmphasised: letter.isEmphasised))
      }
    }
    return runs
  }
}
