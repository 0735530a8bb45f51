import Notebooks
import Testing

@Suite struct NotebookFormatterTests {
  private func formatted(_ text: String) throws -> String {
    let result = try NotebookDocument.parse(text).formatted(file: "nb.md")
    return String(decoding: result.printed(), as: UTF8.self)
  }

  @Test func onlyStatementsChange() throws {
    let text =
      "#  T  \n\n```peft  fails=x\na=model   \"x\"  r = 8\n```\n```output digest=0\n a=model  \n```\n  x  "
    #expect(
      try formatted(text) == text.replacing("a=model   \"x\"  r = 8", with: "a = model \"x\" r=8"))
  }

  @Test func canonicalCellsKeepEveryByte() throws {
    for text in [
      "```peft\na = model \"x\"\n```", "  ```peft\r\n  a = b\r\n  ```\r\n", "```peft\n```\n",
    ] {
      #expect(try formatted(text) == text)
    }
  }

  @Test func indentationAndLineEndsAreTheBlocks() throws {
    #expect(
      try formatted("  ~~~peft\r\n  a=b\r\n c  d\r\n ~~~\r\n")
        == "  ~~~peft\r\n  a = b\r\n  c d\r\n ~~~\r\n")
  }

  @Test func formattingTwiceIsFormattingOnce() throws {
    let text = "```peft\nt=compare a on d { \n full \n  lora r=[4,8] }\n# note\nx\n```\n"
    let once = try formatted(text)
    #expect(try formatted(once) == once)
    #expect(once != text)
  }

  @Test func aSyntaxErrorIsShownInItsFile() throws {
    let error = #expect(throws: NotebookError.self) {
      try formatted("x\n\n ```peft\n a\n a [1\n ```\n")
    }
    guard case .located(let located) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(located.diagnostic.code == "syntax")
    #expect(located.diagnostic.rendered(in: located.source).contains("nb.md:5:"))
    #expect(
      try formatted("```peft fails=syntax\na [1\n```\n") == "```peft fails=syntax\na [1\n```\n")
  }

  /// Columns count what stands in the file, with the fence's indentation.
  @Test func columnsAreThoseOfTheFile() throws {
    let plain = #expect(throws: NotebookError.self) { try formatted("```peft\nabc )\n```\n") }
    let indented = #expect(throws: NotebookError.self) {
      try formatted("   ```peft\n   abc )\n   ```\n")
    }
    guard case .located(let a) = plain, case .located(let b) = indented,
      let first = a.diagnostic.span, let second = b.diagnostic.span
    else {
      Issue.record("no place")
      return
    }
    #expect(second.start == first.start + 3)
    #expect(b.source.position(of: second.start).column == first.start + 4)
  }
}
