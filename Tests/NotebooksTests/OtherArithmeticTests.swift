import Notebooks
import Testing

/// A check where the notebook was recorded on another machine.
@Suite struct OtherArithmeticTests {
  private func check(
    _ options: Check.Options = .init(), edit: (String) -> String = { $0 },
    change: (FakeEvaluator) -> Void
  ) throws -> (Check.Outcome, Recorder, FakeEvaluator) {
    let scratch = try Scratch()
    let recorded = try scratch.replayed(
      "```peft\ntrain\n```\n```peft\ncount; generate \"yes\"\n```\n")
    let path = try scratch.write(edit(recorded))
    let evaluator = FakeEvaluator()
    evaluator.arithmetic = "other"
    change(evaluator)
    let reporter = Recorder()
    let outcome = try Check(
      path: path, evaluator: evaluator, options: options, reporter: reporter
    ).run()
    return (outcome, reporter, evaluator)
  }

  @Test func isSaid() throws {
    let (outcome, reporter, _) = try check { _ in }
    #expect(outcome.exit == 0)
    #expect(outcome.recordedArithmetic == FakeEvaluator().arithmetic)
    #expect(reporter.notes.count == 1)
  }

  @Test func trainedNumbersMayDifferWithinTheTolerance() throws {
    let (outcome, _, _) = try check { $0.drift = 0.002 }
    #expect(outcome.exit == 0)
    // Generated text differs: listed, not counted.
    #expect(outcome.differences.map(\.kind) == [.value(.other)])
    #expect(outcome.differences.allSatisfy { !$0.isFailure })
  }

  /// 0.25 + 0.003 is 1.2 % away, 0.5 + 0.003 is not.
  @Test func lossesAreRelative() throws {
    let (outcome, _, _) = try check { $0.drift = 0.003 }
    #expect(outcome.exit == 1)
    #expect(outcome.differences.filter(\.isFailure).map(\.expected) == ["0.2500"])
  }

  @Test func scoresAreAbsolute() throws {
    var options = Check.Options()
    options.tolerance.loss = 1
    #expect(try check(options) { $0.drift = 0.0199 }.0.exit == 0)
    let (outcome, _, _) = try check(options) { $0.drift = 0.0202 }
    #expect(outcome.exit == 1)
    #expect(
      outcome.differences.filter(\.isFailure).map(\.kind) == [.value(.score), .value(.score)])
    options.tolerance.score = 0.03
    #expect(try check(options) { $0.drift = 0.0202 }.0.exit == 0)
  }

  @Test func givenValuesMustBeEqual() throws {
    let (outcome, _, _) = try check { $0.examples = 401 }
    #expect(outcome.exit == 1)
    #expect(outcome.differences.map(\.kind) == [.value(.given)])
  }

  @Test func anotherBestEpochIsListed() throws {
    let (outcome, _, _) = try check { $0.bestEpoch = 12 }
    #expect(outcome.exit == 0)
    #expect(
      outcome.differences.map(\.description).first?.hasSuffix("expected '3', found '12'") == true)
  }

  @Test func wordsAndUnitsMustBeThere() throws {
    #expect(try check(edit: { $0.replacing("examples", with: "x") }, change: { _ in }).0.exit == 1)
    #expect(try check(edit: { $0.replacing(" MB", with: "") }, change: { _ in }).0.exit == 1)
    #expect(try check(edit: { $0.replacing("400  ", with: "400") }, change: { _ in }).0.exit == 0)
  }

  @Test func exactRunsNothing() throws {
    var options = Check.Options()
    options.exact = true
    let (outcome, _, evaluator) = try check(options) { _ in }
    #expect(outcome.exit == 75)
    #expect(evaluator.statements.isEmpty)
    let scratch = try Scratch()
    _ = try scratch.replayed("```peft\ntrain\n```\n")
    let same = try Check(
      path: scratch.path("nb.md"), evaluator: FakeEvaluator(), options: options
    ).run()
    #expect(same.exit == 0)
  }
}
