import Foundation

/// A picture of values, ready to be drawn at any size: places run from 0 to 1, upwards and to the
/// right.
struct PlotFigure: Equatable {
  struct Point: Equatable {
    var x: Double
    var y: Double
  }

  struct Series: Equatable {
    /// Empty where the title says it all.
    var name: String
    var points: [Point]
    /// Written beside a single point.
    var label = ""
  }

  enum Style: Equatable {
    case curves
    case scatter
    /// A track a series, from the top.
    case tracks
  }

  struct Tick: Equatable {
    var place: Double
    var label: String
  }

  var style: Style
  var title: String
  var series: [Series]
  var xTicks: [Tick]
  var yTicks: [Tick]
}

extension PlotFigure {
  /// The curve of a column over the first one, from a table that printed it.
  init?(table: TextTable, title: String, column: String) {
    guard let index = table.titles.firstIndex(of: column), index > 0 else { return nil }
    let values = table.rows.compactMap { row -> (x: Double, y: Double)? in
      guard let x = PlotFigure.number(row[0]), let y = PlotFigure.number(row[index]) else {
        return nil
      }
      return (x, y)
    }
    guard values.count > 1, values.count == table.rows.count else { return nil }
    let (across, up) = (
      PlotScale(values.map(\.x), isLogarithmic: false),
      PlotScale(values.map(\.y), isLogarithmic: false)
    )
    self.init(
      style: .curves, title: title,
      series: [
        Series(
          name: "", points: values.map { Point(x: across.fraction($0.x), y: up.fraction($0.y)) })
      ],
      xTicks: PlotFigure.ends(values.map(\.x), table.rows.map { $0[0] }, across),
      yTicks: PlotFigure.ends(values.map(\.y), table.rows.map { $0[index] }, up))
  }

  /// The smallest and the largest of some values, as they were printed.
  static func ends(_ values: [Double], _ texts: [String], _ scale: PlotScale) -> [Tick] {
    guard let low = values.indices.min(by: { values[$0] < values[$1] }),
      let high = values.indices.max(by: { values[$0] < values[$1] })
    else { return [] }
    let first = Tick(place: scale.fraction(values[low]), label: texts[low])
    if scale.isFlat { return [first] }
    return [first, Tick(place: 1, label: texts[high])]
  }

  /// A printed number: `0.9475`, `1 023 k`, `3e-4`.
  static func number(_ text: String) -> Double? {
    // The preset of an experiment that counts from 0 shows its number in brackets.
    let plain = text.split(separator: "[").first.map(String.init) ?? text
    return Double(plain.replacing(" ", with: ""))
  }
}
