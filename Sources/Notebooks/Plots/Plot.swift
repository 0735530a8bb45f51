import Foundation
import Language

/// Values over an axis, drawn with braille dots: what `plot` prints.
///
/// The text says everything an export needs to draw the same picture anew: a curve's dots, or the
/// table of values under it.
package struct Plot: Sendable {
  package struct Point: Sendable, Equatable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
  }

  package struct Series: Sendable {
    package var name: String
    package var points: [Point]

    package init(_ name: String, _ points: [Point]) { (self.name, self.points) = (name, points) }
  }

  package enum Style: Sendable {
    /// A line a series.
    case curves
    /// A letter a series, which has one point.
    case scatter
  }

  let style: Style
  /// What is drawn, over what: "loss of a by step".
  let title: String
  /// Titles of the axes.
  let axes: (x: String, y: String)
  package let series: [Series]
  /// How a value of `x` and of `y` is written.
  let x: @Sendable (Double) -> OutputPart
  let y: @Sendable (Double) -> OutputPart

  /// Columns of a plot in a notebook, which may not depend on anybody's terminal.
  package static let notebookWidth = 76
  static let rows = 12
  static let logarithmicMark = ", on a logarithmic axis"
  private static let letters = Array(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)

  package init(
    _ style: Style, title: String, axes: (x: String, y: String), series: [Series],
    x: @escaping @Sendable (Double) -> OutputPart, y: @escaping @Sendable (Double) -> OutputPart
  ) {
    let finite = series.map { series in
      Series(series.name, series.points.filter { $0.x.isFinite && $0.y.isFinite })
    }
    (self.style, self.title, self.axes, self.series) = (style, title, axes, finite)
    (self.x, self.y) = (x, y)
  }

  /// Nothing to draw.
  package var isEmpty: Bool { series.allSatisfy(\.points.isEmpty) }

  private var points: [Point] { series.flatMap(\.points) }

  /// Decades are told apart by a logarithm only.
  private var isLogarithmic: Bool {
    guard style == .scatter else { return false }
    return PlotScale.isLogarithmic(points.map(\.x))
  }

  /// The picture with the values under it.
  ///
  /// - Parameter width: columns of display.
  package func lines(width: Int = Plot.notebookWidth) -> [[OutputPart]] {
    picture(width: width) + (isEmpty ? [] : table)
  }

  /// The picture alone.
  package func picture(width: Int = Plot.notebookWidth) -> [[OutputPart]] {
    guard !isEmpty else { return [] }
    let across = PlotScale(points.map(\.x), isLogarithmic: isLogarithmic)
    let up = PlotScale(points.map(\.y), isLogarithmic: false)
    let (high, low) = (y(up.high), y(up.low))
    let margin = max(displayWidth(high.printed), displayWidth(low.printed))
    let names = labelsCurves ? series.map(\.name) : []
    let gutter = names.map { displayWidth($0) + 1 }.max() ?? 0
    let columns = max(16, min(width, 160) - margin - 2 - gutter)
    let canvas = canvas(columns, across, up)
    let labels = labels(on: canvas, up)

    var lines: [[OutputPart]] = [[.text(title + (isLogarithmic ? Plot.logarithmicMark : ""))]]
    for row in 0..<Plot.rows {
      let isLabelled =
        up.isFlat ? row == self.row(of: up.low, up, canvas) : row == 0 || row == Plot.rows - 1
      var line: [OutputPart] = []
      if isLabelled {
        let label = row == 0 ? high : low
        line = [.text(blanks(margin - displayWidth(label.printed))), label, .text(" ┤")]
      } else {
        line = [.text(blanks(margin) + " │")]
      }
      var picture = canvas.text(row)
      if let label = labels[row] {
        picture += blanks(columns + 1 - displayWidth(picture)) + label
      }
      if !picture.isEmpty {
        line.append(.trained(picture, exact: row == firstRow(canvas) ? exact : nil))
      }
      lines.append(line)
    }
    lines.append([.text(blanks(margin) + " └" + String(repeating: "─", count: columns))])
    lines.append(footer(across, margin: margin, columns: columns))
    return lines
  }

  /// The row of characters that a value is drawn in.
  private func row(of value: Double, _ up: PlotScale, _ canvas: BrailleCanvas) -> Int {
    (canvas.dotRows - 1 - up.place(value, of: canvas.dotRows)) / 4
  }

  /// Several curves have their names beside their ends.
  private var labelsCurves: Bool { style == .curves && series.count > 1 }

  private func canvas(_ columns: Int, _ across: PlotScale, _ up: PlotScale) -> BrailleCanvas {
    var canvas = BrailleCanvas(columns: columns, rows: Plot.rows)
    for (index, series) in series.enumerated() {
      let dots = series.points.map { point in
        (
          x: across.place(point.x, of: canvas.dotColumns),
          y: canvas.dotRows - 1 - up.place(point.y, of: canvas.dotRows)
        )
      }
      switch style {
      case .curves:
        for dot in dots { canvas.dot(dot.x, dot.y) }
        for (start, end) in zip(dots, dots.dropFirst()) { canvas.line(from: start, to: end) }
      case .scatter:
        let letter = index < Plot.letters.count ? Plot.letters[index] : "*"
        for dot in dots { canvas.mark(dot.x, dot.y, letter) }
      }
    }
    return canvas
  }

  /// The names of curves by row, each as near to its curve's end as the others leave room.
  private func labels(on canvas: BrailleCanvas, _ up: PlotScale) -> [Int: String] {
    guard labelsCurves else { return [:] }
    var labels: [Int: String] = [:]
    for series in series {
      guard let last = series.points.last else { continue }
      let wanted = row(of: last.y, up, canvas)
      let near = (0..<canvas.rows).sorted { abs($0 - wanted) < abs($1 - wanted) }
      if let row = near.first(where: { labels[$0] == nil }) { labels[row] = series.name }
    }
    return labels
  }

  private func footer(_ across: PlotScale, margin: Int, columns: Int) -> [OutputPart] {
    let (first, last) = (x(across.low), x(across.high))
    let start: [OutputPart] = [.text(blanks(margin + 2)), first]
    if across.isFlat { return start }
    let gap = columns - displayWidth(first.printed) - displayWidth(last.printed)
    return start + [.text(blanks(max(1, gap))), last]
  }

  /// Every value, at full precision; it is all that a digest has to see of the picture.
  private var exact: String {
    series.map { series in
      series.name + ":" + series.points.map { "\($0.x),\($0.y)" }.joined(separator: ";")
    }.joined(separator: "\n")
  }

  private func firstRow(_ canvas: BrailleCanvas) -> Int? {
    (0..<canvas.rows).first { !canvas.text($0).isEmpty }
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension Plot {
  /// The values under the picture; none where a curve has more points than anybody would read.
  private var table: [[OutputPart]] {
    switch style {
    case .scatter:
      var table = OutputTable(["mark", "row", axes.x, axes.y], alignments: [.left, .left])
      for (index, series) in series.enumerated() {
        guard let point = series.points.first else { continue }
        let letter = index < Plot.letters.count ? String(Plot.letters[index]) : "*"
        table.append([.text(letter), .text(series.name), x(point.x), y(point.y)])
      }
      return table.lines
    case .curves:
      let places = Set(points.map(\.x)).sorted()
      guard places.count <= Plot.mostRows else { return [] }
      let names = series.count == 1 ? [axes.y] : series.map(\.name)
      var table = OutputTable([axes.x] + names)
      for place in places {
        table.append(
          [x(place)]
            + series.map { series in
              series.points.first { $0.x == place }.map { y($0.y) } ?? .text("")
            })
      }
      return table.lines
    }
  }

  private static let mostRows = 24
}

/// Where values lie between the smallest and the largest.
struct PlotScale {
  let low: Double
  let high: Double
  let isLogarithmic: Bool

  init(_ values: [Double], isLogarithmic: Bool) {
    (low, high) = (values.min() ?? 0, values.max() ?? 0)
    self.isLogarithmic = isLogarithmic
  }

  var isFlat: Bool { low == high }

  /// Whether equal steps should be equal factors.
  static func isLogarithmic(_ values: [Double]) -> Bool {
    guard let low = values.min(), let high = values.max(), low > 0 else { return false }
    return high >= 20 * low
  }

  /// From 0 for the smallest to 1 for the largest; the middle where all are equal.
  func fraction(_ value: Double) -> Double {
    if isFlat { return 0.5 }
    if isLogarithmic { return log(value / low) / log(high / low) }
    return (value - low) / (high - low)
  }

  /// The nearest of `count` places.
  func place(_ value: Double, of count: Int) -> Int {
    Int((fraction(value) * Double(count - 1)).rounded())
  }
}
