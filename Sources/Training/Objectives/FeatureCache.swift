import Autograd
import Layers

/// The pooled rows that a frozen encoder gives for every example of a data set.
///
/// They are computed in runs of neighbours, in data order, whatever the order of the batch that
/// first asks: so their bits depend on the data and the encoder alone, and models that share an
/// encoder share them.
package final class FeatureCache {
  private struct Origin {
    weak var tensor: Tensor?
  }

  private var origin: [Origin] = []
  private var settings: ShardSettings?
  private var features: Tensor?  // [examples, hidden]
  private var runs: [[Int]] = []
  private var runOfExample: [Int] = []
  private var isComputed: [Bool] = []

  package init() {}

  /// Bytes it holds.
  package var bytes: Int { (features?.count ?? 0) * MemoryLayout<Float>.stride }

  /// The features [examples asked for, hidden], off every tape.
  ///
  /// - Parameter compute: the pooled rows [run, hidden] of a run of examples.
  func rows(
    _ examples: [Int], of model: any LanguageModel, count: Int, settings: ShardSettings,
    tokens: (Int) -> Int, compute: ([Int]) -> Tensor
  ) throws(Interruption) -> Tensor {
    let engine = model.engine
    if !belongs(to: model, settings) {
      restart(for: model, count: count, settings: settings, tokens: tokens)
    }
    guard let features else { preconditionFailure("a feature cache without a store") }
    let hidden = features.shape[1]
    for run in Set(examples.map { runOfExample[$0] }).sorted() where !isComputed[run] {
      if engine.interrupt.isRequested { throw Interruption() }
      let rows = compute(runs[run])
      if engine.interrupt.isRequested { throw Interruption() }
      precondition(rows.shape == [runs[run].count, hidden], "features \(rows.shape)")
      (features.pointer + runs[run][0] * hidden).update(from: rows.pointer, count: rows.count)
      isComputed[run] = true
    }
    return gatherRows(features, examples.map { Int32($0) })
  }

  /// The frozen tensors below the head, which stand for the encoder.
  private func encoder(of model: any LanguageModel) -> [Tensor] {
    let tree = model.tree
    return tree.parameters.filter { !tree.head.contains($0.name) }.map(\.parameter.value)
  }

  private func belongs(to model: any LanguageModel, _ settings: ShardSettings) -> Bool {
    let tensors = encoder(of: model)
    return features != nil && self.settings == settings && tensors.count == origin.count
      && zip(tensors, origin).allSatisfy { $0 === $1.tensor }
  }

  private func restart(
    for model: any LanguageModel, count: Int, settings: ShardSettings, tokens: (Int) -> Int
  ) {
    origin = encoder(of: model).map { Origin(tensor: $0) }
    self.settings = settings
    features = nil  // given up before the new one is made
    features = Tensor(
      zeros: [count, model.specification.hiddenSize], on: model.engine, kind: .activations)
    runs = settings.shards(of: Array(0..<count), tokens: tokens)
    isComputed = Array(repeating: false, count: runs.count)
    runOfExample = Array(repeating: 0, count: count)
    for (run, examples) in runs.enumerated() {
      for example in examples { runOfExample[example] = run }
    }
  }
}
