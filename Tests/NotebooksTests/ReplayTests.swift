import Files
import Foundation
import Language
import Notebooks
import Testing

@Suite struct ReplayTests {
  private let text = """
    # Title

    ```peft
    train
    ```

    prose ```peft

    ```peft
    count; say "two"
    # no output
    ```
    tail
    """

  @Test func outputsAreRecordedBehindTheirCells() throws {
    let result = try Scratch().replayed(text)
    #expect(
      result.hasPrefix(
        "---\npeftbook: 0.1\narithmetic: openblas-0.3.21/Test kernels/x86-64-v4\n---\n# Title\n"))
    #expect(
      result.contains(
        """
        ```peft
        train
        ```
        ```output digest=
        """.dropLast(0)))
    #expect(
      result.contains(
        """
        epoch    loss  accuracy       time        peak
            1  0.5000    0.8125     42.7 s     90.4 MB
            2  0.2500    0.8125     42.7 s     90.4 MB
        best epoch 3
        ```

        prose ```peft
        """))
    #expect(result.hasSuffix("400 examples\ntwo\n```\ntail"))
  }

  @Test func anUnchangedNotebookKeepsEveryByte() throws {
    let scratch = try Scratch()
    let first = try scratch.replayed(text)
    let evaluator = FakeEvaluator()
    evaluator.seconds = 9999
    let before = try FileManager.default.attributesOfItem(atPath: scratch.path("nb.md"))
    let outcome = try Replay(path: scratch.path("nb.md"), evaluator: evaluator).run()
    #expect(try scratch.read() == first)
    #expect(outcome.written == nil)
    #expect(outcome.rewritten.isEmpty)
    #expect(outcome.cellsRun == 2)
    let after = try FileManager.default.attributesOfItem(atPath: scratch.path("nb.md"))
    #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
  }

  @Test func volatileValuesChangeWithRetimeOnly() throws {
    let scratch = try Scratch()
    let first = try scratch.replayed(text)
    var options = Replay.Options()
    options.retime = true
    let evaluator = FakeEvaluator()
    evaluator.seconds = 97
    let second = try scratch.replayed(first, evaluator, options: options)
    #expect(second == first.replacing("42.7 s", with: "98.5 s"))
  }

  /// The digest alone decides when a value changes below the printed digits.
  @Test func aChangedValueRewritesItsBlockOnly() throws {
    let scratch = try Scratch()
    let first = try scratch.replayed(text)
    let evaluator = FakeEvaluator()
    evaluator.drift = 1e-7
    evaluator.seconds = 97
    try scratch.write(first)
    let outcome = try Replay(path: scratch.path("nb.md"), evaluator: evaluator).run()
    #expect(outcome.rewritten == [1])
    let second = try scratch.read()
    #expect(second.contains("98.5 s"))
    #expect(second.components(separatedBy: "prose")[1] == first.components(separatedBy: "prose")[1])
  }

  @Test(arguments: [
    ("0.8125     42.7 s", "0.8225     42.7 s"), ("42.7 s", "42.7 m"), ("400 ex", "401 ex"),
    ("\ntwo\n", "\nthree\n"), ("digest=", "digets="),
  ])
  func aTamperedBlockIsRecordedAnew(old: String, new: String) throws {
    let scratch = try Scratch()
    let first = try scratch.replayed(text)
    let tampered = first.replacing(old, with: new)
    #expect(tampered != first)
    try scratch.write(tampered)
    let outcome = try Replay(path: scratch.path("nb.md"), evaluator: FakeEvaluator()).run()
    #expect(!outcome.rewritten.isEmpty)
    #expect(
      try scratch.read().replacing(" digets=", with: "").contains(old.hasSuffix("=") ? "0" : old))
  }

  @Test func aHandEditedTimingIsKept() throws {
    let scratch = try Scratch()
    let edited = try scratch.replayed(text).replacing("42.7 s", with: "7 s")
    #expect(try scratch.replayed(edited) == edited)
  }

  @Test func blocksKeepFenceIndentationAndOtherWords() throws {
    let output = "  ~~~~ output seen=yes digest=0 x\n  old\n ~~~~~ \n"
    let result = try Scratch().replayed("```peft\nsay \"a\"\nsay \"~~~~~\"\n```\n\n\n" + output)
    let digest = CellOutput(text: "a\n~~~~~").digest
    #expect(
      result.hasSuffix(
        "```\n\n\n  ~~~~~~ output seen=yes digest=\(digest) x\n  a\n  ~~~~~\n ~~~~~~ \n"))
  }

  @Test func lineEndsAreThoseOfTheFile() throws {
    let windows = text.replacing("\n", with: "\r\n")
    let result = try Scratch().replayed(windows)
    #expect(!result.replacing("\r\n", with: "").unicodeScalars.contains("\n"))
    #expect(result == (try Scratch().replayed(text)).replacing("\n", with: "\r\n"))
  }

  @Test func aCellWithoutOutputLosesItsBlock() throws {
    let result = try Scratch().replayed("```peft\nsay\n```\n```output digest=0\nold\n```\nx")
    #expect(result.hasSuffix("---\n```peft\nsay\n```\nx"))
    let unchanged = "no cells\n---\n"
    #expect(try Scratch().replayed(unchanged) == unchanged)
  }

  @Test func theFileMayEndWithTheCell() throws {
    let result = try Scratch().replayed("```peft\nsay \"x\"\n```")
    #expect(result.hasSuffix("\nx\n```"))
    #expect(try Scratch().replayed(result) == result)
  }

  @Test func aFailingCellIsRecordedAndTheRestIsKept() throws {
    let scratch = try Scratch()
    let first = try scratch.replayed("```peft\nsay \"a\"\n```\n```peft\nsay \"b\"\n```\n")
    let broken = first.replacing("say \"a\"", with: "say \"a\"\n  oops 1 # here")
    let path = try scratch.write("\n" + broken)
    let reporter = Recorder()
    let outcome = try Replay(path: path, evaluator: FakeEvaluator(), reporter: reporter).run()
    #expect(outcome.exit == 70)
    #expect(outcome.cellsRun == 1)
    #expect(outcome.failure?.diagnostic.code == "unknown-verb")
    let shown = try #require(outcome.failure)
    #expect(shown.diagnostic.rendered(in: shown.source).contains("\(path):8:3\n8 |   oops 1"))
    #expect(reporter.events == ["start 1/2", "fail 1"])
    let result = try scratch.read()
    let lines = result.split(separator: "\n", omittingEmptySubsequences: false)
    let now = try #require(lines.firstIndex(of: "  oops 1 # here")) + 1
    #expect(reporter.notes == ["with what was recorded, line 8 is now line \(now)"])
    #expect(
      result.contains(
        """
        a
        error: no statement 'oops'
         --> line 2, column 3
            oops 1 # here
            ^^^^ did you mean 'train'?
        ```
        """))
    #expect(result.hasSuffix(String(first.suffix(40))))
    // The same failure again changes nothing, and neither does a line of prose above it.
    _ = try Replay(path: path, evaluator: FakeEvaluator()).run()
    #expect(try scratch.read() == result)
    #expect(try scratch.replayed("more prose\n" + result).hasSuffix(result))
  }

  @Test func aSyntaxErrorRunsNoStatementOfItsCell() throws {
    let scratch = try Scratch()
    let evaluator = FakeEvaluator()
    let path = try scratch.write("```peft\nsay \"a\"\nsay [1\n```\n")
    let outcome = try Replay(path: path, evaluator: evaluator).run()
    #expect(outcome.exit == 70)
    #expect(outcome.failure?.diagnostic.code == "syntax")
    #expect(evaluator.statements.isEmpty)
    #expect(try scratch.read().contains("```output digest="))
  }

  @Test func anInterruptedCellKeepsWhatWasRecorded() throws {
    let scratch = try Scratch()
    let old = "```peft\ninterrupt\n```\n```output digest=0\nold\n```\n"
    let path = try scratch.write("```peft\nsay \"x\"\n```\n" + old)
    let outcome = try Replay(path: path, evaluator: FakeEvaluator()).run()
    #expect(outcome.exit == 130)
    #expect(try scratch.read().hasSuffix("\nx\n```\n" + old))
  }

  @Test func anUnclosedCellStopsBeforeAnythingRuns() throws {
    let scratch = try Scratch()
    let text = "```peft\nsay \"a\"\n```\n\n  ~~~~peft\nsay \"b\"\n~~~\n"
    let path = try scratch.write(text)
    let evaluator = FakeEvaluator()
    let error = try #require(throws: NotebookError.self) {
      try Replay(path: path, evaluator: evaluator).run()
    }
    #expect(error.exitCode == 65)
    guard case .located(let located) = error else { throw error }
    #expect(
      located.diagnostic.rendered(in: located.source) == """
        error: the cell that starts here is never closed
         --> \(path):5:3
        5 |   ~~~~peft
          |   ^^^^ (a line ~~~~ closes it)
        """)
    #expect(evaluator.statements.isEmpty)
    #expect(try scratch.read() == text)
  }

  @Test func aNotebookEditedMeanwhileIsNotOverwritten() throws {
    let scratch = try Scratch()
    let path = try scratch.write(text)
    let evaluator = FakeEvaluator()
    evaluator.onStatement = { _ in _ = try? scratch.write("edited\n") }
    let error = #expect(throws: NotebookError.self) {
      try Replay(path: path, evaluator: evaluator).run()
    }
    #expect(error == .editedMeanwhile(path: path))
    #expect(error?.exitCode == 73)
    #expect(try scratch.read() == "edited\n")
  }

  @Test func anotherArithmeticIsRecordedAndSaid() throws {
    let scratch = try Scratch()
    let first = try scratch.replayed(text)
    let evaluator = FakeEvaluator()
    evaluator.arithmetic = "other"
    evaluator.drift = 1e-6
    let reporter = Recorder()
    let outcome = try Replay(
      path: scratch.path("nb.md"), evaluator: evaluator, reporter: reporter
    ).run()
    #expect(outcome.recordedArithmetic == FakeEvaluator().arithmetic)
    #expect(reporter.notes.count == 1)
    #expect(reporter.notes[0].contains("now other"))
    let second = try scratch.read()
    #expect(second.hasPrefix("---\npeftbook: 0.1\narithmetic: other\n---\n"))
    #expect(second != first)
  }

  @Test func outLeavesTheNotebookAlone() throws {
    let scratch = try Scratch()
    let path = try scratch.write(text)
    var options = Replay.Options()
    options.out = scratch.path("other.md")
    let outcome = try Replay(path: path, evaluator: FakeEvaluator(), options: options).run()
    #expect(outcome.written == options.out)
    #expect(try scratch.read() == text)
    #expect(try scratch.read("other.md") == (try Scratch().replayed(text)))
  }

  @Test func missingAndUnwritableFilesAreErrors() throws {
    let scratch = try Scratch()
    let error = #expect(throws: NotebookError.self) {
      try Replay(path: scratch.path("none.md"), evaluator: FakeEvaluator()).run()
    }
    #expect(error?.exitCode == 66)
    var options = Replay.Options()
    options.out = scratch.path("no/such/folder.md")
    let path = try scratch.write(text)
    let unwritable = #expect(throws: NotebookError.self) {
      try Replay(path: path, evaluator: FakeEvaluator(), options: options).run()
    }
    #expect(unwritable?.exitCode == 73)
  }

  @Test func theReporterHearsEverything() throws {
    let scratch = try Scratch()
    let path = try scratch.write(text)
    let reporter = Recorder()
    _ = try Replay(path: path, evaluator: FakeEvaluator(), reporter: reporter).run()
    #expect(reporter.events == ["start 1/2", "end 1", "start 2/2", "end 2"])
    #expect(reporter.records == 3)
  }
}
