/// Reads a picture that `plot` printed back from its text.
struct PlotReading {
  let figure: PlotFigure
  /// Lines of the output that it replaces: picture and axis, not the table under it.
  let count: Int

  /// - Parameter lines: of an output, from the picture's title on; nil when none starts there.
  init?(_ lines: ArraySlice<String>) {
    let lines = Array(lines)
    guard let title = lines.first, !title.isEmpty else { return nil }
    if let curves = PlotReading.curves(lines) {
      self = curves
    } else if let tracks = PlotReading.tracks(lines) {
      self = tracks
    } else {
      return nil
    }
  }

  private init(_ figure: PlotFigure, _ count: Int) { (self.figure, self.count) = (figure, count) }

  // MARK: Curves and points

  private struct Row {
    let label: String
    let picture: [Unicode.Scalar]
  }

  private static func curves(_ lines: [String]) -> PlotReading? {
    let rows = lines.dropFirst().prefix { row($0) != nil }.compactMap(row)
    guard rows.count > 1, lines.count > rows.count + 2,
      lines[rows.count + 1].contains("└"), rows.contains(where: { !$0.label.isEmpty })
    else { return nil }
    let columns = lines[rows.count + 1].unicodeScalars.count { $0 == "─" }
    let footer = lines[rows.count + 2]
    let rest = lines[(rows.count + 3)...]
    let isScatter = !rows.contains { $0.picture.prefix(columns).contains { isDots($0) } }
    let yTicks = rows.enumerated().compactMap { index, row -> PlotFigure.Tick? in
      row.label.isEmpty
        ? nil
        : .init(place: 1 - Double(index) / Double(rows.count - 1), label: row.label)
    }
    var figure = PlotFigure(
      style: isScatter ? .scatter : .curves, title: lines[0], series: [],
      xTicks: ticks(footer),
      yTicks: yTicks.count == 1 ? [.init(place: 0.5, label: yTicks[0].label)] : yTicks)
    if let (table, _) = TextTable.read(rest, fewest: 2), fill(&figure, from: table) {
      return PlotReading(figure, rows.count + 3)
    }
    guard !isScatter else { return nil }
    figure.series = [
      .init(name: "", points: points(rows.map { Array($0.picture.prefix(columns)) }, columns))
    ]
    return PlotReading(figure, rows.count + 3)
  }

  /// `0.7134 ┤⡇`, `       │⢣`
  private static func row(_ line: String) -> Row? {
    let scalars = Array(line.unicodeScalars)
    guard let axis = scalars.firstIndex(where: { $0 == "┤" || $0 == "│" }), axis < 24 else {
      return nil
    }
    let label = String(String.UnicodeScalarView(scalars[..<axis]))
    return Row(
      label: label.split(separator: " ").joined(separator: " "),
      picture: Array(scalars[(axis + 1)...]))
  }

  private static func isDots(_ scalar: Unicode.Scalar) -> Bool {
    (BrailleCanvas.blank...BrailleCanvas.blank + 0xFF).contains(scalar.value)
  }

  /// The numbers at an axis's ends; single blanks are within a number.
  private static func ticks(_ footer: String) -> [PlotFigure.Tick] {
    let texts = footer.components(separatedBy: "  ").map { String($0.drop { $0 == " " }) }
      .filter { !$0.isEmpty }
    guard let first = texts.first, let last = texts.last else { return [] }
    if texts.count == 1 { return [.init(place: 0.5, label: first)] }
    return [.init(place: 0, label: first), .init(place: 1, label: last)]
  }

  /// Takes the values of a table in place of the dots; false when it is not the picture's own.
  private static func fill(_ figure: inout PlotFigure, from table: TextTable) -> Bool {
    let isScatter = figure.style == .scatter
    let first = isScatter ? 2 : 0
    guard table.titles.count > first + 1 else { return false }
    let xs = table.rows.map { PlotFigure.number($0[first]) }
    let columns = Array(table.titles.indices.dropFirst(first + 1))
    let ys = columns.map { column in table.rows.map { PlotFigure.number($0[column]) } }
    guard xs.allSatisfy({ $0 != nil }), ys.joined().contains(where: { $0 != nil }) else {
      return false
    }
    let places = xs.compactMap { $0 }
    let across = PlotScale(places, isLogarithmic: isScatter && PlotScale.isLogarithmic(places))
    let up = PlotScale(ys.joined().compactMap { $0 }, isLogarithmic: false)
    if isScatter {
      figure.series = table.rows.indices.compactMap { row in
        guard let y = ys[0][row] else { return nil }
        return .init(
          name: table.rows[row][1],
          points: [.init(x: across.fraction(places[row]), y: up.fraction(y))],
          label: table.rows[row][1])
      }
    } else {
      figure.series = columns.indices.map { index in
        .init(
          name: columns.count == 1 ? "" : table.titles[columns[index]],
          points: table.rows.indices.compactMap { row in
            ys[index][row].map { .init(x: across.fraction(places[row]), y: up.fraction($0)) }
          })
      }
    }
    return true
  }

  /// A curve from its dots, a point a column: the end of those that are set where the curve turns,
  /// else their middle.
  private static func points(_ rows: [[Unicode.Scalar]], _ columns: Int) -> [PlotFigure.Point] {
    let (width, height) = (2 * columns, 4 * rows.count)
    let stretches = (0..<width).compactMap { x -> (x: Int, top: Int, bottom: Int)? in
      let set = (0..<height).filter { y in
        guard x / 2 < rows[y / 4].count, isDots(rows[y / 4][x / 2]) else { return false }
        return rows[y / 4][x / 2].value & BrailleCanvas.bits[y % 4][x % 2] != 0
      }
      guard let top = set.first, let bottom = set.last else { return nil }
      return (x, top, bottom)
    }
    return stretches.indices.map { index in
      let (x, top, bottom) = stretches[index]
      let neighbours = [index - 1, index + 1].filter(stretches.indices.contains).map {
        stretches[$0].top + stretches[$0].bottom
      }
      let isPeak = neighbours.allSatisfy { top + bottom <= $0 }
      let isValley = neighbours.allSatisfy { top + bottom >= $0 }
      let y = isPeak == isValley ? Double(top + bottom) / 2 : Double(isPeak ? top : bottom)
      return .init(x: Double(x) / Double(width - 1), y: 1 - y / Double(height - 1))
    }
  }

  // MARK: Tracks

  private static func tracks(_ lines: [String]) -> PlotReading? {
    let rows = lines.dropFirst().prefix { track($0) != nil }.compactMap(track)
    guard !rows.isEmpty, lines.count > rows.count + 1 else { return nil }
    let series = rows.map { row in
      PlotFigure.Series(
        name: row.name, points: row.places.map { .init(x: $0, y: 0) }, label: row.value)
    }
    let figure = PlotFigure(
      style: .tracks, title: lines[0], series: series, xTicks: ticks(lines[rows.count + 1]),
      yTicks: [])
    return PlotReading(figure, rows.count + 2)
  }

  /// `lora r=4  ⠒⠒⣿⠒  0.9475`
  private static func track(_ line: String) -> (name: String, places: [Double], value: String)? {
    let scalars = Array(line.unicodeScalars)
    func isTrack(_ scalar: Unicode.Scalar) -> Bool {
      scalar == DotPlot.track || scalar == DotPlot.dot
    }
    guard let start = scalars.firstIndex(where: isTrack) else { return nil }
    let track = scalars[start...].prefix(while: isTrack)
    guard track.count >= 16 else { return nil }
    let places = track.indices.filter { scalars[$0] == DotPlot.dot }
    func words(_ part: ArraySlice<Unicode.Scalar>) -> String {
      String(String.UnicodeScalarView(part)).split(separator: " ").joined(separator: " ")
    }
    return (
      words(scalars[..<start]),
      places.map { Double($0 - start) / Double(track.count - 1) },
      words(scalars[track.endIndex...])
    )
  }
}
