import Notebooks
import Testing

@Suite struct ParametersTests {
  private let text = """
    ```peft
    param lr = 3e-4   # step size
    param name = "a", size = 2GB
    ```

      ```peft
      param 深 = [1, 2]; value lr
      ```

    """.replacing("name = \"a\", size", with: "name=\"a\" size")

  private func with(_ values: [String: String]) throws -> String {
    var document = NotebookDocument.parse(text)
    try document.setParameters(values, file: "nb.md")
    return String(decoding: document.printed(), as: UTF8.self)
  }

  @Test func onlyTheValueChanges() throws {
    #expect(try with(["lr": "1e-5"]) == text.replacing("3e-4", with: "1e-5"))
    #expect(try with(["size": "8"]) == text.replacing("2GB", with: "8"))
    #expect(
      try with(["深": "[3]", "lr": "1"])
        == text.replacing("[1, 2]", with: "[3]").replacing("3e-4", with: "1"))
    #expect(try with([:]) == text)
  }

  @Test func stringsStayStrings() throws {
    #expect(try with(["name": "b"]) == text.replacing("\"a\"", with: "\"b\""))
    #expect(try with(["name": "8"]) == text.replacing("\"a\"", with: "\"8\""))
    #expect(try with(["name": "\"q\""]) == text.replacing("\"a\"", with: "\"q\""))
    #expect(try with(["lr": "demo:x y"]) == text.replacing("3e-4", with: "\"demo:x y\""))
  }

  /// A value is never more than a value.
  @Test func nothingCanBeSmuggledIn() throws {
    for value in ["1; oops", "1\n```\n", "\"", "$x\\", "1 # c", "\u{0}"] {
      let result = try with(["lr": value])
      let cells = NotebookDocument.parse(result).cells(file: "")
      #expect(cells.count == 2)
      #expect(cells[0].block.lines.count == 2)
      #expect(cells[0].block.lines[0].hasPrefix("param lr = \""), "\(result)")
      #expect(cells[0].block.lines[0].hasSuffix("\"   # step size"))
    }
  }

  @Test func unknownNamesAreErrors() throws {
    let error = #expect(throws: NotebookError.self) { try with(["lrr": "1"]) }
    #expect(error?.suggestion == "lr")
    #expect(error?.exitCode == 65)
    #expect(
      error?.description == "'nb.md' has no parameter 'lrr' (it has lr, name, size, 深)")
  }

  @Test func replayRunsAndWritesThem() throws {
    let scratch = try Scratch()
    let path = try scratch.write(text)
    var options = Replay.Options()
    options.parameters = ["lr": "5"]
    let error = #expect(throws: NotebookError.self) {
      try Replay(path: path, evaluator: FakeEvaluator(), options: options).run()
    }
    #expect(error == .parametersNeedOut(names: ["lr"]))
    #expect(error?.exitCode == 64)
    options.out = scratch.path("out.md")
    _ = try Replay(path: path, evaluator: FakeEvaluator(), options: options).run()
    let result = try scratch.read("out.md")
    #expect(result.contains("param lr = 5   # step size"))
    #expect(result.hasSuffix("\n5\n```\n"))
    #expect(try scratch.read() == text)
  }
}
