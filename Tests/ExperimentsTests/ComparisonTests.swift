import Adapters
import Autograd
import Experiments
import Layers
import Testing
import Training
import TrainingTestSupport

@Suite struct ComparisonTests {
  private func settings(_ learningRate: Double = 3e-3) -> TrainingSettings {
    var settings = TrainingSettings(learningRate: learningRate)
    (settings.epochs, settings.batch) = (2, 8)
    return settings
  }

  private func rows(seeds: [UInt64] = [0]) throws -> [ComparisonRow] {
    var low = MethodSettings()
    (low.rank, low.dropout) = (2, 0.1)
    let methods: [any AdapterMethod] = [
      FullFineTuning(MethodSettings()), FrozenEncoder(MethodSettings()), try LoRA(low),
      try DoRA(low),
    ]
    return methods.flatMap { method in
      seeds.map {
        ComparisonRow(name: method.name, method: method, settings: settings(), seed: $0)
      }
    }
  }

  @Test func aRowIsAnAdapterAndATrainingToTheBit() throws {
    let base = try Tiny.model(dropout: 0.1, on: Engine(threads: 2))
    let rows = try rows(seeds: [0, 7])
    let results = try Comparison.run(
      rows: rows, base: base, on: Tiny.objective(24), evaluation: Tiny.objective(10, seed: 8),
      test: Tiny.objective(12, seed: 9))
    #expect(results.count == 8)
    for (row, result) in zip(rows, results) {
      let other = try Tiny.model(dropout: 0.1, on: Engine(threads: 1))
      let alone = try AdaptedModel(row.method, on: other, seed: row.seed, redrawsHead: true)
      var settings = settings()
      settings.seed = row.seed
      let trained = try Trainer.train(
        alone.model, on: Tiny.objective(24), evaluation: Tiny.objective(10, seed: 8),
        settings: settings)
      let test = try Scoring.evaluate(alone.model, on: Tiny.objective(12, seed: 9))
      #expect(result.adapted?.bits == alone.bits, "\(row.name) seed \(row.seed)")
      #expect(result.training?.epochs.map(\.loss) == trained.epochs.map(\.loss))
      #expect(result.training?.evaluation?.logits == trained.evaluation?.logits)
      #expect(result.test?.logits == test.logits)
      #expect(result.trainableParameters == alone.model.tree.trainableCount)
    }
    #expect(results[0].adapted?.bits != results[1].adapted?.bits, "another seed")
  }

  /// Behind a frozen decoder's features the words are still multiplied in every epoch.
  @Test func aFrozenDecodersEpochsAreNotFree() throws {
    let model = try TinyDecoder.model(on: Engine(threads: 1))
    let objective = try TinyDecoder.continuing(8)
    let rows = (0..<2).map { seed in
      ComparisonRow(
        name: "freeze", method: FrozenEncoder(MethodSettings()), settings: settings(),
        seed: UInt64(seed))
    }
    let work = try ComparisonForecast(of: rows, base: model, on: objective).rows.map(\.work)
    let tokens = Double((0..<objective.count).reduce(0) { $0 + objective.tokens(of: $1) })
    let later = work[1].training / 2
    #expect(later > 0.1 * tokens && later < 2 * tokens)
    #expect(abs(work[0].training - (tokens + 2 * later)) < 1e-6 * tokens)
  }

  @Test func baseAndEarlierRowsStayAsTheyAre() throws {
    let base = try Tiny.model(dropout: 0.1, on: Engine(threads: 1))
    func bits() -> [[Float]] { base.tree.parameters.map(\.parameter.value.values) }
    let before = bits()
    let watcher = Watcher()
    _ = try Comparison.run(
      rows: rows(), base: base, on: Tiny.objective(16), observer: watcher)
    #expect(bits() == before)
    #expect(watcher.began == ["full", "freeze", "lora", "dora"])
    for (result, bits) in zip(watcher.ended, watcher.bits) {
      #expect(result.adapted?.bits == bits, "\(result.row.name)")
    }
  }

  @Test func rowThatDivergesIsReportedAndTheOthersGoOn() throws {
    let base = try Tiny.model(on: Engine(threads: 1))
    var rows = try rows()
    rows[0].settings.learningRate = 1e30
    rows[0].settings.schedule = "constant"
    let results = try Comparison.run(rows: rows, base: base, on: Tiny.objective(64))
    #expect((results[0].divergedStep ?? 0) > 1)
    #expect(results[0].adapted == nil && results[0].training == nil && results[0].decisive == nil)
    #expect(results.dropFirst().allSatisfy { $0.training != nil && $0.adapted != nil })
  }

  @Test func badRowIsFoundBeforeAnyTraining() throws {
    let base = try Tiny.model(on: Engine(threads: 1))
    var low = MethodSettings()
    low.targets = .modules(["qeury"])
    let bad = ComparisonRow(name: "bad", method: try LoRA(low), settings: settings(), seed: 0)
    let watcher = Watcher()
    do {
      _ = try Comparison.run(
        rows: rows() + [bad], base: base, on: Tiny.objective(8), observer: watcher)
      Issue.record("a target that matches nothing was accepted")
    } catch ExperimentError.adapter(let row, .noTarget(let target, _)) {
      #expect(row == "bad" && target == "qeury")
    }
    #expect(watcher.began.isEmpty)
  }

  @Test func interruptionNamesRowAndStep() throws {
    let base = try Tiny.model(on: Engine(threads: 1))
    let watcher = Watcher()
    watcher.onStep = { if watcher.began.count == 2, $0 == 1 { base.engine.interrupt.request() } }
    #expect(throws: ExperimentError.training(row: "freeze", .interrupted(step: 1))) {
      try Comparison.run(rows: rows(), base: base, on: Tiny.objective(16), observer: watcher)
    }
  }

  @Test func tablesFindFirstLastAndBestEpoch() throws {
    let base = try Tiny.model(on: Engine(threads: 1))
    let result = try Comparison.run(
      rows: [rows()[0]], base: base, on: Tiny.objective(16), evaluation: Tiny.objective(8))[0]
    #expect(result.epoch(.first)?.epoch == 1 && result.epoch(.last)?.epoch == 2)
    #expect(result.epoch(.best)?.epoch == result.training?.bestEpoch)
    #expect(result.decisive?.value("accuracy") == result.epoch(.best)?.score("accuracy"))
    #expect((result.secondsPerEpoch ?? 0) > 0 && (result.peakBytes?.total ?? 0) > 0)
  }

  @Test func seedsAreSummarisedAndTestedAgainstABaseline() throws {
    let base = try Tiny.model(on: Engine(threads: 1))
    let results = try Comparison.run(
      rows: rows(seeds: [0, 1, 2]), base: base, on: Tiny.objective(16),
      evaluation: Tiny.objective(20, seed: 8))
    let all = try SeedSummary.all(of: results, metric: "loss", baseline: "full")
    #expect(all.map(\.name) == ["full", "freeze", "lora", "dora"])
    #expect(all[0].test == nil && all[0].seeds == [0, 1, 2])
    let lora = results.filter { $0.row.name == "lora" }.map { $0.decisive?.loss ?? .nan }
    let full = results.filter { $0.row.name == "full" }.map { $0.decisive?.loss ?? .nan }
    #expect(all[2].values == lora)
    #expect(all[2].mean == Statistics.meanAndStandardDeviation(lora).mean)
    #expect(all[2].test == Statistics.pairedTTest(differences: zip(lora, full).map { $0 - $1 }))
    #expect(throws: ExperimentError.self) {
      try SeedSummary.all(of: results, metric: "loss", baseline: "ful")
    }
  }

  @Test func comparisonWithoutRowsIsAnError() throws {
    let base = try Tiny.model(on: Engine(threads: 1))
    #expect(throws: ExperimentError.noRows) {
      try Comparison.run(rows: [], base: base, on: Tiny.objective(8))
    }
  }
}

private final class Watcher: ComparisonObserver {
  var began: [String] = []
  var ended: [RowResult] = []
  var bits: [[UInt32]?] = []
  var onStep: (Int) -> Void = { _ in }

  func began(_ row: ComparisonRow, number: Int, of total: Int) { began.append(row.name) }

  func ended(_ result: RowResult, number: Int, of total: Int) {
    ended.append(result)
    bits.append(result.adapted?.bits)
  }

  func step(_ report: StepReport, of total: Int) { onStep(report.step) }
  func epoch(_ report: EpochReport) {}
  func evaluating(done: Int, of total: Int) {}
}
