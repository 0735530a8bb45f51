import Adapters
import Autograd
import Foundation
import Layers
import Tasks
import Testing
import Training
import TrainingTestSupport

@Suite struct FailureTests {
  @Test func interruptionLeavesTheOriginalUntouched() throws {
    let engine = Engine(threads: 2)
    let original = try Tiny.adapted(on: Tiny.model(on: engine))
    let before = original.bits
    let copy = try original.copied()
    let recorder = Recorder()
    recorder.onStep = { if $0.step == 3 { engine.interrupt.request() } }
    #expect(throws: TrainingError.interrupted(step: 3)) {
      try Trainer.train(
        copy.model, on: Tiny.objective(64), settings: Tiny.settings(), observer: recorder)
    }
    #expect(original.bits == before)
    #expect(copy.bits != before)
    #expect(engine.memory.now[.gradients] == 0 && engine.memory.now[.optimizer] == 0)
  }

  @Test func evaluationIsInterruptedToo() throws {
    let engine = Engine(threads: 1)
    let model = try Tiny.model(on: engine)
    engine.interrupt.request()
    #expect(throws: TrainingError.interrupted(step: 0)) {
      try Scoring.evaluate(model, on: Tiny.objective(8))
    }
    engine.interrupt.clear()
    _ = try Scoring.evaluate(model, on: Tiny.objective(8))
  }

  @Test func interruptionBetweenShardsGivesUpTheStep() throws {
    let engine = Engine(threads: 1)
    let copy = try Tiny.adapted(on: Tiny.model(on: engine))
    let objective = InterruptingObjective(try Tiny.objective(16), after: 5, engine.interrupt)
    var settings = Tiny.settings()
    settings.shardTokens = 1  // a shard a text
    #expect(throws: TrainingError.interrupted(step: 0)) {
      try Trainer.train(copy.model, on: objective, settings: settings)
    }
    #expect(engine.memory.now[.gradients] == 0)
  }

  @Test func lossThatIsNotFiniteIsADivergence() throws {
    let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
    var settings = Tiny.settings(1e30)
    settings.schedule = "constant"
    let recorder = Recorder()
    do {
      _ = try Trainer.train(
        adapted.model, on: Tiny.objective(64), settings: settings, observer: recorder)
      Issue.record("it did not diverge")
    } catch let error as TrainingError {
      #expect(error == .diverged(step: recorder.steps.count + 1))
    }
  }

  @Test func modelThatDoesNotFitIsRefused() throws {
    let engine = Engine(threads: 1)
    let plain = try Tiny.adapted(on: Tiny.model(.maskedLanguageModelling, on: engine))
    #expect(
      throws: TrainingError.wrongHead(
        objective: "text classification", expected: .sequenceClassification,
        found: .maskedLanguageModelling)
    ) {
      try Trainer.train(plain.model, on: Tiny.objective(8), settings: Tiny.settings())
    }
    let base = try Tiny.model(on: engine)
    #expect(throws: TrainingError.nothingTrainable) {
      try Trainer.train(base, on: Tiny.objective(8), settings: Tiny.settings())
    }
    let three = TextClassificationObjective(
      try Tiny.classification(8), labels: ["a", "b", "c"])
    #expect(throws: TrainingError.wrongClassCount(model: 2, dataset: 3)) {
      try Scoring.evaluate(base, on: three)
    }
    var unlabelled = try Tiny.classification(8)
    unlabelled.classes = nil
    let objective = TextClassificationObjective(unlabelled, labels: ["no", "yes"])
    #expect(throws: TrainingError.unlabelled) {
      try Trainer.train(Tiny.adapted(on: base).model, on: objective, settings: Tiny.settings())
    }
    #expect(try Scoring.evaluate(base, on: objective).predictions.count == 8)
  }

  @Test func unknownWordsAreNamedWithTheKnownOnes() throws {
    let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
    var settings = Tiny.settings()
    settings.optimizer = "sgd"
    #expect(
      throws: TrainingError.unknownWord(
        option: "optimizer", word: "sgd", known: optimizers.map { $0.name })
    ) {
      try Trainer.train(adapted.model, on: Tiny.objective(8), settings: settings)
    }
  }

  @Test func logThatCannotBeWrittenIsAnErrorBeforeTheFirstStep() throws {
    let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
    let before = adapted.bits
    #expect(throws: TrainingError.self) {
      try Trainer.train(
        adapted.model, on: Tiny.objective(8), settings: Tiny.settings(),
        log: "/no/such/folder/steps.jsonl")
    }
    #expect(adapted.bits == before)
  }
}

/// Asks the engine to stop after so many shards.
private final class InterruptingObjective: Objective {
  static let name = TextClassificationObjective.name
  static let head = TextClassificationObjective.head
  static var scores: any Scores.Type { TextClassificationObjective.scores }
  private let real: TextClassificationObjective
  private var left: Int
  private let flag: InterruptFlag

  init(_ real: TextClassificationObjective, after shards: Int, _ flag: InterruptFlag) {
    (self.real, left, self.flag) = (real, shards, flag)
  }

  var count: Int { real.count }
  func tokens(of example: Int) -> Int { real.tokens(of: example) }
  func targets(of example: Int, in pass: Pass) -> Int { real.targets(of: example, in: pass) }

  func check(_ model: any LanguageModel, training: Bool) throws(TrainingError) {
    try real.check(model, training: training)
  }

  func loss(
    _ model: any LanguageModel, shard: [Int], in pass: Pass, scale: Float,
    settings: ShardSettings, on tape: Tape
  ) throws(Interruption) -> Tensor? {
    left -= 1
    if left == 0 { flag.request() }
    return try real.loss(
      model, shard: shard, in: pass, scale: scale, settings: settings, on: tape)
  }

  func outputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) -> [Float] {
    try real.outputs(model, shard: shard, settings: settings)
  }

  func evaluation(of outputs: [Float]) -> Evaluation { real.evaluation(of: outputs) }
}
