import Adapters
import Autograd
import Checkpoints
import Layers
import Testing
import Training
import TrainingTestSupport

@Suite struct TrainerTests {
  private func settings(epochs: Int = 2, batch: Int = 8) -> TrainingSettings {
    var settings = Tiny.settings(3e-3)
    (settings.epochs, settings.batch) = (epochs, batch)
    return settings
  }

  private func methods() throws -> [any AdapterMethod] {
    var settings = MethodSettings()
    settings.dropout = 0.1
    return try adapterMethods.map { type throws(AdapterError) in try type.init(settings) }
  }

  @Test func tenStepsReduceTheLossOfASeparableToy() throws {
    let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
    var settings = settings(epochs: 5, batch: 32)
    settings.schedule = "constant"
    settings.learningRate = 1e-2
    let recorder = Recorder()
    let result = try Trainer.train(
      adapted.model, on: Tiny.objective(64), settings: settings, observer: recorder)
    #expect(result.stepsRun == 10)
    #expect(recorder.steps.map(\.step) == Array(1...10))
    let losses = recorder.steps.map(\.loss)
    #expect(losses[9] < 0.7 * losses[0], "\(losses)")
  }

  @Test func maskedLanguageModellingLearnsToo() throws {
    let adapted = try Tiny.adapted(on: Tiny.model(.maskedLanguageModelling, on: Engine(threads: 1)))
    let objective = try Tiny.masking(64)
    let before = try Scoring.evaluate(adapted.model, on: objective)
    let result = try Trainer.train(
      adapted.model, on: objective, evaluation: objective, settings: settings(epochs: 4))
    let after = try #require(result.evaluation)
    #expect(result.metric == "perplexity")
    #expect(try #require(after.loss) < #require(before.loss))
  }

  @Test func everyMethodTrains() throws {
    let base = try Tiny.model(dropout: 0.1, on: Engine(threads: 1))
    for method in try methods() {
      let adapted = try Tiny.adapted(method, on: base)
      let before = adapted.bits
      _ = try Trainer.train(adapted.model, on: Tiny.objective(16), settings: settings(epochs: 1))
      #expect(adapted.bits != before, "\(method.name)")
    }
  }

  @Test func sameSeedGivesTheSameBitsOnAnyNumberOfThreads() throws {
    for index in try methods().indices {
      let runs = try [(1, 4), (1, 4), (2, 4), (3, 4), (1, 5)].map { threads, seed in
        let engine = Engine(threads: threads)
        let adapted = try Tiny.adapted(methods()[index], on: Tiny.model(dropout: 0.1, on: engine))
        var settings = settings()
        settings.seed = UInt64(seed)
        let recorder = Recorder()
        _ = try Trainer.train(
          adapted.model, on: Tiny.objective(24), evaluation: Tiny.objective(10, seed: 8),
          settings: settings, observer: recorder)
        return (adapted.bits, recorder.steps.map(\.loss))
      }
      for run in runs[1...3] { #expect(run == runs[0]) }
      #expect(runs[4].0 != runs[0].0)
    }
  }

  /// Dropout is off: its masks are keyed by shard.
  @Test func shardsOfAnySizeGiveTheSameLosses() throws {
    let losses = try [12, 30, 2048].map { tokens in
      let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
      var settings = settings()
      settings.shardTokens = tokens
      let recorder = Recorder()
      _ = try Trainer.train(
        adapted.model, on: Tiny.objective(24), settings: settings, observer: recorder)
      return recorder.steps.map(\.loss)
    }
    #expect(losses[0].count == 6)
    for step in losses[0].indices {
      // Sums of some thousand single-precision terms in another order, over six updates.
      #expect(abs(losses[0][step] - losses[2][step]) < 2e-5)
      #expect(abs(losses[1][step] - losses[2][step]) < 2e-5)
    }
  }

  @Test func lossOfABatchIsTheMeanOverItsExamples() throws {
    let model = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1))).model
    let objective = try Tiny.objective(12)
    let expected = try #require(try Scoring.evaluate(model, on: objective).loss)
    var settings = settings(epochs: 1, batch: 12)
    settings.shardTokens = 20
    let recorder = Recorder()
    _ = try Trainer.train(model, on: objective, settings: settings, observer: recorder)
    #expect(abs(recorder.steps[0].loss - expected) < 1e-6)
  }

  @Test func orderIsAPermutationOfItsOwnInEveryEpoch() {
    let settings = settings()
    let (first, second) = (settings.order(of: 1, count: 50), settings.order(of: 2, count: 50))
    #expect(first.sorted() == Array(0..<50) && second.sorted() == Array(0..<50))
    #expect(first != second)
    var plain = settings
    plain.shuffle = false
    #expect(plain.order(of: 3, count: 50) == Array(0..<50))
  }

  /// With a rate of 0 only dropout tells two steps over the same batch apart.
  @Test func dropoutDrawsAnewInEveryStepAndForEverySeed() throws {
    func losses(dropout: Double, seed: UInt64) throws -> [Double] {
      let adapted = try Tiny.adapted(on: Tiny.model(dropout: dropout, on: Engine(threads: 1)))
      var settings = Tiny.settings(0)
      (settings.batch, settings.shuffle, settings.seed) = (16, false, seed)
      let recorder = Recorder()
      _ = try Trainer.train(
        adapted.model, on: Tiny.objective(16), settings: settings, observer: recorder)
      return recorder.steps.map(\.loss)
    }
    #expect(try Set(losses(dropout: 0, seed: 1)).count == 1)
    let (one, two) = (try losses(dropout: 0.3, seed: 1), try losses(dropout: 0.3, seed: 2))
    #expect(Set(one + two).count == 6)
  }

  @Test func maxStepsPassesThroughTheStatesOfALongerRun() throws {
    func run(_ maxSteps: Int?) throws -> ([StepReport], TrainingResult) {
      let adapted = try Tiny.adapted(on: Tiny.model(dropout: 0.1, on: Engine(threads: 1)))
      var settings = settings()
      settings.maxSteps = maxSteps
      let recorder = Recorder()
      let result = try Trainer.train(
        adapted.model, on: Tiny.objective(24), settings: settings, observer: recorder)
      return (recorder.steps, result)
    }
    let (whole, _) = try run(nil)
    let (part, result) = try run(4)
    #expect(part.map(\.loss) == whole.prefix(4).map(\.loss))
    #expect(part.map(\.learningRate) == whole.prefix(4).map(\.learningRate))
    #expect(result.stepsRun == 4 && result.totalSteps == 4 && !result.stoppedEarly)
    #expect(result.epochs.map(\.epoch) == [1, 2])
  }

  /// torch's clip_grad_norm_: every gradient times clip / (norm + 1e-6).
  @Test func clippingScalesEveryGradientAlike() throws {
    // After one step of Adam with epsilon = 1, the change is −g / (|g| + 1).
    func gradients(_ clip: Double?) throws -> [Double] {
      let adapted = try Tiny.adapted(on: Tiny.model(on: Engine(threads: 1)))
      let before = adapted.state.flatMap { $0.value.values }
      var settings = Tiny.settings(1)
      (settings.epochs, settings.batch, settings.schedule) = (1, 24, "constant")
      (settings.clip, settings.epsilon) = (clip, 1)
      _ = try Trainer.train(adapted.model, on: Tiny.objective(24), settings: settings)
      return zip(adapted.state.flatMap { $0.value.values }, before).map { after, before in
        let change = Double(before) - Double(after)
        return change / (1 - abs(change))
      }
    }
    let free = try gradients(nil)
    let norm = free.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(try gradients(2 * norm) == free)
    let clipped = try gradients(0.25 * norm)
    let factor = 0.25 * norm / (norm + 1e-6)
    for (clipped, free) in zip(clipped, free) {
      // A weight near 1 is rounded at 6e-8, and the change is a difference of two.
      #expect(abs(clipped - factor * free) < 5e-7)
    }
  }

  @Test func frozenEncoderIsComputedOnceForAnEpochInDataOrder() throws {
    let base = try Tiny.model(dropout: 0.1, on: Engine(threads: 1))
    let counting = CountingModel(try Tiny.adapted(FrozenEncoder(MethodSettings()), on: base).model)
    let objective = try Tiny.objective(24)
    _ = try Trainer.train(counting, on: objective, evaluation: objective, settings: settings())
    // 24 texts fit into one shard of 2048 tokens.
    #expect(counting.encoded == 1)
    let other = try Tiny.adapted(FrozenEncoder(MethodSettings()), on: base)
    let again = CountingModel(other.model)
    _ = try Trainer.train(again, on: objective, settings: settings())
    #expect(again.encoded == 0, "a second head on the same encoder")
    let fresh = try Tiny.adapted(FrozenEncoder(MethodSettings()), on: base)
    _ = try Trainer.train(fresh.model, on: Tiny.objective(24), settings: settings())
    #expect(fresh.bits == other.bits)
  }

  @Test func featuresOfAnEarlierRunCountAsTheRunsOwn() throws {
    let base = try Tiny.model(on: Engine(threads: 1))
    let objective = try Tiny.objective(200)
    let peaks = try (0..<2).map { _ in
      let adapted = try Tiny.adapted(FrozenEncoder(MethodSettings()), on: base)
      return try Trainer.train(adapted.model, on: objective, settings: settings(epochs: 2))
        .epochs[1].peakBytes
    }
    #expect(peaks[0] == peaks[1])
    #expect(peaks[0].activations >= 200 * 16 * 4)
  }

  @Test func memoryIsAccountedByKind() throws {
    let engine = Engine(threads: 1)
    let base = try Tiny.model(on: engine)
    let bystander = try Tiny.model(seed: 2, on: engine)
    let adapted = try Tiny.adapted(on: base)
    let result = try Trainer.train(
      adapted.model, on: Tiny.objective(24), settings: settings(epochs: 1))
    let weights = adapted.model.tree.parameterCount * 4
    let peak = result.epochs[0].peakBytes
    #expect(peak.weights == weights, "without the base and the bystander")
    #expect(peak.optimizer > weights && peak.optimizer <= 2 * weights)
    #expect(peak.gradients > 0 && peak.gradients <= weights)
    #expect(peak.activations > 0)
    #expect(peak.total == peak.weights + peak.optimizer + peak.gradients + peak.activations)
    #expect(engine.memory.now[.gradients] == 0 && engine.memory.now[.optimizer] == 0)
    withExtendedLifetime(bystander) {}
  }
}

/// Counts the passes through an encoder.
private final class CountingModel: LanguageModel {
  let model: any LanguageModel
  var encoded = 0

  init(_ model: any LanguageModel) { self.model = model }
  var specification: ModelSpecification { model.specification }
  var tree: LayerTree { model.tree }

  func encode(_ batch: PackedBatch, on tape: Tape?) -> Tensor {
    encoded += 1
    return model.encode(batch, on: tape)
  }

  func encode(_ batch: PackedBatch, rows: [Int32], on tape: Tape?) -> Tensor {
    encoded += 1
    return model.encode(batch, rows: rows, on: tape)
  }

  func pooledRows(_ batch: PackedBatch) -> [Int32] { model.pooledRows(batch) }
  func logits(_ hidden: Tensor) -> Tensor { model.logits(hidden) }

  func rebuilt(_ weights: Weights) throws(CheckpointError) -> any LanguageModel {
    try model.rebuilt(weights)
  }
}
