import Language
import Notebooks
import Testing

@Suite struct PlotTests {
  private func lines(_ plot: [[OutputPart]]) -> [String] { plot.map { $0.map(\.printed).joined() } }

  private func curve(_ points: [Plot.Point], names: [String] = ["a"]) -> Plot {
    Plot(
      .curves, title: "loss of a by step", axes: ("step", "loss"),
      series: names.map { Plot.Series($0, points) }, x: { .given("\(Int($0))") }, y: { .loss($0) })
  }

  private let falling = (1...100).map { Plot.Point(Double($0), 1 / Double($0)) }

  /// The page's part for an output.
  private func page(_ lines: [String]) -> String {
    let text = "```peft\nplot a\n```\n```output\n" + lines.joined(separator: "\n") + "\n```\n"
    return String(
      decoding: exporter("html").export(NotebookDocument.parse(text), title: ""), as: UTF8.self)
  }

  @Test func aCurveFromItsHighestToItsLowest() {
    let lines = lines(curve(falling).lines(width: 40))
    #expect(lines[0] == "loss of a by step")
    #expect(lines[1].hasPrefix("1.0000 ┤⡇"))
    #expect(lines[12].hasPrefix("0.0100 ┤"))
    #expect(lines[12].hasSuffix("⣀⣀"))
    #expect(lines[13] == "       └" + String(repeating: "─", count: 32))
    #expect(lines[14] == "        1" + String(repeating: " ", count: 28) + "100")
    #expect(lines.count == 15)
  }

  @Test(arguments: [10, 40, 76, 120, 400])
  func noLineIsWiderThanItsTerminal(_ width: Int) {
    for plot in [curve(falling), curve(Array(falling.prefix(5)), names: ["深い雪", "lora r=4"])] {
      let wide = lines(plot.lines(width: width)).prefix(15).map(displayWidth).max() ?? 0
      #expect(wide <= max(width, 40) && wide <= 160)
    }
  }

  @Test func fewPointsAreListedUnderTheCurve() {
    let plot = curve(Array(falling.prefix(3)), names: ["full", "lora"])
    let lines = lines(plot.lines())
    #expect(
      lines[15...] == [
        "step    full    lora", "   1  1.0000  1.0000", "   2  0.5000  0.5000",
        "   3  0.3333  0.3333",
      ])
    #expect(lines[1...12].contains { $0.hasSuffix(" full") })
    #expect(lines[1...12].contains { $0.hasSuffix(" lora") })
  }

  /// Equal values, single points, values that are none: a picture or nothing, never a trap.
  @Test func degenerateValues() {
    #expect(curve([]).lines().isEmpty)
    #expect(curve([.init(1, .nan), .init(.infinity, 2)]).lines().isEmpty)
    let single = lines(curve([.init(3, 0.5)]).lines())
    let isDot = { (scalar: Unicode.Scalar) in (0x2801...0x28FF).contains(scalar.value) }
    let labelled = { (line: String) in
      line.hasPrefix("0.5000 ┤") && line.unicodeScalars.contains(where: isDot)
    }
    #expect(single.filter { $0.contains("┤") }.count == 1)
    #expect(single.contains(where: labelled), "the label stands where the point is")
    let flat = lines(curve([.init(1, 0.5), .init(2, 0.5), .init(3, .nan)]).lines())
    #expect(flat.contains(where: labelled))
    #expect(page(flat).contains("<polyline"))
  }

  /// The digest of a picture sees every value.
  @Test func theDigestIsOfTheValues() {
    var points = falling
    let before = CellOutput(lines: curve(points).lines()).digest
    points[50].y += 1e-12
    let changed = curve(points)
    #expect(
      CellOutput(lines: changed.lines()).text == CellOutput(lines: curve(falling).lines()).text)
    #expect(CellOutput(lines: changed.lines()).digest != before)
  }

  @Test func aCurveIsReadBackFromItsDots() throws {
    let page = page(lines(curve(falling).lines()))
    #expect(page.contains("<figcaption>loss of a by step</figcaption>"))
    let line = try #require(page.firstMatch(of: /<polyline class="curve c0" points="([^"]*)"/))
    let points = line.output.1.split(separator: " ").map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
    #expect(points.count > 100)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0[0] < $1[0] && $0[1] <= $1[1] })
    #expect(!page.contains("⣀"))
  }

  @Test func severalCurvesAreReadFromTheirTable() {
    let page = page(lines(curve(Array(falling.prefix(3)), names: ["full", "lora r=4"]).lines()))
    #expect(page.matches(of: /<polyline/).count == 2)
    #expect(page.contains(">lora r=4</text>"))
    #expect(page.contains("<td class=\"right\">0.3333</td>"))
  }

  private var scatter: Plot {
    Plot(
      .scatter, title: "accuracy of t against trainable", axes: ("trainable", "accuracy"),
      series: [
        .init("full", [.init(1_023_000, 0.95)]), .init("freeze", [.init(258, 0.7)]),
        .init("lora r=4", [.init(8450, 0.9475)]),
      ], x: { .given("\(Int($0))") }, y: { .score($0) })
  }

  @Test func pointsHaveLettersAndATable() {
    let lines = lines(scatter.lines())
    #expect(lines[0].hasSuffix(", on a logarithmic axis"))
    #expect(lines[1].hasSuffix("a"))
    #expect(lines[12].contains("┤b"))
    #expect(lines.suffix(4).first == "mark  row       trainable  accuracy")
    #expect(lines.last == "c     lora r=4       8450    0.9475")
    let page = page(lines)
    #expect(page.matches(of: /<circle/).count == 3)
    #expect(page.contains(">freeze</text>"))
  }

  @Test func tracksShareAnAxis() {
    let plot = DotPlot(
      title: "accuracy of t, on dev",
      rows: [.init("full", [0.95, 0.93]), .init("lora r=4", [0.75]), .init("gone", [])],
      value: { .score($0) })
    let lines = lines(plot.lines(width: 50))
    #expect(lines[1].hasPrefix("full      ⠒") && lines[1].hasSuffix("⣿  0.9400"))
    #expect(lines[2].hasPrefix("lora r=4  ⣿⠒"))
    #expect(lines[4].contains("0.7500") && lines[4].hasSuffix("0.9500"))
    #expect(lines.allSatisfy { displayWidth($0) <= 50 })
    let page = page(lines)
    #expect(page.matches(of: /<circle/).count == 3)
    #expect(page.contains(">0.9400</text>"))
  }
}
