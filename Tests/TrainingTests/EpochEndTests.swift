import Adapters
import Autograd
import Layers
import Tasks
import Testing
import Training
import TrainingTestSupport

@Suite struct EpochEndTests {
  private struct Run {
    let result: TrainingResult
    /// The values after each epoch, and those the model holds in the end.
    let afterEpoch: [[UInt32]]
    let final: [UInt32]
  }

  /// One step an epoch; epoch n is scored with the script's n-th number.
  private func run(
    _ script: [Double], _ change: (inout TrainingSettings) -> Void = { _ in }
  ) throws -> Run {
    let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
    var settings = Tiny.settings()
    (settings.epochs, settings.batch) = (script.count, 8)
    change(&settings)
    var states: [[UInt32]] = []
    let recorder = Recorder()
    recorder.onEpoch = { _ in states.append(adapted.bits) }
    let result = try Trainer.train(
      adapted.model, on: Tiny.objective(8), evaluation: ScriptedObjective(script),
      settings: settings, observer: recorder)
    #expect(recorder.epochs.map(\.epoch) == Array(1...result.epochs.count))
    return Run(result: result, afterEpoch: states, final: adapted.bits)
  }

  @Test(arguments: [
    ([0.1, 0.5, 0.3], 2), ([0.5, 0.5, 0.5], 1), ([0.1, 0.2, 0.3], 3), ([.nan, 0.2, 0.1], 2),
  ])
  func bestEpochIsKeptAndTiesGoToTheEarlier(_ script: [Double], _ best: Int) throws {
    let run = try run(script)
    #expect(run.result.bestEpoch == best && run.result.keptEpoch == best)
    #expect(run.final == run.afterEpoch[best - 1])
    #expect(run.result.evaluation?.value("score") == script[best - 1])
    #expect(Set(run.afterEpoch).count == 3)
  }

  @Test func keepLastKeepsTheLast() throws {
    let run = try run([0.1, 0.5, 0.3]) { $0.keep = .last }
    #expect(run.result.bestEpoch == 2 && run.result.keptEpoch == 3)
    #expect(run.final == run.afterEpoch[2])
    #expect(run.result.evaluation?.value("score") == 0.3)
  }

  @Test func lowerIsBetterForALoss() throws {
    let run = try run([0.4, 0.1, 0.3]) { $0.best = "loss" }
    #expect(run.result.bestEpoch == 2 && run.result.metric == "loss")
  }

  @Test func scoresThatAreNoNumbersKeepTheLast() throws {
    let run = try run([.nan, .nan])
    #expect(run.result.bestEpoch == nil && run.result.keptEpoch == 2)
    #expect(run.final == run.afterEpoch[1])
  }

  @Test(arguments: [(1, 3), (2, 4), (3, 7)])
  func patienceCountsEpochsWithoutABetterScore(_ patience: Int, _ epochs: Int) throws {
    let run = try run([0.1, 0.3, 0.2, 0.2, 0.4, 0.1, 0.1, 0.1].prefix(epochs + 1).map { $0 }) {
      $0.patience = patience
    }
    #expect(run.result.epochs.count == (patience == 3 ? 8 : epochs))
    #expect(run.result.stoppedEarly == (patience < 3))
    #expect(run.result.keptEpoch == (patience == 3 ? 5 : 2))
  }

  @Test func withoutEvaluationTheLastStateIsKept() throws {
    let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
    let result = try Trainer.train(
      adapted.model, on: Tiny.objective(8), settings: Tiny.settings())
    #expect(result.bestEpoch == nil && result.keptEpoch == 3 && result.evaluation == nil)
  }

  @Test func wordsThatNeedAnEvaluationAreRefusedWithoutOne() throws {
    let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
    var settings = Tiny.settings()
    settings.patience = 2
    #expect(throws: TrainingError.needsEvaluation(option: "patience")) {
      try Trainer.train(adapted.model, on: Tiny.objective(8), settings: settings)
    }
    settings.patience = nil
    settings.best = "acuracy"
    #expect(
      throws: TrainingError.unknownWord(
        option: "best", word: "acuracy",
        known: ["accuracy", "precision", "recall", "f1", "loss"])
    ) {
      try Trainer.train(
        adapted.model, on: Tiny.objective(8), evaluation: Tiny.objective(8), settings: settings)
    }
  }
}

/// Scores its evaluations, one after the other, by a script.
private final class ScriptedObjective: Objective {
  struct Score: Scores {
    let value: Double
    var values: [(key: String, value: Double)] { [("score", value)] }
    static let mainMetric = "score"
    static let higherIsBetter = true
    static let keys = ["score"]
  }

  static let name = "a script"
  static let head = HeadKind.sequenceClassification
  static var scores: any Scores.Type { Score.self }
  let count = 1
  private var script: ArraySlice<Double>

  init(_ script: [Double]) { self.script = script[...] }

  func tokens(of example: Int) -> Int { 1 }
  func check(_ model: any LanguageModel, training: Bool) {}
  func targets(of example: Int, in pass: Pass) -> Int { 1 }

  func loss(
    _ model: any LanguageModel, shard: [Int], in pass: Pass, scale: Float,
    settings: ShardSettings, on tape: Tape
  ) -> Tensor? { nil }

  func outputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) -> [Float] { [] }

  func evaluation(of outputs: [Float]) -> Evaluation {
    let value = script.popFirst() ?? .nan
    var evaluation = Evaluation(examples: 1)
    evaluation.scores = Score(value: value)
    evaluation.loss = value.isNaN ? nil : value
    return evaluation
  }
}
