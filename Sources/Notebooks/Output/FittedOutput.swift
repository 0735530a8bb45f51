import Language

/// An output laid out for a terminal of a certain width, which a notebook knows nothing of.
///
/// Plots are drawn anew and bars shortened, tables made narrower or cut into several; other lines
/// are broken between words, under the last column that they have.
package struct FittedOutput: Sendable, Equatable {
  /// A piece of a line in one colour.
  struct Run: Equatable {
    var text: String
    var isEmphasised: Bool
  }

  private let lines: [[Run]]

  /// - Parameter width: columns of display; nil leaves every line as it is.
  package init(_ output: CellOutput, width: Int?) {
    guard let width, width >= FittedOutput.narrowest else {
      lines = FittedOutput.runs(output.lines)
      return
    }
    let drawn = CellOutput(lines: RedrawnPlot.redrawn(output.lines, width: width)).lines
    let runs = FittedOutput.runs(drawn)
    let texts = FittedBars.shortened(runs.map { $0.map(\.text).joined() }, width: width)
    var fitted: [[Run]] = []
    var index = 0
    while index < texts.count {
      let read = FittedOutput.table(texts[index...], drawn)
      let rows = index..<index + (read?.count ?? 1)
      if !texts[rows].contains(where: { displayWidth($0) > width }) {
        fitted += rows.map { FittedOutput.line(texts[$0], runs[$0]) }
      } else if let lines = read.flatMap({ FittedTable($0.table, width: width).lines }) {
        fitted += lines.map { [Run(text: $0, isEmphasised: false)] }
      } else {
        for row in rows {
          fitted += FittedOutput.broken(FittedOutput.line(texts[row], runs[row]), width)
        }
      }
      index = rows.upperBound
    }
    lines = fitted
  }

  /// A sentence that is no output; where it has no columns, rows after the first are indented.
  package init(remark: String, width: Int?) {
    let runs = FittedOutput.runs(
      remark.split(separator: "\n", omittingEmptySubsequences: false).map { [.text(String($0))] })
    guard let width, width >= FittedOutput.narrowest else {
      lines = runs
      return
    }
    lines = runs.flatMap { FittedOutput.broken($0, width, indent: 2) }
  }

  private static func runs(_ lines: [[OutputPart]]) -> [[Run]] {
    lines.map { line in line.map { Run(text: $0.printed, isEmphasised: $0.isEmphasised) } }
  }

  /// A line with its colours, where it is still the same.
  private static func line(_ text: String, _ runs: [Run]) -> [Run] {
    text == runs.map(\.text).joined() ? runs : [Run(text: text, isEmphasised: false)]
  }

  /// The table that begins a text; titles are words, and no values that happen to stand in columns.
  private static func table(
    _ texts: ArraySlice<String>, _ parts: [[OutputPart]]
  ) -> (table: TextTable, count: Int)? {
    guard let read = TextTable.read(texts) else { return nil }
    let titles = parts[texts.startIndex..<texts.startIndex + read.count - read.table.rows.count]
    return titles.joined().allSatisfy { $0.kind == .text } ? read : nil
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

  // MARK: prose

  private struct Letter {
    let scalar: Unicode.Scalar
    let isEmphasised: Bool
  }

  /// The line broken between words; what follows stands under the last column.
  ///
  /// - Parameter indent: of lines without columns.
  private static func broken(_ line: [Run], _ width: Int, indent: Int = 0) -> [[Run]] {
    guard line.reduce(0, { $0 + displayWidth($1.text) }) > width else { return [line] }
    let letters = line.flatMap { run in
      run.text.unicodeScalars.map { Letter(scalar: $0, isEmphasised: run.isEmphasised) }
    }
    let scalars = letters.map(\.scalar)
    let breaking = LineBreaking(scalars)
    let place = ProsePlace(scalars, width, indent: indent)
    var start = place.isIndentKept ? 0 : scalars.firstIndex { $0 != " " } ?? 0
    var broken: [[Run]] = []
    while start < letters.count {
      let lead = broken.isEmpty && place.isIndentKept ? 0 : place.indent
      var end = breaking.end(from: start, columns: width - lead)
      if let gap = place.gap, start < gap { end = min(end, gap) }
      broken.append(runs(letters[start..<end], indent: lead))
      start = scalars[end...].firstIndex { $0 != " " } ?? letters.count
    }
    return broken
  }

  /// Where the rows of a broken line begin.
  private struct ProsePlace {
    /// Of all rows after the first.
    var indent: Int
    /// Where the first row ends although more would fit: the last column begins below it.
    var gap: Int?
    /// Whether the line's own indent leaves room for anything.
    var isIndentKept = true

    init(_ line: [Unicode.Scalar], _ width: Int, indent: Int) {
      self.indent = indent
      var (column, blanks) = (0, 0)
      for (index, scalar) in line.enumerated() {
        if scalar == " " {
          blanks += 1
        } else {
          if blanks >= 2 { begin(at: column, isFirst: index == blanks, index - blanks, width) }
          blanks = 0
        }
        column += scalar.displayWidth
      }
    }

    /// A column under which the rest stands, if that leaves half the width.
    private mutating func begin(at column: Int, isFirst: Bool, _ end: Int, _ width: Int) {
      if column <= width / 2 {
        indent = column
      } else if isFirst {
        (indent, isIndentKept) = (2, false)
      } else if isIndentKept, gap == nil, indent <= 2 {
        (indent, gap) = (min(indent, 2) + 2, end)
      }
    }
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
