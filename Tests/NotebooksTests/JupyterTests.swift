import Files
import Foundation
import Notebooks
import Testing

@Suite struct JupyterTests {
  private func exported(_ document: NotebookDocument) -> [UInt8] {
    exporter("ipynb").export(document, title: "nb")
  }

  /// Export and back, through a file as a user would.
  private func back(_ jupyter: [UInt8]) throws -> [UInt8] {
    let scratch = try Scratch()
    try Data(jupyter).write(to: URL(fileURLWithPath: scratch.path("nb.ipynb")))
    return try NotebookExport.read(scratch.path("nb.ipynb")).printed()
  }

  private func cells(_ jupyter: [UInt8]) throws -> [JSON] {
    let json = try JSON.parse(String(decoding: jupyter, as: UTF8.self), file: "nb")
    return json["cells"]?.array ?? []
  }

  @Test func everyFixtureComesBack() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: fixtures)
    where name.hasSuffix(".md") {
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: fixtures + "/" + name)))
      #expect(try back(exported(NotebookDocument.parse(bytes))) == bytes, "\(name)")
    }
  }

  @Test func anyDocumentComesBack() throws {
    for seed in 0..<UInt64(2000) {
      let bytes = DocumentRoundTripTests.document(seed)
      #expect(try back(exported(NotebookDocument.parse(bytes))) == bytes, "document \(seed)")
    }
  }

  private static let text = """
    ---
    peftbook: 0.1
    ---
    # Title

    prose

    ```peft
    say "x"
    count
    ```

    ```output digest=0123456789abcdef
    x
    400 examples
    ```

    ~~~~ peft fails=a
      say
    ~~~~

    end
    """

  @Test func aCellHoldsWhatARenderedPageShows() throws {
    let cells = try cells(exported(NotebookDocument.parse(Self.text + "\n")))
    #expect(cells.map { $0["cell_type"]?.string } == ["markdown", "code", "code", "markdown"])
    #expect(cells.map { $0["id"]?.string } == ["prose-1", "cell-1", "cell-2", "prose-2"])
    #expect(cells[0]["source"]?.array?.map(\.string) == ["# Title\n", "\n", "prose"])
    #expect(cells[1]["source"]?.array?.map(\.string) == ["say \"x\"\n", "count"])
    #expect(
      cells[1]["outputs"]?[0]?["text"]?.array?.map(\.string) == ["x\n", "400 examples\n"])
    #expect(cells.allSatisfy { $0["metadata"]?["peftbook"]?["bytes"] == nil })
  }

  /// Words that were changed in Jupyter are those that come back; all else keeps its bytes.
  @Test func anEditedCellComesBackWithItsNewWords() throws {
    let jupyter = String(
      decoding: exported(NotebookDocument.parse(Self.text)), as: UTF8.self)
    let edited = jupyter.replacing("\"say \\\"x\\\"\\n\"", with: "\"say \\\"y\\\"\\n\"")
      .replacing("\"end\"\n", with: "\"the end\"\n")
    #expect(edited != jupyter)
    let result = String(decoding: try back(Array(edited.utf8)), as: UTF8.self)
    let expected = Self.text.replacing("say \"x\"", with: "say \"y\"")
      .replacing("\nend", with: "\nthe end")
    #expect(result.trimmingCharacters(in: .newlines) == expected)
  }

  @Test func aCellAddedInJupyterGetsItsFences() throws {
    let added = """
      {"cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# New"},
        {"cell_type": "code", "execution_count": 1, "id": "b", "metadata": {}, "outputs": [],
         "source": ["say 1\\n", "say 2"]}],
       "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
      """
    #expect(
      String(decoding: try back(Array(added.utf8)), as: UTF8.self)
        == "# New\n\n```peft\nsay 1\nsay 2\n```\n\n")
  }

  @Test func anotherLanguagesCellsAreProse() throws {
    let python = """
      {"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": "a = '```'"}],
       "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}
      """
    let bytes = try back(Array(python.utf8))
    #expect(String(decoding: bytes, as: UTF8.self) == "````python\na = '```'\n````\n\n")
    #expect(NotebookDocument.parse(bytes).cells(file: "").isEmpty)
  }

  @Test(arguments: ["", "[]", "{\"cells\": 3}", "{\"cells\": [1]}", "{\"nb\": []}"])
  func whatIsNoJupyterNotebookIsAnError(_ text: String) {
    #expect(throws: NotebookError.self) { try back(Array(text.utf8)) }
  }
}

/// An entry of the table of formats.
func exporter(_ name: String) -> any NotebookExporter.Type {
  guard let found = notebookExporters.first(where: { $0.name == name }) else {
    preconditionFailure("no exporter '\(name)'")
  }
  return found
}
