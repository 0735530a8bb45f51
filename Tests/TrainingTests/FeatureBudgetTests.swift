import Adapters
import Autograd
import Tasks
import Testing
import Training
import TrainingTestSupport

/// A frozen encoder's features of every token: kept where they fit, else computed anew.
@Suite struct FeatureBudgetTests {
  private func trained(_ limit: Int, keepsDropout: Bool = false, dropout: Double = 0) throws -> (
    bits: [UInt32], remarks: [String], cached: Int
  ) {
    let engine = Engine(threads: 2)
    let base = try Tiny.model(.questionAnswering, dropout: dropout, on: engine)
    let adapted = try Tiny.adapted(FrozenEncoder(MethodSettings()), on: base)
    let objective = try Tiny.answering(
      Tiny.questions(20),
      frozen: FrozenEncoding(budget: FeatureBudget(limit: limit), keepsDropout: keepsDropout))
    var settings = Tiny.settings(1e-2)
    (settings.epochs, settings.batch, settings.shardTokens) = (3, 4, 1)
    _ = try Trainer.train(
      adapted.model, on: objective, evaluation: objective, settings: settings)
    return (adapted.bits, objective.remarks, objective.cachedBytes(for: adapted.model))
  }

  /// With a sequence a shard there is one way to run each, so the bits agree too.
  @Test func bothWaysComputeTheSame() throws {
    let kept = try trained(1 << 30)
    let anew = try trained(100)
    #expect(kept.bits == anew.bits)
    #expect(kept.remarks.isEmpty && kept.cached > 0)
    #expect(anew.remarks.count == 1 && anew.cached == 0)
    #expect(anew.remarks[0].contains("feature_cache"))
  }

  @Test func dropoutThatStaysOnIsAnotherTraining() throws {
    let off = try trained(1 << 30, dropout: 0.3)
    let on = try trained(1 << 30, keepsDropout: true, dropout: 0.3)
    #expect(off.bits != on.bits)
    #expect(on.cached == 0 && on.remarks.isEmpty)
  }

  @Test func aBudgetIsSharedAndGivenBack() throws {
    let engine = Engine(threads: 1)
    let budget = FeatureBudget(limit: 1 << 30)
    do {
      let base = try Tiny.model(.questionAnswering, on: engine)
      let adapted = try Tiny.adapted(FrozenEncoder(MethodSettings()), on: base)
      let objective = try Tiny.answering(
        Tiny.questions(8), frozen: FrozenEncoding(budget: budget))
      _ = try Scoring.evaluate(adapted.model, on: objective)
      #expect(budget.used == objective.questions.windows.tokens * 16 * 4)
    }
    #expect(budget.used == 0)
  }
}
