import Language
import Notebooks
import Testing

@Suite struct VolatilePartsTests {
  @Test func unitsAreFixed() {
    #expect(OutputPart.seconds(41.23).printed == "   41.2 s")
    #expect(OutputPart.seconds(7200).printed == " 7200.0 s")
    #expect(OutputPart.megabytes(90_300_000).printed == "   90.3 MB")
    #expect(OutputPart.rate(1842.7).printed == "     1843")
    #expect(OutputPart.rate(1842.7, width: 14, unit: "tokens/s").printed == " 1843 tokens/s")
    #expect(OutputPart.seconds(2, width: 6, unit: false).printed == "   2.0")
  }

  @Test(arguments: [0, 0.04, 1, 9.96, 99.96, 1234.5, 123_456.7, 9.5e9, 1e20, 1e308, -1, .nan])
  func theWidthIsTheFieldsWhateverTheValue(value: Double) {
    for width in [8, 9, 12] {
      #expect(displayWidth(OutputPart.seconds(value, width: width).printed) == width, "\(value)")
    }
    #expect(displayWidth(OutputPart.rate(value, width: 9).printed) == 9)
  }

  @Test func alignmentOfATableDoesNotDependOnThem() {
    func table(_ seconds: Double, _ bytes: Int) -> [Int] {
      var table = OutputTable(["name", "time", "peak", "f1"])
      table.append([.text("lora"), .seconds(seconds), .megabytes(bytes), .score(0.5)])
      return CellOutput(lines: table.lines).text.split(separator: "\n").map(\.count)
    }
    #expect(table(1, 1) == table(98_765.4, 123_456_000_000))
  }
}
