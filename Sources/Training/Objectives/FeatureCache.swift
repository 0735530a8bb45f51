import Autograd
import Files
import Layers

/// The rows that a frozen encoder gives for every sequence of a data set: one pooled row, or as
/// many as an objective asks for. They are kept in memory, beyond it in a file, else computed anew
/// whenever they are asked for, to the same bits.
///
/// They are always computed in the same runs of neighbours, whatever batch asks, since the bits of
/// a product may depend on the rows that stand beside each other in it. Models that share an
/// encoder share what is kept.
package final class FeatureCache {
  private struct Origin {
    weak var tensor: Tensor?
  }

  private let frozen: FrozenEncoding
  private let tokens: (Int) -> Int
  private let runTokens: Int
  /// The first row of each sequence, and the number of all.  [sequences + 1]
  private let rowOffsets: [Int]
  private var origin: [Origin] = []
  private var settings: ShardSettings?
  private var store: FeatureStore?
  /// Of the budget.
  private var reserved = 0
  private var runs: [[Int]] = []
  private var runOfExample: [Int] = []
  private var isComputed: [Bool] = []
  /// Why nothing is kept, once that is so.
  private(set) var remark: String?

  /// - Parameters:
  ///   - rows: how many rows each sequence has.
  ///   - tokens: the length of a sequence.
  ///   - runTokens: of a run, at most, where that is less than a shard: short runs cost little more
  ///     where they are kept and much less where they are computed for each sequence anew.
  init(
    rows: [Int], tokens: @escaping (Int) -> Int, runTokens: Int = .max, _ frozen: FrozenEncoding
  ) {
    rowOffsets = rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    (self.tokens, self.runTokens, self.frozen) = (tokens, runTokens, frozen)
  }

  deinit { frozen.budget?.release(reserved) }

  /// Bytes of memory it holds.
  var bytes: Int { store?.bytes ?? 0 }

  /// Whether some features of this model are there.
  func holds(of model: any LanguageModel) -> Bool {
    store != nil && isComputed.contains(true) && isOrigin(encoder(of: model))
  }

  private var count: Int { rowOffsets.count - 1 }

  private func rows(of example: Int) -> Range<Int> {
    rowOffsets[example]..<rowOffsets[example + 1]
  }

  /// The features [rows of the sequences asked for, hidden], off every tape.
  ///
  /// - Parameter compute: the rows [rows of the sequences, hidden] of any of them.
  func rows(
    _ examples: [Int], of model: any LanguageModel, settings: ShardSettings,
    compute: ([Int]) -> Tensor
  ) throws(Interruption) -> Tensor {
    if !belongs(to: model, settings) { restart(for: model, settings: settings) }
    if let store {
      do {
        for run in wantedRuns(examples, model.engine) where !isComputed[run] {
          let features = try features(of: run, model.engine, compute)
          try store.write(features, at: rowOffsets[runs[run][0]])
          isComputed[run] = true
        }
        return try store.read(examples.map(rows(of:)), on: model.engine)
      } catch let error as FileError {
        giveUp("\(error)")
      } catch { throw Interruption() }
    }
    return try anew(examples, of: model, compute)
  }

  private func anew(
    _ examples: [Int], of model: any LanguageModel, _ compute: ([Int]) -> Tensor
  ) throws(Interruption) -> Tensor {
    let columns = model.specification.hiddenSize
    let places = examples.reduce(into: [0]) { $0.append($0[$0.count - 1] + rows(of: $1).count) }
    let result = Tensor(shape: [places[examples.count], columns], on: model.engine)
    for run in wantedRuns(examples, model.engine) {
      let features = try features(of: run, model.engine, compute)
      guard !model.engine.isRehearsal else { continue }
      for (i, example) in examples.enumerated() where runOfExample[example] == run {
        let first = rowOffsets[example] - rowOffsets[runs[run][0]]
        (result.pointer + places[i] * columns).update(
          from: features.pointer + first * columns, count: rows(of: example).count * columns)
      }
    }
    return result
  }

  /// The runs that hold these examples; in a rehearsal one stands for all.
  private func wantedRuns(_ examples: [Int], _ engine: Engine) -> [Int] {
    guard engine.isRehearsal else { return Set(examples.map { runOfExample[$0] }).sorted() }
    let sizes = runs.map { $0.reduce(0) { $0 + tokens($1) } }
    return sizes.indices.max { sizes[$0] < sizes[$1] }.map { [$0] } ?? []
  }

  /// The rows of a run, [rows, hidden].
  private func features(
    of run: Int, _ engine: Engine, _ compute: ([Int]) -> Tensor
  ) throws(Interruption) -> Tensor {
    if engine.interrupt.isRequested { throw Interruption() }
    let features = compute(runs[run])
    if engine.interrupt.isRequested { throw Interruption() }
    let count = runs[run].reduce(0) { $0 + rows(of: $1).count }
    precondition(features.shape[0] == count, "features \(features.shape) of \(count) rows")
    return features
  }

  /// The frozen tensors below the head, which stand for the encoder; a decoder's head is a copy of
  /// its embeddings, and stands among what is below it.
  private func encoder(of model: any LanguageModel) -> [Tensor] {
    let tree = model.tree
    return tree.parameters.filter { !tree.head.contains($0.name) && !$0.parameter.isTrainable }
      .map(\.parameter.value)
  }

  private func belongs(to model: any LanguageModel, _ settings: ShardSettings) -> Bool {
    self.settings == settings && isOrigin(encoder(of: model))
  }

  private func isOrigin(_ tensors: [Tensor]) -> Bool {
    tensors.count == origin.count && zip(tensors, origin).allSatisfy { $0 === $1.tensor }
  }

  private func restart(for model: any LanguageModel, settings: ShardSettings) {
    origin = encoder(of: model).map { Origin(tensor: $0) }
    self.settings = settings
    release()  // before another one is made
    remark = nil
    let cut = ShardSettings(tokens: min(settings.tokens, runTokens))
    runs = cut.shards(of: Array(0..<count), tokens: tokens)
    isComputed = Array(repeating: false, count: runs.count)
    runOfExample = Array(repeating: 0, count: count)
    for (run, examples) in runs.enumerated() {
      for example in examples { runOfExample[example] = run }
    }
    if frozen.isOnce { return }
    let (rows, columns) = (rowOffsets[count], model.specification.hiddenSize)
    let needed = rows * columns * MemoryLayout<Float>.stride
    guard frozen.budget?.reserve(needed) ?? true else {
      remark = Self.recomputed("\((needed + 500_000) / 1_000_000) MB, do not fit feature_cache")
      return
    }
    reserved = needed
    do {
      store = try FeatureStore(rows: rows, columns: columns, frozen.place, on: model.engine)
    } catch { giveUp("\(error)") }
  }

  private func giveUp(_ reason: String) {
    release()
    remark = Self.recomputed("do not fit memory, and not the disk: \(reason)")
  }

  private func release() {
    frozen.budget?.release(reserved)
    (store, reserved) = (nil, 0)
  }

  /// What is said where nothing is kept.
  static func recomputed(_ why: String) -> String {
    "the frozen encoder's features" + (why.hasPrefix("do") ? " " : ", ") + why
      + ": computed anew in every epoch"
  }
}
