import Foundation
import Language
import Notebooks
import Testing

/// A picture that the cache remembers is the one that its values would give on this terminal.
@Suite struct RedrawnPlotTests {
  private func lines(_ parts: [[OutputPart]], _ width: Int? = nil) -> String {
    FittedOutput(CellOutput(lines: parts), width: width).text(colour: false)
  }

  private func curves(_ names: [String], of count: Int) -> Plot {
    Plot(
      .curves, title: "loss of a by step", axes: ("step", "loss"),
      series: names.enumerated().map { place, name in
        Plot.Series(
          name,
          (1...count).map { Plot.Point(Double($0), Double(place) + 1 / Double($0 * 3)) })
      }, x: { .given("\(Int($0))") }, y: { .loss($0) })
  }

  private var scatter: Plot {
    Plot(
      .scatter, title: "accuracy of t against trainable", axes: ("trainable", "accuracy"),
      series: [
        .init("full", [.init(1_023_000, 0.95)]), .init("freeze", [.init(258, 0.7)]),
        .init("lora: r=4", [.init(8450, 0.9475)]),
      ], x: { .given("\(Int($0))") }, y: { .score($0) })
  }

  @Test(arguments: [34, 40, 60, 76, 100, 160])
  func curvesAndPoints(_ width: Int) {
    for plot in [
      curves(["a"], of: 100), curves(["full", "深い雪"], of: 30), curves(["a"], of: 1), scatter,
    ] {
      // A long title takes several rows.
      let drawn = lines(Array(plot.picture(width: width).dropFirst()))
      #expect(lines(plot.picture(), width).hasSuffix("\n" + drawn))
      // In the midst of an output, with its table behind it.
      let all = lines([[.text("before")], []] + plot.lines() + [[.text("behind")]], width)
      #expect(all.contains("\n" + drawn + "\n") && all.hasSuffix("\nbehind"))
    }
  }

  @Test(arguments: [40, 60, 76, 100, 160])
  func tracks(_ width: Int) {
    let plot = DotPlot(
      title: "accuracy of t, on dev",
      rows: [.init("full", [0.95, 0.93]), .init("lora r=4", [0.75]), .init("gone", [])],
      value: { .score($0) })
    #expect(lines(plot.lines(), width) == lines(plot.lines(width: width)))
    let flat = DotPlot(title: "f1 of t", rows: [.init("a", [0.5])], value: { .score($0) })
    #expect(lines(flat.lines(), width) == lines(flat.lines(width: width)))
  }

  @Test func aFileHoldsWhatItHeld() {
    for plot in [curves(["a"], of: 100), scatter] {
      #expect(lines(plot.lines(), nil) == CellOutput(lines: plot.lines()).text)
    }
  }

  /// Text that looks like a picture, and carries no values, stays.
  @Test func aPictureOfWordsStays() {
    let words = CellOutput(lines: curves(["a"], of: 50).lines(width: 40)).text
    #expect(FittedOutput(CellOutput(text: words), width: 60).text(colour: false) == words)
  }
}
