import Language

/// Pictures of an output drawn for a terminal of another width, from the values that they carry.
///
/// What an output holds is drawn for a notebook, whoever made it: a statement, or a run long ago
/// that the cache remembers.
enum RedrawnPlot {
  static func redrawn(_ lines: [[OutputPart]], width: Int) -> [[OutputPart]] {
    var drawn: [[OutputPart]] = []
    var rest = lines[...]
    while let line = rest.first {
      if let (picture, count) = curves(Array(rest.prefix(Plot.rows + 3)), width)
        ?? tracks(rest, width)
      {
        drawn += picture
        rest = rest.dropFirst(count)
      } else {
        drawn.append(line)
        rest = rest.dropFirst()
      }
    }
    return drawn
  }

  private typealias Redrawing = (lines: [[OutputPart]], count: Int)

  /// A picture's title: one text alone.
  private static func title(_ lines: ArraySlice<[OutputPart]>) -> String? {
    guard let line = lines.first, line.count == 1, line[0].kind == .text else { return nil }
    return line[0].printed
  }

  private static func values(_ line: [OutputPart]) -> [OutputPart] {
    line.filter { $0.kind != .text && $0.kind != .other }
  }

  // MARK: curves and points

  private static func curves(_ lines: [[OutputPart]], _ width: Int) -> Redrawing? {
    guard let title = title(lines[...]), lines.count > Plot.rows + 2 else { return nil }
    let rows = lines[1...Plot.rows]
    guard rows.allSatisfy({ line in line.contains { isAxis($0.printed) } }),
      text(lines[Plot.rows + 1]).contains("└"),
      let picture = rows.joined().first(where: { $0.kind == .other }),
      let series = series(picture.exact)
    else { return nil }
    let points = series.flatMap(\.points)
    let isScatter = !rows.joined().contains { $0.kind == .other && hasDots($0.printed) }
    let across = values(lines[Plot.rows + 2])
    let up = rows.compactMap { values($0).first }
    guard let right = across.last, let high = up.first, let low = up.last else { return nil }
    let (left, end) = (across[0], points.map(\.x).max())
    let top = points.map(\.y).max()
    let plot = Plot(
      isScatter ? .scatter : .curves, title: title.replacing(Plot.logarithmicMark, with: ""),
      axes: ("", ""), series: series, x: { $0 == end ? right : left },
      y: { $0 == top ? high : low })
    return (plot.picture(width: width), Plot.rows + 3)
  }

  private static func isAxis(_ text: String) -> Bool {
    text.hasSuffix("│") || text.hasSuffix("┤")
  }

  private static func hasDots(_ text: String) -> Bool {
    text.unicodeScalars.contains { (BrailleCanvas.blank...BrailleCanvas.blank + 0xFF) ~= $0.value }
  }

  private static func text(_ line: [OutputPart]) -> String { line.map(\.printed).joined() }

  /// As `Plot.exact` writes them.
  private static func series(_ text: String) -> [Plot.Series]? {
    var series: [Plot.Series] = []
    for line in text.split(separator: "\n") {
      guard let colon = line.lastIndex(of: ":") else { return nil }
      var points: [Plot.Point] = []
      for pair in line[line.index(after: colon)...].split(separator: ";") {
        let numbers = pair.split(separator: ",").map { Double($0) }
        guard numbers.count == 2, let x = numbers[0], let y = numbers[1] else { return nil }
        points.append(Plot.Point(x, y))
      }
      series.append(Plot.Series(String(line[..<colon]), points))
    }
    return series.contains { !$0.points.isEmpty } ? series : nil
  }

  // MARK: tracks

  private static func tracks(_ lines: ArraySlice<[OutputPart]>, _ width: Int) -> Redrawing? {
    guard let title = title(lines) else { return nil }
    var rows: [DotPlot.Row] = []
    var written: [Double: OutputPart] = [:]
    for line in lines.dropFirst() {
      guard line.count >= 2, line[0].kind == .text, line[1].kind == .other,
        isTrack(line[1].printed)
      else { break }
      let numbers = line[1].exact.split(separator: ";").compactMap { Double($0) }
      let row = DotPlot.Row(line[0].printed.trimmingBlanks, numbers)
      if let mean = row.mean { written[mean] = values(line).last }
      rows.append(row)
    }
    let all = rows.flatMap(\.values)
    guard let axis = lines.dropFirst(rows.count + 1).first.map(values),
      let low = axis.first, let high = axis.last,
      let smallest = all.min(), let largest = all.max()
    else { return nil }
    (written[smallest], written[largest]) = (low, high)
    let known = written
    let plot = DotPlot(title: title, rows: rows) { known[$0] ?? low }
    return (plot.lines(width: width), rows.count + 2)
  }

  private static func isTrack(_ text: String) -> Bool {
    text.unicodeScalars.count >= 16
      && text.unicodeScalars.allSatisfy { $0 == DotPlot.track || $0 == DotPlot.dot }
  }
}

extension String {
  /// Without the blanks behind it.
  fileprivate var trimmingBlanks: String {
    String(String.UnicodeScalarView(unicodeScalars.reversed().drop { $0 == " " }.reversed()))
  }
}
