import Files
import Foundation
import Language
import Notebooks
import Testing

@Suite struct CheckTests {
  private static let text = """
    ```peft
    train
    ```

    - prose

    ```peft
    count; generate "yes"
    ```
    """

  private struct Result {
    var outcome: Check.Outcome
    var path: String
    var exit: Int32 { outcome.exit }
    var differences: [Difference] { outcome.differences }
  }

  /// Records the notebook, edits the text, checks it, and expects the file untouched.
  private func check(
    _ edit: (String) -> String = { $0 }, _ options: Check.Options = .init(),
    change: (FakeEvaluator) -> Void = { _ in }
  ) throws -> Result {
    let scratch = try Scratch()
    let edited = edit(try scratch.replayed(Self.text))
    let path = try scratch.write(edited)
    let evaluator = FakeEvaluator()
    evaluator.seconds = 3
    change(evaluator)
    let reporter = Recorder()
    let outcome = try Check(
      path: path, evaluator: evaluator, options: options, reporter: reporter
    ).run()
    #expect(try scratch.read() == edited)
    #expect(reporter.differences == outcome.differences)
    #expect(evaluator.writesRedirectedTo == nil)
    return Result(outcome: outcome, path: path)
  }

  @Test func asRecorded() throws {
    let result = try check()
    #expect(result.exit == 0)
    #expect(result.differences.isEmpty)
    #expect(result.outcome.cellsRun == 2)
  }

  @Test func oneDigitOfAScore() throws {
    let result = try check {
      $0.replacing("    2  0.2500    0.8125", with: "    2  0.2500    0.8135")
    }
    #expect(result.exit == 1)
    let difference = try #require(result.differences.first)
    #expect(result.differences.count == 1)
    #expect(difference.kind == .value(.score))
    #expect((difference.expected, difference.found) == ("0.8135", "0.8125"))
    #expect((difference.cell, difference.line, difference.column) == (1, 11, 18))
    #expect(
      difference.description == "cell 1, \(result.path):11:18: expected 0.8135, found 0.8125")
  }

  @Test(arguments: [
    ("0.5000", "0.5001", OutputPart.Kind.loss, 10, 8), ("400 ex", "40 ex", .given, 21, 1),
    ("epoch 3", "epoch 4", .other, 12, 12), ("examples", "samples", .text, 21, 4),
    ("answer: yes", "answer: no, never", .other, 22, 9), ("    1  ", "   17  ", .given, 10, 4),
  ])
  func everyKindOfValue(
    old: String, new: String, kind: OutputPart.Kind, line: Int, column: Int
  ) throws {
    let result = try check { $0.replacing(old, with: new) }
    #expect(result.exit == 1)
    #expect(result.differences.map(\.kind) == [.value(kind)])
    #expect(result.differences.map(\.line) == [line])
    #expect(result.differences.map(\.column) == [column])
  }

  @Test(arguments: [
    ("     42.7 s", "      1.0 s"), ("     42.7 s", "  12345.6 s"), ("42.7 s", "7 s"),
    ("90.4 MB", "1e5 MB"), ("90.4 MB", "100000000 MB"),
  ])
  func changedTimingsAndMemoryAreEqual(old: String, new: String) throws {
    let result = try check { text in
      #expect(text.contains(old))
      return text.replacing(old, with: new)
    }
    #expect(result.exit == 0)
  }

  @Test(arguments: ["42.7 m", "42.7", "x s", "", "42.7s", "4 2.7 s", "42..7 s", "42.7 sec"])
  func aMangledVolatileValueIsADifference(new: String) throws {
    let result = try check { $0.replacing("42.7 s", with: new) }
    #expect(result.exit == 1)
    #expect(result.differences.allSatisfy { $0.line == 10 || $0.line == 11 })
    #expect(result.differences.contains { $0.kind == .value(.volatile) }, "\(result.differences)")
  }

  @Test func belowThePrintedDigits() throws {
    let result = try check(change: { $0.drift = 1e-9 })
    #expect(result.exit == 1)
    #expect(result.differences.map(\.kind) == [.belowPrintedDigits])
    #expect(result.differences[0].description.contains("differs below the printed digits"))
    #expect(result.differences[0].line == 8)
  }

  @Test func aMissingBlockAndDigest() throws {
    let never = try check { text in
      text.components(separatedBy: "```output")[0]
        + text.components(separatedBy: "4 MB\nbest epoch 3\n```\n")[1]
    }
    #expect(never.exit == 1)
    #expect(never.differences.map(\.kind) == [.neverRun])
    #expect(never.differences[0].line == 5)
    let digest = try check { $0.replacing("digest=", with: "x=") }
    #expect(digest.differences.map(\.kind) == [.noDigest, .noDigest])
  }

  @Test func linesTooManyAndTooFew() throws {
    let more = try check { $0.replacing("best epoch", with: "one more\nbest epoch") }
    #expect(more.differences.map(\.kind) == [.missingLine])
    #expect(more.differences.map(\.line) == [12])
    let fewer = try check { $0.replacing("400 examples\n", with: "") }
    #expect(fewer.differences.map(\.kind) == [.unexpectedLine])
    #expect(fewer.exit == 1)
  }

  @Test func onlyBlanksDiffer() throws {
    let result = try check { $0.replacing("400 examples", with: "400  examples") }
    #expect(result.differences.map(\.kind) == [.spacing])
    #expect(result.exit == 1)
  }

  @Test func severalDifferencesAreAllReported() throws {
    let result = try check(change: { evaluator in
      evaluator.drift = 0.25
      evaluator.examples = 1200
      evaluator.bestEpoch = 10
    })
    #expect(result.exit == 1)
    let found = result.differences.map { "\($0.line) \($0.expected) \($0.found)" }
    #expect(
      found == [
        "10 0.5000 0.7500", "10 0.8125 1.0625", "11 0.2500 0.5000", "11 0.8125 1.0625", "12 3 10",
        "21 400 1200", "22 yes yes!",
      ])
  }

  @Test func aFailingCellEndsTheCheck() throws {
    let result = try check { $0.replacing("\ntrain\n", with: "\ntrane\n") }
    #expect(result.exit == 70)
    #expect(result.outcome.cellsRun == 1)
    #expect(result.outcome.failure?.diagnostic.code == "unknown-verb")
  }

  @Test func cellsSeeWhatEarlierCellsWroteAndNothingIsLeft() throws {
    let scratch = try Scratch()
    let path = try scratch.write(
      "```peft\nwrite \"a.txt\"\n```\n```peft\nread \"a.txt\"\n```\n```peft fails=missing-file\nread \"b\"\n```\n"
    )
    let evaluator = FakeEvaluator()
    evaluator.folder = scratch.folder
    _ = try Replay(path: path, evaluator: evaluator).run()
    try FileManager.default.removeItem(atPath: scratch.path("a.txt"))
    var redirected: String?
    evaluator.onStatement = { _ in redirected = evaluator.writesRedirectedTo }
    let outcome = try Check(path: path, evaluator: evaluator).run()
    #expect(outcome.exit == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == ["nb.md"])
    let folder = try #require(redirected)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }
}
