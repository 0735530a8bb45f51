import Tasks
import Testing

@Suite struct CodePointTextTests {
  @Test func offsetsCountCodePoints() {
    let text = CodePointText("e\u{301}\r\n中🙂x")
    #expect(text.count == 7)
    #expect(text[0..<2] == "e\u{301}")
    #expect(text[2..<4] == "\r\n")
    #expect(text[4..<6] == "中🙂")
    #expect(text[7..<7].isEmpty)
    #expect(text.holds("🙂x", at: 5) && !text.holds("🙂x", at: 4))
    #expect(text.holds("", at: 7) && !text.holds("x", at: 7) && !text.holds("x", at: 8))
    #expect(text.firstPlace(of: "x") == 6)
    #expect(text.firstPlace(of: "y") == nil)
  }

  @Test func composedAndDecomposedDiffer() {
    #expect(!CodePointText("caf\u{E9}").holds("e\u{301}", at: 3))
  }

  @Test func asciiIsCutWithoutATable() {
    let text = CodePointText("plain")
    #expect(text.count == 5 && text[1..<3] == "la" && text.firstPlace(of: "n") == 4)
    #expect(CodePointText("").count == 0 && CodePointText("").firstPlace(of: "a") == nil)
  }
}
