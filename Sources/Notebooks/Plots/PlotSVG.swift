import Foundation

/// A figure as an SVG element of a page; colours come from the page's style.
struct PlotSVG {
  private let figure: PlotFigure
  private var body = ""

  private static let width = 640.0
  /// How many colours the style has.
  static let colours = 8
  /// About the width of a letter.
  private static let letter = 6.6
  private static let lineHeight = 14.0

  private init(_ figure: PlotFigure) { self.figure = figure }

  static func text(_ figure: PlotFigure) -> String {
    var svg = PlotSVG(figure)
    let height = figure.style == .tracks ? svg.drawTracks() : svg.drawAxes()
    let label = HTMLText.escaped(figure.title)
    return "<svg viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\" "
      + "aria-label=\"\(label)\">\n\(svg.body)</svg>\n"
  }

  /// A coordinate with one decimal.
  private static func number(_ value: Double) -> String {
    let text = String(format: "%.1f", value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private mutating func add(_ element: String) { body += element + "\n" }

  private mutating func text(
    _ words: String, _ x: Double, _ y: Double, anchor: String, style: String
  ) {
    add(
      "<text class=\"\(style)\" x=\"\(PlotSVG.number(x))\" y=\"\(PlotSVG.number(y))\" "
        + "text-anchor=\"\(anchor)\">\(HTMLText.escaped(words))</text>")
  }

  private mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    let n = PlotSVG.number
    add("<line class=\"axis\" x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" />")
  }

  private static func wide(_ texts: [String]) -> Double {
    (texts.map { Double($0.unicodeScalars.reduce(0) { $0 + $1.displayWidth }) }.max() ?? 0) * letter
  }

  // MARK: Curves and points

  private mutating func drawAxes() -> Double {
    let height = 250.0
    let names = figure.style == .curves ? figure.series.map(\.name).filter { !$0.isEmpty } : []
    let left = PlotSVG.wide(figure.yTicks.map(\.label)) + 14
    let right = PlotSVG.width - 12 - (names.isEmpty ? 0 : PlotSVG.wide(names) + 8)
    let (top, bottom) = (12.0, height - 26)
    line(left, top - 4, left, bottom + 6)
    line(left, bottom + 6, right, bottom + 6)
    for tick in figure.yTicks {
      let y = bottom - tick.place * (bottom - top)
      line(left - 4, y, left, y)
      text(tick.label, left - 8, y + 4, anchor: "end", style: "tick")
    }
    for tick in figure.xTicks {
      let anchor = tick.place < 0.25 ? "start" : tick.place > 0.75 ? "end" : "middle"
      let x = left + 8 + tick.place * (right - left - 16)
      text(tick.label, x, height - 4, anchor: anchor, style: "tick")
    }
    let placed = figure.series.map { series in
      series.points.map { point in
        (x: left + 8 + point.x * (right - left - 16), y: bottom - point.y * (bottom - top))
      }
    }
    for (index, points) in placed.enumerated() { draw(points, index) }
    label(placed, right)
    return height
  }

  private mutating func draw(_ points: [(x: Double, y: Double)], _ index: Int) {
    let colour = "c\(index % PlotSVG.colours)"
    if figure.style == .curves, points.count > 1 {
      let path = points.map { "\(PlotSVG.number($0.x)),\(PlotSVG.number($0.y))" }
      add("<polyline class=\"curve \(colour)\" points=\"\(path.joined(separator: " "))\" />")
    }
    guard figure.style == .scatter || points.count <= 24 else { return }
    let radius = figure.style == .scatter ? "5" : "3"
    for point in points {
      add(
        "<circle class=\"dot \(colour)\" cx=\"\(PlotSVG.number(point.x))\" "
          + "cy=\"\(PlotSVG.number(point.y))\" r=\"\(radius)\" />")
    }
  }

  /// Names beside the ends of curves and beside points, moved apart where they would overlap.
  private mutating func label(_ placed: [[(x: Double, y: Double)]], _ right: Double) {
    let isScatter = figure.style == .scatter
    var taken: [(x: ClosedRange<Double>, y: Double)] = []
    for (index, points) in placed.enumerated() {
      let name = isScatter ? figure.series[index].label : figure.series[index].name
      guard let last = points.last, !name.isEmpty else { continue }
      let width = PlotSVG.wide([name])
      let isLeft = isScatter && last.x + 10 + width > right
      let x = isScatter ? last.x + (isLeft ? -9 : 9) : right
      let range = isLeft ? x - width...x : x...x + width
      var y = last.y + 4
      while taken.contains(where: { $0.x.overlaps(range) && abs($0.y - y) < PlotSVG.lineHeight }) {
        y += 1
      }
      taken.append((range, y))
      text(name, x, y, anchor: isLeft ? "end" : "start", style: "name c\(index % PlotSVG.colours)")
    }
  }

  // MARK: Tracks

  private mutating func drawTracks() -> Double {
    let rowHeight = 24.0
    let left = PlotSVG.wide(figure.series.map(\.name)) + 20
    let right = PlotSVG.width - PlotSVG.wide(figure.series.map(\.label)) - 20
    for (index, series) in figure.series.enumerated() {
      let y = 14 + Double(index) * rowHeight
      text(series.name, left - 14, y + 4, anchor: "end", style: "name")
      line(left, y, right, y)
      for point in series.points {
        add(
          "<circle class=\"dot c0\" cx=\"\(PlotSVG.number(left + point.x * (right - left)))\" "
            + "cy=\"\(PlotSVG.number(y))\" r=\"5\" />")
      }
      text(series.label, PlotSVG.width - 8, y + 4, anchor: "end", style: "value")
    }
    let height = 14 + Double(figure.series.count) * rowHeight + 14
    for tick in figure.xTicks {
      let anchor = tick.place == 0 ? "start" : tick.place == 1 ? "end" : "middle"
      text(
        tick.label, left + tick.place * (right - left), height - 8, anchor: anchor, style: "tick")
    }
    return height
  }
}
