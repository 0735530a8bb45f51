import Adapters
import Autograd
import Foundation
import Layers
import Tasks
import Testing
import Training
import TrainingTestSupport

/// A frozen encoder's features: kept in memory, beyond it in a file, else computed anew.
@Suite struct FeatureBudgetTests {
  private struct Trained: Equatable {
    var bits: [UInt32]
    var logits: [Float]?
    var remarks: [String]
    var cached: Int
    var peak: Int
  }

  private func trained(
    _ head: HeadKind, _ frozen: FrozenEncoding, dropout: Double = 0
  ) throws -> Trained {
    let engine = Engine(threads: 2)
    let base = try Tiny.model(head, dropout: dropout, on: engine)
    let adapted = try Tiny.adapted(FrozenEncoder(MethodSettings()), on: base)
    let objective: any Objective =
      head == .sequenceClassification
      ? TextClassificationObjective(
        try Tiny.classification(60), labels: ["no", "yes"], frozen: frozen)
      : try Tiny.answering(Tiny.questions(60), frozen: frozen)
    var settings = Tiny.settings(1e-2)
    (settings.epochs, settings.batch, settings.shardTokens) = (3, 7, 150)
    let result = try Trainer.train(
      adapted.model, on: objective, evaluation: objective, settings: settings)
    return Trained(
      bits: adapted.bits, logits: result.evaluation?.logits, remarks: objective.remarks,
      cached: objective.cachedBytes(for: adapted.model), peak: result.peakBytes?.total ?? 0)
  }

  private static func place(memory: Int, folder: String? = nil) -> FeaturePlace {
    var place = FeaturePlace()
    place.memory = memory
    if let folder { place.folder = folder }
    return place
  }

  private static func limited(_ limit: Int) -> FrozenEncoding {
    FrozenEncoding(budget: FeatureBudget(limit: limit))
  }

  /// Batches, shards and runs cut the data differently, and the bits agree all the same.
  @Test(arguments: [HeadKind.questionAnswering, .sequenceClassification])
  func allWaysComputeTheSame(_ head: HeadKind) throws {
    let folder = NSTemporaryDirectory() + "peftbook-features-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let memory = try trained(head, Self.limited(1 << 30))
    #expect(memory.remarks.isEmpty && memory.cached > 0)

    var spilled = Self.limited(1 << 30)
    spilled.place = Self.place(memory: 100, folder: folder)
    let file = try trained(head, spilled)
    #expect(file.bits == memory.bits && file.logits == memory.logits)
    #expect(file.remarks.isEmpty && file.cached == 0 && file.peak < memory.peak)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)

    var homeless = Self.limited(1 << 30)
    homeless.place = Self.place(memory: 100, folder: folder + "/absent")
    let anew = try trained(head, homeless)
    #expect(anew.bits == memory.bits && anew.logits == memory.logits)
    #expect(anew.cached == 0 && anew.remarks.count == 1)
    #expect(anew.remarks.first?.contains("do not fit memory, and not the disk: ") == true)
  }

  @Test func whatExceedsTheBudgetIsComputedAnew() throws {
    let kept = try trained(.questionAnswering, Self.limited(1 << 30))
    let anew = try trained(.questionAnswering, Self.limited(100))
    #expect(kept.bits == anew.bits && anew.cached == 0)
    #expect(anew.remarks.count == 1)
    #expect(anew.remarks.first?.contains("do not fit feature_cache: computed anew") == true)
    // For one pass nothing is kept, and nothing said.
    let once = try trained(.questionAnswering, .once)
    #expect(once.bits == kept.bits && once.logits == kept.logits)
    #expect(once.cached == 0 && once.remarks.isEmpty)
    // One row a text is always kept.
    let texts = try trained(.sequenceClassification, Self.limited(100))
    #expect(texts.remarks.isEmpty && texts.cached > 0)
  }

  @Test func dropoutThatStaysOnIsAnotherTraining() throws {
    var frozen = Self.limited(1 << 30)
    let off = try trained(.questionAnswering, frozen, dropout: 0.3)
    frozen.keepsDropout = true
    let on = try trained(.questionAnswering, frozen, dropout: 0.3)
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
