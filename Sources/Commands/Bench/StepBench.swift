import Adapters
import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import Models
import Notebooks
import Tasks
import Training

/// Training steps on random tokens: rate, memory and where the time goes.
///
/// Lengths are log-normal with the mean of IMDb in word pieces, 290, cut at the model's positions.
package struct StepBench {
  package var model = "bert-base"
  package var method = "lora"
  /// Of a low-rank method's input.
  package var dropout = 0.0
  package var batch = 16
  package var steps = 6
  package var warmup = 2
  package var seed: UInt64 = 0

  package init() {}

  package struct Result {
    /// The median over the steps after the warm-up.
    package var secondsPerStep: Double
    package var tokensPerSecond: Double
    package var operationsPerSecond: Double
    /// sgemm measured after the steps.
    package var productRate: Double
    package var peak: PeakBytes
    package var peakResident: Int?
    /// Seconds forward and backward by operation, all steps together, the longest first.
    package var shares: [(name: String, share: Stopwatch.Share)]
    package var trainedWeights: Int
  }

  /// The methods it knows.
  package static var methods: [String] { adapterMethods.map { $0.name } }

  /// - Throws: an unknown method or a folder that holds no such model.
  package func run(threads: Int, whenMemoryEnds: @escaping MemoryEnd) throws -> Result {
    let engine = Engine(threads: threads, whenMemoryEnds: whenMemoryEnds)
    let base = try BenchModel.load(model, .sequenceClassification, on: engine)
    guard let type = adapterMethods.first(where: { $0.name == method }) else {
      throw AdapterError.setting("no method is called '\(method)'")
    }
    var methodSettings = MethodSettings()
    if dropout > 0 { methodSettings.dropout = dropout }
    let adapted = try AdaptedModel(try type.init(methodSettings), on: base, seed: seed)
    let data = examples(base.specification)
    var settings = TrainingSettings(learningRate: 1e-4)
    (settings.batch, settings.shuffle, settings.epochs) = (batch, false, 1)
    let observer = StepTimes(warmup: warmup, engine)
    // What drawing the weights took is no part of training.
    ResidentMemory.restartPeak()
    let result = try Trainer.train(
      adapted.model, on: TextClassificationObjective(data, labels: base.specification.labels),
      settings: settings, observer: observer)
    engine.stopwatch = nil
    let peakResident = ResidentMemory.peak
    let times = observer.reports.map(\.seconds).sorted()
    let tokens = observer.reports.reduce(0) { $0 + $1.tokens }
    let seconds = times.reduce(0, +)
    return Result(
      secondsPerStep: times[times.count / 2], tokensPerSecond: Double(tokens) / seconds,
      operationsPerSecond: operations(data, base) / seconds,
      productRate: KernelBench.productRate(on: engine),
      peak: result.epochs[0].peakBytes, peakResident: peakResident,
      shares: observer.stopwatch.shares.map { ($0.key, $0.value) }
        .sorted { $0.1.forward + $0.1.backward > $1.1.forward + $1.1.backward },
      trainedWeights: result.trainableParameters)
  }

  private func examples(_ specification: ModelSpecification) -> EncodedDataset {
    let count = batch * (warmup + steps)
    let key = RandomKey(seed: seed)["bench"]
    let normal = key["lengths"].normal(count, mean: 0, standardDeviation: 0.6)
    let mean = log(290.0) - 0.5 * 0.6 * 0.6
    let lengths = normal.map {
      min(specification.maximumPositions, max(8, Int(exp(mean + Double($0)))))
    }
    let offsets = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let tokens = offsets[count]
    let words = UInt64(specification.vocabularySize)
    let ids = (0..<tokens).map { Int32(key["ids"].bits($0) % words) }
    return EncodedDataset(
      ids: ids, typeIDs: [Int32](repeating: 0, count: tokens), offsets: offsets,
      classes: (0..<count).map { Int32($0 % 2) })
  }

  /// 4 P operations a token for each encoder weight P, 6 P where all are trained, 2 P for a frozen
  /// encoder, and 12 · length · hidden a layer for attention; recomputation is not counted.
  private func operations(_ data: EncodedDataset, _ base: any LanguageModel) -> Double {
    let specification = base.specification
    let weights = base.tree.linears.reduce(0) { sum, entry in
      base.tree.head.contains(entry.path + ".weight") || entry.path.contains("pooler")
        ? sum : sum + entry.layer.weight.value.count
    }
    let products = method == "full" ? 6.0 : method == "freeze" ? 2 : 4
    let attention = method == "freeze" ? 4.0 : 12
    return (batch * warmup..<data.count).reduce(0) { sum, example in
      let length = Double(data.length(example))
      let layers = attention * length * Double(specification.hiddenSize * specification.layers)
      return sum + length * (products * Double(weights) + layers)
    }
  }
}

extension StepBench.Result {
  /// The figures, and the seconds by operation.
  package var report: CellOutput {
    let megabytes = { (bytes: Int) in "\(bytes / 1_000_000) MB" }
    let rate = Figures.fixed(operationsPerSecond / 1e9, 0)
    let share = Figures.fixed(100 * operationsPerSecond / productRate, 0)
    let lines = [
      "\(Figures.fixed(secondsPerStep, 2)) s a step, \(Figures.fixed(tokensPerSecond, 0)) tokens/s; "
        + "\(rate) GFLOP/s, \(share) % of sgemm's \(Figures.fixed(productRate / 1e9, 0))",
      "\(Figures.count(trainedWeights)) trained weights; peak \(megabytes(peak.total)) of tensors "
        + "(activations \(megabytes(peak.activations))), resident "
        + (peakResident.map(megabytes) ?? "unknown"),
    ]
    return CellOutput(lines: lines.map { [.text($0)] } + table.lines)
  }

  private var table: OutputTable {
    let seconds = shares.map { ($0.share.forward / .seconds(1), $0.share.backward / .seconds(1)) }
    let all = seconds.reduce(0) { $0 + $1.0 + $1.1 }
    var table = OutputTable(["operation", "calls", "forward s", "backward s", "share"])
    for ((name, share), (forward, backward)) in zip(shares, seconds) {
      table.append([
        .text(name), .text("\(share.calls)"), .text(Figures.fixed(forward, 2)),
        .text(Figures.fixed(backward, 2)),
        .text(Figures.fixed(100 * (forward + backward) / all, 1) + " %"),
      ])
    }
    return table
  }
}

/// Keeps the reports of the steps after the warm-up.
private final class StepTimes: TrainingObserver {
  let warmup: Int
  let engine: Engine
  let stopwatch = Stopwatch()
  private(set) var reports: [StepReport] = []

  init(warmup: Int, _ engine: Engine) { (self.warmup, self.engine) = (warmup, engine) }

  func step(_ report: StepReport, of total: Int) {
    if report.step > warmup { reports.append(report) }
    stopwatch.skip()
    if report.step == warmup { engine.stopwatch = stopwatch }
  }

  func epoch(_ report: EpochReport) {}
  func evaluating(done: Int, of total: Int) {}
}
