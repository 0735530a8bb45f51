import Notebooks
import Testing

@Suite struct CellOutputTests {
  private let output = CellOutput(lines: [
    [.text("accuracy "), .score(0.8125), .text("  "), .seconds(41.2)],
    [.given(400), .text(" examples")],
  ])

  /// Computed apart with Python's hashlib from the definition in `digest`.
  @Test func digestIsAsDefined() {
    #expect(output.digest == "5243f73abe33b0a6")
    #expect(CellOutput().digest == "e3b0c44298fc1c14")
  }

  @Test func digestIgnoresOnlyVolatileValues() {
    func digest(_ part: OutputPart) -> String { CellOutput(lines: [[.text("x "), part]]).digest }
    #expect(digest(.seconds(1)) == digest(.seconds(2)))
    #expect(digest(.megabytes(1)) == digest(.megabytes(20_000_000)))
    #expect(digest(.seconds(1)) != digest(.megabytes(1)))
    #expect(digest(.score(0.5)) != digest(.score(0.500_000_01)))
    #expect(digest(.loss(0.5)) != digest(.score(0.5)))
    #expect(digest(.given(1)) != digest(.given(2)))
    #expect(digest(.trained("a")) != digest(.trained("b")))
    #expect(digest(.file("a", digest: "1")) != digest(.file("a", digest: "2")))
    #expect(digest(.text("a")) != digest(.text("b")))
  }

  @Test func digestDoesNotDependOnHowTextIsCut() {
    let whole = CellOutput(lines: [[.text("one two"), .given(3)]])
    let cut = CellOutput(lines: [[.text("one"), .text(" "), .text("two"), .text(""), .given(3)]])
    #expect(whole == cut)
    #expect(whole.digest == cut.digest)
  }

  @Test func lineBreaksWithinAPartBecomeLines() {
    let output = CellOutput(lines: [[.text("> "), .trained("a\nb\n\nc"), .text(" end")]])
    #expect(output.text == "> a\nb\n\nc end")
    #expect(output.lines.count == 4)
    #expect(CellOutput(text: "a\nb").lines.count == 2)
    #expect(CellOutput(text: "").isEmpty)
  }

  @Test func paddingAtTheEndOfALineIsDropped() {
    #expect(CellOutput(lines: [[.text("a  \t")], [.text("  ")]]).text == "a\n")
    #expect(CellOutput(lines: [[.given(1), .text("  ")]]).text == "1")
  }

  @Test func outputsOfStatementsFollowEachOther() {
    let both = output + CellOutput(text: "done")
    #expect(both.text == output.text + "\ndone")
  }
}
