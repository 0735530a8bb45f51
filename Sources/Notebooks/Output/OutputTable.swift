import Language

/// A table of typed values as aligned lines: header, then rows.
///
/// A column is as wide as its widest cell, counted in display columns; volatile values bring a
/// width of their own that does not depend on them. Columns of numbers stand to the right.
package struct OutputTable {
  package enum Alignment: Sendable {
    case left
    case right
  }

  /// Header lines; a title of several lines (`time/` over `epoch`) takes several.
  private let header: [[String]]
  private let alignments: [Alignment?]
  private let gap: Int
  private var rows: [[OutputPart]] = []

  /// - Parameters:
  ///   - titles: one a column; a line feed in a title stacks it, and titles stand at the bottom.
  ///   - alignments: nil, or missing, where the cells decide.
  ///   - gap: blanks between columns.
  package init(_ titles: [String], alignments: [Alignment?] = [], gap: Int = 2) {
    let stacked = titles.map {
      $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    let height = stacked.map(\.count).max() ?? 0
    header = (0..<height).map { line in
      stacked.map { title in
        let index = line - (height - title.count)
        return index < 0 ? "" : title[index]
      }
    }
    self.alignments = titles.indices.map { $0 < alignments.count ? alignments[$0] : nil }
    self.gap = gap
  }

  /// - Parameter row: one part a column; missing ones at the end are empty.
  package mutating func append(_ row: [OutputPart]) {
    precondition(row.count <= alignments.count, "a row of \(row.count) in \(alignments.count)")
    rows.append(row + [OutputPart](repeating: .text(""), count: alignments.count - row.count))
  }

  /// The table's lines; no header line when every title is empty.
  package var lines: [[OutputPart]] {
    let titles = header.map { $0.map { OutputPart.text($0) } }
    let shown = titles.filter { $0.contains { !$0.printed.isEmpty } }
    let widths = alignments.indices.map { column in
      (shown + rows).map { displayWidth($0[column].printed) }.max() ?? 0
    }
    return (shown + rows).map { aligned($0, widths) }
  }

  private func aligned(_ row: [OutputPart], _ widths: [Int]) -> [OutputPart] {
    var line: [OutputPart] = []
    for (column, part) in row.enumerated() {
      if column > 0 { line.append(blanks(gap)) }
      let padding = blanks(widths[column] - displayWidth(part.printed))
      line += alignment(of: column) == .right ? [padding, part] : [part, padding]
    }
    return line
  }

  private func blanks(_ count: Int) -> OutputPart {
    .text(String(repeating: " ", count: max(0, count)))
  }

  /// Numbers to the right: every cell that is not empty is one.
  private func alignment(of column: Int) -> Alignment {
    if let fixed = alignments[column] { return fixed }
    let cells = rows.map { $0[column] }.filter { !$0.printed.isEmpty }
    let isNumeric = cells.allSatisfy { part in
      switch part.kind {
      case .given, .other:
        let first = part.printed.utf8.first { $0 != .space }
        return first.map { $0.isDigit || $0 == UInt8(ascii: "-") } ?? false
      case .score, .percentage, .loss, .volatile: return true
      case .text: return false
      }
    }
    return isNumeric && !cells.isEmpty ? .right : .left
  }
}
