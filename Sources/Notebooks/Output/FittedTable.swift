import Language

/// A table laid out for a terminal that is narrower than it.
///
/// Words are broken within their column, numbers never. Where that does not do, a last column of
/// prose goes under its row, and other tables become several that begin with the first column each.
struct FittedTable {
  private let table: TextTable
  private let width: Int
  private let natural: [Int]

  private static let gap = 2
  /// Of a last column that is prose.
  private static let leastProse = 24
  private static let proseIndent = 4

  init(_ table: TextTable, width: Int) {
    (self.table, self.width) = (table, width)
    natural = table.titles.indices.map(table.width(of:))
  }

  /// Nil where nothing does.
  var lines: [String]? {
    let all = Array(natural.indices)
    guard let last = all.last else { return nil }
    guard natural[last] > width / 3, !table.alignsRight[last] else {
      return widths(of: all, least: 16).map { block(all, $0) } ?? blocks
    }
    if let widths = widths(of: all, least: 16, prose: last) { return block(all, widths) }
    let others = Array(all.dropLast())
    let widths = widths(of: others, least: 16) ?? widths(of: others, least: 8)
    return widths.map { block(others, $0, under: last) }
  }

  /// How wide columns stand side by side; nil where they do not fit.
  ///
  /// - Parameter least: of columns of words that are wider.
  private func widths(of columns: [Int], least: Int, prose: Int? = nil) -> [Int]? {
    var widths = columns.map { column in
      if table.alignsRight[column] { return natural[column] }
      if column == prose { return min(natural[column], Self.leastProse) }
      let pieces = table.rows.map { LineBreaking(Array($0[column].unicodeScalars)).widestPiece }
      let title = displayWidth(table.titles[column])
      return min(natural[column], max((pieces.max() ?? 0) + Self.gap, title, least))
    }
    var room = width - widths.reduce(0, +) - Self.gap * (columns.count - 1)
    guard room >= 0 else { return nil }
    // The narrow ones first: many rows of one word each are hard to read.
    for place in columns.indices.sorted(by: { natural[columns[$0]] < natural[columns[$1]] }) {
      let more = min(room, natural[columns[place]] - widths[place])
      widths[place] += more
      room -= more
    }
    return widths
  }

  // MARK: several tables

  private var blocks: [String]? {
    let first = min(natural[0], width / 2)
    guard natural.dropFirst().allSatisfy({ first + Self.gap + $0 <= width }) else { return nil }
    var blocks: [[Int]] = [[0]]
    var used = first
    for column in natural.indices.dropFirst() {
      if used + Self.gap + natural[column] > width, blocks[blocks.count - 1].count > 1 {
        blocks.append([0])
        used = first
      }
      blocks[blocks.count - 1].append(column)
      used += Self.gap + natural[column]
    }
    let shown = blocks.map { columns in
      block(columns, [first] + columns.dropFirst().map { natural[$0] })
    }
    return Array(shown.joined(separator: [""]))
  }

  // MARK: rows

  private func block(_ columns: [Int], _ widths: [Int], under prose: Int? = nil) -> [String] {
    var block = OutputTable(
      columns.map { table.titles[$0] },
      alignments: columns.map { table.alignsRight[$0] ? .right : .left }, gap: Self.gap)
    var below: [(after: Int, rows: [String])] = []
    var count = 0
    for row in table.rows {
      let cells = zip(columns, widths).map { column, width in
        wrapped(row[column], columns: width, indent: column == natural.count - 1 ? 0 : Self.gap)
      }
      let height = cells.map(\.count).max() ?? 0
      for line in 0..<height {
        block.append(cells.map { .text(line < $0.count ? $0[line] : "") })
      }
      count += height
      if let prose, !row[prose].isEmpty { below.append((count, indented(row[prose]))) }
    }
    var lines = CellOutput(lines: block.lines).lines.map { $0.map(\.printed).joined() }
    let header = lines.count - count
    for (after, rows) in below.reversed() { lines.insert(contentsOf: rows, at: header + after) }
    if let prose { lines.insert(contentsOf: indented(table.titles[prose]), at: header) }
    return lines
  }

  private func indented(_ prose: String) -> [String] {
    wrapped(prose, columns: width - Self.proseIndent).map {
      String(repeating: " ", count: Self.proseIndent) + $0
    }
  }
}
