import Adapters
import Autograd
import Foundation
import Layers
import Models
import Tasks
import Testing
import Training
import TrainingTestSupport

@Suite struct QuestionAnsweringObjectiveTests {
  private func logits(
    _ model: any LanguageModel, _ objective: QuestionAnsweringObjective, shard: [Int]
  ) throws -> [Float] {
    try objective.outputs(model, shard: shard, settings: ShardSettings(tokens: 2048))
  }

  /// The mean over the windows of a batch, packed, is the mean of windows run one at a time.
  @Test func aPackedBatchIsItsWindowsOneByOne() throws {
    let engine = Engine(threads: 2)
    let model = try Tiny.model(.questionAnswering, on: engine)
    let objective = try Tiny.answering(Tiny.questions(12), maxLength: 14)
    #expect(objective.count > 12, "some contexts need several windows")
    let all = Array(0..<objective.count)
    let packed = try logits(model, objective, shard: all)
    let single = try all.flatMap { try logits(model, objective, shard: [$0]) }
    #expect(zip(packed, single).allSatisfy { abs($0 - $1) < 1e-5 })

    func loss(_ shard: [Int], scale: Float) throws -> Double {
      let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
      let loss = try objective.loss(
        model, shard: shard, in: .training(seed: 0, epoch: 1), scale: scale,
        settings: ShardSettings(tokens: 2048), on: tape)
      return Double(loss?.values[0] ?? .nan)
    }
    let mean = try loss(all, scale: 1 / Float(all.count))
    let parts = try all.map { try loss([$0], scale: 1) }
    #expect(abs(mean - parts.reduce(0, +) / Double(parts.count)) < 1e-5)
    #expect(abs(objective.evaluation(of: packed).loss! - mean) < 1e-5)
  }

  @Test func anEvaluationCountsQuestionsAndScoresThem() throws {
    let engine = Engine(threads: 1)
    let model = try Tiny.model(.questionAnswering, on: engine)
    let dataset = Tiny.questions(9)
    let objective = try Tiny.answering(dataset, maxLength: 12)
    let evaluation = try Scoring.evaluate(model, on: objective)
    #expect(evaluation.examples == 9)
    #expect(evaluation.answers.count == 9)
    let scores = try #require(evaluation.scores as? QuestionAnsweringScores)
    #expect(scores.values.contains { $0.key == "HasAns_exact" })
    for score in evaluation.exampleScores {
      #expect(score.values.count == 9)
      let mean = 100 * score.values.reduce(0, +) / 9
      #expect(abs(mean - evaluation.value(score.key)!) < 1e-9, "\(score.key)")
    }
  }

  @Test func questionsWithoutAPlaceAreScoredAndNotTrainedOn() throws {
    var dataset = Tiny.questions(6)
    dataset.examples[1].answers = [ReferenceAnswer(text: "nowhere", start: nil)]
    let objective = try Tiny.answering(dataset)
    #expect(objective.count == 6)
    #expect(objective.trained == [0, 2, 3, 4, 5])
    let engine = Engine(threads: 1)
    let adapted = try Tiny.adapted(on: try Tiny.model(.questionAnswering, on: engine))
    var settings = Tiny.settings()
    (settings.epochs, settings.batch) = (1, 2)
    let recorder = Recorder()
    let result = try Trainer.train(
      adapted.model, on: objective, evaluation: objective, settings: settings, observer: recorder)
    #expect(result.totalSteps == 3)
    #expect(
      recorder.steps.map(\.tokens).reduce(0, +)
        == objective.trained!.map(objective.tokens).reduce(0, +))
    #expect(result.evaluation?.examples == 6)
  }

  @Test func withoutAnswersThereIsNothingToTrainOnAndNothingToScore() throws {
    var dataset = Tiny.questions(3)
    for i in dataset.examples.indices { dataset.examples[i].answers = nil }
    let objective = try Tiny.answering(dataset)
    let model = try Tiny.model(.questionAnswering, on: Engine(threads: 1))
    #expect(throws: TrainingError.unlabelled) { try objective.check(model, training: true) }
    let evaluation = try Scoring.evaluate(model, on: objective)
    #expect(evaluation.scores == nil && evaluation.answers.count == 3)
    for i in dataset.examples.indices {
      dataset.examples[i].answers = [ReferenceAnswer(text: "nowhere", start: nil)]
    }
    let placeless = try Tiny.answering(dataset)
    let id = dataset.examples[0].id.string ?? ""
    let error = #expect(throws: TrainingError.self) {
      try placeless.check(model, training: true)
    }
    #expect(error?.description.contains("from question 1 (id '\(id)') on") == true, "\(error)")
  }

  @Test func anotherHeadIsRefused() throws {
    let objective = try Tiny.answering(Tiny.questions(3))
    let model = try Tiny.model(.tokenClassification, on: Engine(threads: 1))
    #expect(
      throws: TrainingError.wrongHead(
        objective: "question answering", expected: .questionAnswering,
        found: .tokenClassification)
    ) { try objective.check(model, training: false) }
  }

  /// The number behind the one asked for: a task that only attention can learn.
  @Test func learnsItsToyTask() throws {
    let engine = Engine(threads: 2)
    let adapted = try Tiny.adapted(on: try Tiny.model(.questionAnswering, on: engine))
    let objective = try Tiny.answering(Tiny.questions(160))
    var settings = Tiny.settings(5e-3)
    (settings.epochs, settings.batch) = (30, 16)
    let result = try Trainer.train(
      adapted.model, on: objective, evaluation: objective, settings: settings)
    let (first, last) = (result.epochs[0].loss, result.epochs.last!.loss)
    #expect(last < 0.6 * first, "\(first) to \(last)")
    #expect(result.evaluation!.value("f1")! > 50)
  }
}
