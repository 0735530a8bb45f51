import Foundation
import Language
import Notebooks
import Testing

/// Input made to break or stall: every case ends in time with an answer.
@Suite struct HostileInputTests {
  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = Date()
    try body()
    return Date().timeIntervalSince(start)
  }

  @Test func deepNestingAndLongLinesTakeLinearTime() {
    let documents = [
      String(repeating: ">", count: 200_000) + "\n" + String(repeating: "\n", count: 200_000),
      String(repeating: "- ", count: 100_000) + "x\n" + String(repeating: "\n", count: 100_000),
      String(repeating: "`", count: 500_000) + "\n" + String(repeating: "`", count: 499_999),
      String(repeating: "<a b", count: 100_000), String(repeating: "```peft\n```\n", count: 20_000),
      String(repeating: " \t", count: 200_000) + "```peft\n",
      String(repeating: "<!--", count: 100_000),
      String(repeating: "<x a=", count: 50_000) + "\n",
      "---\n" + String(repeating: "a: b\n", count: 50_000),
    ]
    for (number, text) in documents.enumerated() {
      let time = seconds {
        let document = NotebookDocument.parse(text)
        #expect(document.printed() == Array(text.utf8))
        _ = document.cells(file: "")
      }
      #expect(time < 3, "document \(number)")
    }
  }

  @Test func aCellThatIsNotUTF8IsAnError() throws {
    let scratch = try Scratch()
    let bytes =
      Array("x\n```peft\nsay \"a\"\nsay \"".utf8) + [0xFF, 0xFE] + Array("\"\n```\n".utf8)
    let url = URL(fileURLWithPath: scratch.path("nb.md"))
    try Data(bytes).write(to: url)
    let evaluator = FakeEvaluator()
    let outcome = try Replay(path: url.path, evaluator: evaluator).run()
    #expect(outcome.exit == 70)
    #expect(outcome.failure?.diagnostic.message == "line 2 of the cell is not UTF-8")
    #expect(evaluator.statements.isEmpty)
    // The bytes themselves are kept.
    let after = Array(try Data(contentsOf: url))
    #expect(after.count > bytes.count)
    #expect(after.contains(0xFF))
    #expect(throws: NotebookError.self) {
      try NotebookDocument.parse(bytes).formatted(file: "nb.md")
    }
  }

  @Test func proseThatIsNotUTF8IsKept() throws {
    let scratch = try Scratch()
    let bytes =
      [0xC3, 0x28, 0x0A, 0x00] + Array("\n```peft\nsay \"a\"\n```\n".utf8) + [0xED, 0xA0]
    let url = URL(fileURLWithPath: scratch.path("nb.md"))
    try Data(bytes).write(to: url)
    #expect(try Replay(path: url.path, evaluator: FakeEvaluator()).run().exit == 0)
    let after = Array(try Data(contentsOf: url))
    #expect(after.suffix(2) == [0xED, 0xA0])
    #expect(NotebookDocument.parse(after).printed() == after)
  }

  @Test func recordedLinesOfAnyLengthAreCompared() throws {
    let scratch = try Scratch()
    let first = try scratch.replayed("```peft\ntrain\n```\n")
    for line in [
      String(repeating: "1 ", count: 200_000), String(repeating: " ", count: 5_000),
      String(repeating: "0.5000  ", count: 100), "",
    ] {
      let edited = first.replacing("best epoch 3", with: line)
      let path = try scratch.write(edited)
      let time = try seconds {
        let outcome = try Check(path: path, evaluator: FakeEvaluator()).run()
        #expect(outcome.exit == 1)
        #expect(outcome.differences.allSatisfy { $0.line == 12 })
      }
      #expect(time < 3)
    }
  }

  @Test func aFolderOrAnEmptyFileIsNoNotebook() throws {
    let scratch = try Scratch()
    let error = #expect(throws: NotebookError.self) {
      try Replay(path: scratch.folder, evaluator: FakeEvaluator()).run()
    }
    #expect(error?.exitCode == 66)
    let path = try scratch.write("")
    #expect(try Replay(path: path, evaluator: FakeEvaluator()).run().exit == 0)
    #expect(try scratch.read() == "")
  }

  @Test func generatedTextCannotLeaveItsBlock() throws {
    let scratch = try Scratch()
    for text in [
      "```", "\\n```\\n```peft\\noops\\n```", "~~~\\n-->", "\\u{D}\\n````", "\\u{1B}[2J",
    ] {
      let result = try scratch.replayed("```peft\ngenerate \"\(text)\"\n```\n")
      #expect(NotebookDocument.parse(result).cells(file: "").count == 1)
      #expect(try scratch.replayed(result) == result)
      #expect(try Check(path: scratch.path("nb.md"), evaluator: FakeEvaluator()).run().exit == 0)
    }
  }
}
