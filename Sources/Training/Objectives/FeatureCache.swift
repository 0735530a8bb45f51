import Autograd
import Layers

/// The rows that a frozen encoder gives for every sequence of a data set: one pooled row, or as many
/// as an objective asks for.
///
/// They are computed in runs of neighbours, in data order, whatever the order of the batch that
/// first asks: so their bits depend on the data and the encoder alone, and models that share an
/// encoder share them.
package final class FeatureCache {
  private struct Origin {
    weak var tensor: Tensor?
  }

  private let budget: FeatureBudget?
  /// The first row of each sequence, and the number of all.  [sequences + 1]
  private let rowOffsets: [Int]
  private var origin: [Origin] = []
  private var settings: ShardSettings?
  private var features: Tensor?  // [rows, hidden]
  private var runs: [[Int]] = []
  private var runOfExample: [Int] = []
  private var isComputed: [Bool] = []
  /// The bytes that did not fit, once some did not.
  private(set) var refused: Int?

  /// - Parameters:
  ///   - rows: how many rows each sequence has.
  ///   - budget: what they may take; nil for any size.
  package init(rows: [Int], budget: FeatureBudget? = nil) {
    rowOffsets = rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    self.budget = budget
  }

  deinit { budget?.release(bytes) }

  /// Bytes it holds.
  package var bytes: Int { (features?.count ?? 0) * MemoryLayout<Float>.stride }

  /// The features [rows of the sequences asked for, hidden], off every tape; nil where they do not
  /// fit the budget.
  ///
  /// - Parameter compute: the rows [rows of the run, hidden] of a run of sequences.
  func rows(
    _ examples: [Int], of model: any LanguageModel, settings: ShardSettings,
    tokens: (Int) -> Int, compute: ([Int]) -> Tensor
  ) throws(Interruption) -> Tensor? {
    let engine = model.engine
    if !belongs(to: model, settings) {
      restart(for: model, settings: settings, tokens: tokens)
    }
    guard let features else { return nil }
    let hidden = features.shape[1]
    for run in Set(examples.map { runOfExample[$0] }).sorted() where !isComputed[run] {
      if engine.interrupt.isRequested { throw Interruption() }
      let rows = compute(runs[run])
      if engine.interrupt.isRequested { throw Interruption() }
      let first = rowOffsets[runs[run][0]]
      let count = rowOffsets[runs[run].last! + 1] - first
      precondition(rows.shape == [count, hidden], "features \(rows.shape)")
      (features.pointer + first * hidden).update(from: rows.pointer, count: rows.count)
      isComputed[run] = true
    }
    return gatherRows(
      features, examples.flatMap { Int32(rowOffsets[$0])..<Int32(rowOffsets[$0 + 1]) })
  }

  /// The frozen tensors below the head, which stand for the encoder.
  private func encoder(of model: any LanguageModel) -> [Tensor] {
    let tree = model.tree
    return tree.parameters.filter { !tree.head.contains($0.name) }.map(\.parameter.value)
  }

  private func belongs(to model: any LanguageModel, _ settings: ShardSettings) -> Bool {
    let tensors = encoder(of: model)
    return self.settings == settings && tensors.count == origin.count
      && zip(tensors, origin).allSatisfy { $0 === $1.tensor }
  }

  private func restart(
    for model: any LanguageModel, settings: ShardSettings, tokens: (Int) -> Int
  ) {
    origin = encoder(of: model).map { Origin(tensor: $0) }
    self.settings = settings
    budget?.release(bytes)
    features = nil  // given up before the new one is made
    let count = rowOffsets.count - 1
    let shape = [rowOffsets[count], model.specification.hiddenSize]
    let needed = shape[0] * shape[1] * MemoryLayout<Float>.stride
    guard budget?.reserve(needed) ?? true else {
      refused = needed
      return
    }
    features = Tensor(zeros: shape, on: model.engine, kind: .activations)
    runs = settings.shards(of: Array(0..<count), tokens: tokens)
    isComputed = Array(repeating: false, count: runs.count)
    runOfExample = Array(repeating: 0, count: count)
    for (run, examples) in runs.enumerated() {
      for example in examples { runOfExample[example] = run }
    }
  }
}
