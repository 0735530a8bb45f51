import Language

/// One value a row, or several, as dots on tracks that share an axis: what `plot` prints of a
/// table.
package struct DotPlot: Sendable {
  package struct Row: Sendable {
    package var name: String
    /// One a seed.
    package var values: [Double]

    package init(_ name: String, _ values: [Double]) { (self.name, self.values) = (name, values) }

    var mean: Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
  }

  let title: String
  package let rows: [Row]
  /// How a value is written.
  let value: @Sendable (Double) -> OutputPart

  static let track: Unicode.Scalar = "⠒"
  static let dot: Unicode.Scalar = "⣿"

  package init(
    title: String, rows: [Row], value: @escaping @Sendable (Double) -> OutputPart
  ) {
    self.title = title
    self.rows = rows.map { Row($0.name, $0.values.filter(\.isFinite)) }
    self.value = value
  }

  package var isEmpty: Bool { rows.allSatisfy(\.values.isEmpty) }

  /// - Parameter width: columns of display.
  package func lines(width: Int = Plot.notebookWidth) -> [[OutputPart]] {
    guard !isEmpty else { return [] }
    let scale = PlotScale(rows.flatMap(\.values), isLogarithmic: false)
    let names = rows.map { displayWidth($0.name) }.max() ?? 0
    let values = rows.map { $0.mean.map { displayWidth(value($0).printed) } ?? 0 }.max() ?? 0
    let columns = max(16, min(width, 160) - names - values - 4)
    var lines: [[OutputPart]] = [[.text(title)]]
    for row in rows {
      var line: [OutputPart] = [
        .text(row.name + blanks(names - displayWidth(row.name) + 2)),
        .trained(
          track(row, scale, columns), exact: row.values.map { "\($0)" }.joined(separator: ";")),
      ]
      if let mean = row.mean {
        let part = value(mean)
        line += [.text(blanks(2 + values - displayWidth(part.printed))), part]
      }
      lines.append(line)
    }
    let (low, high) = (value(scale.low), value(scale.high))
    var axis: [OutputPart] = [.text(blanks(names + 2)), low]
    if !scale.isFlat {
      let gap = columns - displayWidth(low.printed) - displayWidth(high.printed)
      axis += [.text(blanks(max(1, gap))), high]
    }
    return lines + [axis]
  }

  private func track(_ row: Row, _ scale: PlotScale, _ columns: Int) -> String {
    var cells = [Unicode.Scalar](repeating: DotPlot.track, count: columns)
    for value in row.values { cells[scale.place(value, of: columns)] = DotPlot.dot }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: cells)
    return String(text)
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
