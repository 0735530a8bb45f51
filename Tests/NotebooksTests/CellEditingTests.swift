import Notebooks
import Testing

@Suite struct CellEditingTests {
  private func edited(
    _ text: String, _ change: (inout NotebookDocument) -> Void
  ) -> String {
    var document = NotebookDocument.parse(text)
    change(&document)
    let printed = document.printed()
    // Pieces and bytes say the same.
    #expect(NotebookDocument.parse(printed).cells(file: "").count == document.cells(file: "").count)
    return String(decoding: printed, as: UTF8.self)
  }

  private let two = "# T\n\n```peft\na\n```\n\nwords\n\n```peft\nb\n```\n```output\nB\n```\n\nend\n"

  @Test func aCellStandsBehindAnother() {
    let entry = SessionEntry(statement: "n", comments: ["# Why not."])
    #expect(
      edited(two) { $0.insert(entry, behindCell: 1) }
        == two.replacing(
          "a\n```\n", with: "a\n```\n\nWhy not.\n\n```peft\nn\n```\n"))
    #expect(
      edited(two) { $0.insert(SessionEntry(statement: "n"), behindCell: 0) }
        == two.replacing("```peft\na", with: "```peft\nn\n```\n\n```peft\na"))
    #expect(
      edited(two) { $0.insert(SessionEntry(statement: "n"), behindCell: 2) }
        == two + "\n```peft\nn\n```\n")
  }

  @Test func cellsWithoutABlankLineBetweenThemGetOne() {
    #expect(
      edited("```peft\na\n```\n```peft\nb\n```") {
        $0.insert(SessionEntry(statement: "n"), behindCell: 1)
      } == "```peft\na\n```\n\n```peft\nn\n```\n\n```peft\nb\n```")
  }

  @Test func whatIsInsertedCanBeRemoved() {
    for text in [two, two.replacing("\n", with: "\r\n"), "words", "", "```peft\na\n```\nmore\n"] {
      for place in 0...2 {
        var document = NotebookDocument.parse(text)
        let count = document.cells(file: "").count
        guard place <= count else { continue }
        document.insert(SessionEntry(statement: "n"), behindCell: place)
        let cells = document.cells(file: "")
        #expect(cells.count == count + 1)
        document.removeCell(cells[place])
        let back = String(decoding: document.printed(), as: UTF8.self)
        // A blank line that was missing stays.
        #expect(
          back.split(whereSeparator: \.isNewline) == text.split(whereSeparator: \.isNewline),
          "\(back.debugDescription)")
      }
    }
    #expect(
      edited(two) { $0.removeCell($0.cells(file: "")[1]) }
        == "# T\n\n```peft\na\n```\n\nwords\n\nend\n")
  }

  @Test func statementsChangeBetweenTheirFences() {
    let text = "~~~~ peft  fails=x\r\na\r\n~~~~~\r\nwords"
    #expect(
      edited(text) { $0.setStatements("b\nc", of: $0.cells(file: "")[0]) }
        == "~~~~ peft  fails=x\r\nb\r\nc\r\n~~~~~\r\nwords")
    #expect(
      edited(text) { $0.setStatements("b \"\"\"\n~~~~~~\n\"\"\"", of: $0.cells(file: "")[0]) }
        == "~~~~~~~ peft  fails=x\r\nb \"\"\"\r\n~~~~~~\r\n\"\"\"\r\n~~~~~~~\r\nwords")
    #expect(
      edited("  ```peft\n  a\n  ```\n") { $0.setStatements("a\nb", of: $0.cells(file: "")[0]) }
        == "  ```peft\n  a\n  b\n  ```\n")
  }

  @Test func theFirstCellsAlone() {
    #expect(
      edited(two) { $0 = $0.truncated(behindCell: 1) }
        == "# T\n\n```peft\na\n```\n\nwords\n\n")
  }
}
