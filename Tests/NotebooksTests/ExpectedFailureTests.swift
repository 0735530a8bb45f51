import Language
import Notebooks
import Testing

@Suite struct ExpectedFailureTests {
  private func run(_ cell: String) throws -> (Replay.Outcome, String) {
    let scratch = try Scratch()
    let path = try scratch.write(cell + "\n```peft\nsay \"after\"\n```\n")
    let outcome = try Replay(path: path, evaluator: FakeEvaluator()).run()
    return (outcome, try scratch.read())
  }

  @Test func theRightFailurePassesAndIsRecorded() throws {
    let (outcome, text) = try run(
      "```peft fails=missing-file\nsay \"a\"\nread \"x\"\nsay \"b\"\n```")
    #expect(outcome.exit == 0)
    #expect(outcome.cellsRun == 2)
    #expect(
      text.contains(
        """
        a
        error: no such file: 'x'
         --> line 2, column 6
          read "x"
               ^^^
        ```
        ```peft
        say "after"
        """))
  }

  @Test func noFailureIsAFailure() throws {
    let (outcome, text) = try run("```peft fails=missing-file\nsay \"a\"\n```")
    #expect(outcome.exit == 70)
    #expect(outcome.failure?.diagnostic.code == "expected-failure")
    #expect(outcome.failure?.diagnostic.span == Span(start: 8, end: 26))
    #expect(text.contains("was to fail with 'missing-file', but ran without an error"))
  }

  @Test func anotherFailureIsAFailure() throws {
    let (outcome, text) = try run("```peft fails=missing-file\noops\n```")
    #expect(outcome.exit == 70)
    #expect(text.contains("error: no statement 'oops'"))
    #expect(text.contains("but failed with 'unknown-verb'"))
  }

  @Test func syntaxErrorsCanBeExpected() throws {
    let (outcome, _) = try run("```peft fails=syntax\nsay [1\n```")
    #expect(outcome.exit == 0)
  }

  @Test func anInterruptIsNoFailure() throws {
    let (outcome, _) = try run("```peft fails=interrupted\ninterrupt\n```")
    #expect(outcome.exit == 130)
  }

  @Test(arguments: [
    ("fail=x", "fails=CODE"), ("fails", "fails=CODE"), ("fails=", "fails=CODE"), ("zzz", nil),
  ])
  func unknownAttributesAreErrors(word: String, suggestion: String?) throws {
    let (outcome, _) = try run("```peft \(word)\nsay \"a\"\n```")
    #expect(outcome.exit == 70)
    #expect(outcome.failure?.diagnostic.code == "unknown-option")
    #expect(outcome.failure?.diagnostic.span == Span(start: 8, end: 8 + word.count))
    if word != "fail=x" { #expect(outcome.failure?.diagnostic.suggestion == suggestion) }
  }
}
