import Foundation
import Notebooks
import Testing

@Suite struct PromotionTests {
  private static let text = """
    # Title

    ```peft
    train
    ```

    - prose

    ```peft
    count; generate "yes"
    ```

    ```peft
    say "same"
    ```

    the end
    """

  private func recorded(_ scratch: Scratch, _ text: String = text) throws -> String {
    try scratch.replayed(text)
  }

  private func check(
    _ scratch: Scratch, _ promotion: Promotion?, change: (FakeEvaluator) -> Void = { _ in }
  ) throws -> Check.Outcome {
    let evaluator = FakeEvaluator()
    change(evaluator)
    var options = Check.Options()
    options.promotion = promotion
    return try Check(path: scratch.path("nb.md"), evaluator: evaluator, options: options).run()
  }

  /// Applies a patch with the system's `patch` and gives back the file.
  private func patched(_ text: String, with patch: [UInt8]) throws -> String {
    let scratch = try Scratch()
    try scratch.write(text)
    try Data(patch).write(to: URL(fileURLWithPath: scratch.path("p.diff")))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/patch")
    process.arguments = ["-s", "--binary", scratch.path("nb.md"), scratch.path("p.diff")]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try scratch.read()
  }

  @Test func promotingRewritesExactlyTheDifferingBlocks() throws {
    let scratch = try Scratch()
    let before = try recorded(scratch)
    let outcome = try check(scratch, .all) { $0.examples = 1200 }
    #expect(outcome.exit == 0)
    #expect(outcome.promoted == [2])
    let after = try scratch.read()
    let changed = zip(before.split(separator: "\n"), after.split(separator: "\n")).filter {
      $0 != $1
    }
    #expect(changed.count == 2)
    #expect(changed.first?.0.hasPrefix("```output digest=") ?? false)
    #expect(changed.last?.1 == "1200 examples")
    #expect(try check(scratch, nil) { $0.examples = 1200 }.exit == 0)
  }

  @Test func oneCellOfSeveral() throws {
    let scratch = try Scratch()
    _ = try recorded(scratch)
    let change: (FakeEvaluator) -> Void = { ($0.examples, $0.bestEpoch) = (1200, 4) }
    let outcome = try check(scratch, .cells([1]), change: change)
    #expect(outcome.exit == 1)
    #expect(outcome.promoted == [1])
    let rest = try check(scratch, nil, change: change)
    #expect(Set(rest.differences.map(\.cell)) == [2])
    #expect(try check(scratch, .cells([2]), change: change).exit == 0)
    #expect(try check(scratch, nil, change: change).exit == 0)
  }

  @Test func withoutDifferencesNoByteChanges() throws {
    let scratch = try Scratch()
    let before = try recorded(scratch)
    let outcome = try check(scratch, .all) { $0.seconds = 3 }
    #expect(outcome.exit == 0)
    #expect(outcome.patch.isEmpty && outcome.promoted.isEmpty)
    #expect(try scratch.read() == before)
  }

  @Test func aNewOutputAndOneThatIsGone() throws {
    let scratch = try Scratch()
    let path = try scratch.write(
      "```peft\ncount\n```\n\n```peft\nsay \"\"\n```\n```output digest=0\nold\n```\n")
    #expect(try check(scratch, .all).promoted == [1, 2])
    let after = try scratch.read()
    #expect(!after.contains("old"))
    #expect(after.contains("400 examples"))
    #expect(try Check(path: path, evaluator: FakeEvaluator()).run().exit == 0)
  }

  /// A failing notebook is promoted in no part.
  @Test func nothingIsPromotedWhereACellFails() throws {
    let scratch = try Scratch()
    let text = "```peft\ncount\n```\n\n```peft\ntrane\n```\n"
    try scratch.write(text)
    let outcome = try check(scratch, .all)
    #expect(outcome.exit == 70)
    #expect(outcome.promoted.isEmpty)
    #expect(try scratch.read() == text)
    #expect(!outcome.patch.isEmpty)
  }

  @Test func onOtherArithmeticAndForUnknownCellsItIsRefused() throws {
    let scratch = try Scratch()
    let before = try recorded(scratch)
    #expect(throws: NotebookError.self) {
      try check(scratch, .all) { $0.arithmetic = "other" }
    }
    #expect(throws: NotebookError.noSuchCell(4, path: scratch.path("nb.md"), cells: 3)) {
      try check(scratch, .cells([1, 4]))
    }
    #expect(try scratch.read() == before)
  }

  @Test func thePatchMakesThePromotedNotebook() throws {
    for lineEnd in ["\n", "\r\n"] {
      for end in ["", lineEnd] {
        let scratch = try Scratch()
        let text = (Self.text + "\n\n```peft\ncount\n```").replacing("\n", with: lineEnd) + end
        let before = try recorded(scratch, text)
        let change: (FakeEvaluator) -> Void = { ($0.examples, $0.drift) = (3, 0.25) }
        let shown = try check(scratch, nil, change: change)
        #expect(shown.exit == 1)
        #expect(try scratch.read() == before)
        let promoted = try check(scratch, .all, change: change)
        #expect(promoted.promoted == [1, 2, 4])
        #expect(try patched(before, with: shown.patch) == scratch.read())
      }
    }
  }

  @Test func thePatchHasThreeLinesAroundAChange() throws {
    let scratch = try Scratch()
    _ = try recorded(scratch)
    let outcome = try check(scratch, nil) { $0.examples = 3 }
    let lines = String(decoding: outcome.patch, as: UTF8.self).split(separator: "\n")
    #expect(lines[0] == "--- \(scratch.path("nb.md"))")
    #expect(lines[2] == "@@ -19,8 +19,8 @@")
    #expect(lines.filter { $0.hasPrefix("-") }.count == 3)
    #expect(lines.contains("-400 examples"))
    #expect(lines.contains("+3 examples"))
    #expect(lines.count == 3 + 10)
  }
}
