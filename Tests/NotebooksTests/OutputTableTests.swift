import Notebooks
import Testing

@Suite struct OutputTableTests {
  private func text(_ table: OutputTable) -> String { CellOutput(lines: table.lines).text }

  @Test func numbersStandToTheRightAndWordsToTheLeft() {
    var table = OutputTable(["method", "r", "lr", "accuracy", "time"])
    table.append([.text("full"), .text(""), .given("5e-5"), .score(0.91), .seconds(4)])
    table.append([.text("lora"), .given(16), .given("3e-4"), .score(0.9), .seconds(12.5)])
    #expect(
      text(table) == """
        method   r    lr  accuracy       time
        full        5e-5    0.9100      4.0 s
        lora    16  3e-4    0.9000     12.5 s
        """)
  }

  @Test func stackedTitlesStandAtTheBottom() {
    var table = OutputTable(["method", "time/\nepoch", "peak\nmemory"])
    table.append([.text("full"), .seconds(4, width: 7), .megabytes(90_000_000, width: 9)])
    #expect(
      text(table) == """
                  time/       peak
        method    epoch     memory
        full      4.0 s    90.0 MB
        """)
  }

  @Test func wideCharactersCountTwice() {
    var table = OutputTable(["标签", "f1"])
    table.append([.text("积极"), .score(0.5)])
    table.append([.text("neg"), .score(0.25)])
    #expect(text(table) == "标签      f1\n积极  0.5000\nneg   0.2500")
  }

  @Test func shortRowsAndNoHeader() {
    var table = OutputTable(["", ""])
    table.append([.text("only")])
    table.append([.text("a"), .given(10)])
    #expect(text(table) == "only\na     10")
  }

  @Test func alignmentCanBeAskedFor() {
    var table = OutputTable(["id", "x"], alignments: [.right, .left])
    table.append([.text("abc"), .given(1)])
    table.append([.text("d"), .given(20)])
    #expect(text(table) == " id  x\nabc  1\n  d  20")
  }
}
