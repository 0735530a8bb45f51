import Autograd
import Foundation
import Layers
import Tasks
import Testing
import Training
import TrainingTestSupport

@Suite struct ScoringTests {
  @Test func evaluationHoldsEveryExamplesLogits() throws {
    let model = try Tiny.model(on: Engine(threads: 1))
    let objective = try Tiny.objective(9)
    let recorder = Recorder()
    let evaluation = try Scoring.evaluate(
      model, on: objective, shardTokens: 20, observer: recorder)
    #expect(evaluation.outputs == 2 && evaluation.logits.count == 18)
    #expect(evaluation.examples == 9 && recorder.evaluated.last == 9)
    let data = objective.data
    for example in 0..<9 {
      // Alone: the same numbers but for the order of sums.
      var batch = PackedBatch()
      batch.append(ids: Array(data.ids(example)), typeIDs: Array(data.typeIDs(example)))
      let hidden = model.encode(batch, on: nil)
      let alone = model.logits(gatherRows(hidden, model.pooledRows(batch))).values
      for (a, b) in zip(evaluation.logits(of: example), alone) { #expect(abs(a - b) < 1e-5) }
      #expect(abs(evaluation.probabilities(of: example).reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func scoresAndLossFollowFromTheLogits() throws {
    let objective = try Tiny.objective(2)
    // Classes 0 and 1; both are predicted 0.
    let evaluation = objective.evaluation(of: [2, 0, 1, 0])
    #expect(evaluation.predictions == [0, 0])
    #expect(evaluation.value("accuracy") == 0.5)
    let expected = (log1p(exp(-2.0)) + log1p(exp(1.0))) / 2
    #expect(abs(try #require(evaluation.loss) - expected) < 1e-12)
    #expect(evaluation.value("loss") == evaluation.loss)
    #expect(evaluation.value("rouge") == nil)
  }

  @Test func objectivesAreListedWithTheirScores() {
    for objective in objectives {
      let scores = objective.scores
      #expect(scores.keys.contains(scores.mainMetric), "\(objective.name)")
      #expect(objective.higherIsBetter(scores.mainMetric) == scores.higherIsBetter)
    }
  }
}
