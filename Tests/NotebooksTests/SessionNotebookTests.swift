import Notebooks
import Testing

@Suite struct SessionNotebookTests {
  private func notebook(_ entries: [SessionEntry]) -> String {
    let document = NotebookDocument(session: entries, version: "0.1", arithmetic: "x y")
    #expect(
      NotebookDocument.parse(document.printed()).cells(file: "").count
        == entries.filter { !$0.statement.isEmpty }.count)
    return String(decoding: document.printed(), as: UTF8.self)
  }

  @Test func commentsBecomeHeadingsAndProse() {
    let output = CellOutput(text: "base  BERT")
    let text = notebook([
      SessionEntry(
        statement: "base = model \"x\"",
        comments: ["# Is r=4 enough?", "#", "# reviews, a small", "# encoder."], output: output),
      SessionEntry(statement: "show base"),
      SessionEntry(statement: "", comments: ["## Part two", "# that is all"]),
    ])
    #expect(
      text == """
        ---
        peftbook: 0.1
        arithmetic: x y
        ---

        # Is r=4 enough?

        reviews, a small
        encoder.

        ```peft
        base = model "x"
        ```
        ```output digest=\(output.digest)
        base  BERT
        ```

        ```peft
        show base
        ```

        ## Part two

        that is all

        """)
  }

  @Test func commentsCannotHideACell() {
    for comment in [
      "# ```peft", "# ~~~", "# <!-- x", "# <div>", "#   - x", "# 1. x", "# > x", "# ===",
    ] {
      let text = notebook([
        SessionEntry(statement: "", comments: ["# a paragraph of words.", comment]),
        SessionEntry(statement: "a", comments: [comment, "# more."]),
        SessionEntry(statement: "b", comments: [comment]),
      ])
      #expect(
        NotebookDocument.parse(text).cells(file: "").map(\.code.source.text) == ["a\n", "b\n"])
    }
  }

  @Test func backticksInAStatementLengthenTheFence() {
    let statement = "say \"\"\"\n```\n````\n\"\"\""
    let text = notebook([SessionEntry(statement: statement)])
    #expect(NotebookDocument.parse(text).cells(file: "")[0].code.source.text == statement + "\n")
  }

  @Test(arguments: [
    "# T\n", "# T", "# T\r\n\r\nx\r\n", "", "\u{FEFF}x", "~~~~\nopen", "x\n<!-- open\n\n",
    "<pre>\n",
    "<div>", "> ```\n> open\n", "- <!--\n", "    code", "---\na: b\n---",
  ])
  func appendingKeepsWhatStandsThere(text: String) {
    var document = NotebookDocument.parse(text)
    document.append(SessionEntry(statement: "a", output: CellOutput(text: "b")))
    let result = document.printed()
    #expect(result.starts(with: Array(text.utf8)))
    let parsed = NotebookDocument.parse(result)
    #expect(parsed.cells(file: "").count == 1)
    #expect(parsed.cells(file: "")[0].recorded?.block.lines == ["b"])
    if text.contains("\r") {
      #expect(!String(decoding: result, as: UTF8.self).replacing("\r\n", with: "").contains("\n"))
    }
  }
}
