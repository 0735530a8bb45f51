import Autograd
import Layers
import Tasks

/// How a frozen encoder is run.
package struct FrozenEncoding {
  /// What its features may take, kept over the epochs; nil for any size.
  package var budget: FeatureBudget?
  /// Dropout stays on in training, as in a model whose parameters alone are frozen: nothing is kept.
  package var keepsDropout = false

  package init(budget: FeatureBudget? = nil, keepsDropout: Bool = false) {
    (self.budget, self.keepsDropout) = (budget, keepsDropout)
  }
}

/// Chosen rows of the hidden states of a data set's sequences, from a cache where the encoder is
/// frozen and they fit.
final class TokenStates {
  let data: EncodedDataset
  /// The tokens wanted of each sequence, counted from its first; nil for all.
  private let chosen: [[Int32]]?
  private let frozen: FrozenEncoding
  private let cache: FeatureCache?

  init(_ data: EncodedDataset, chosen: [[Int32]]? = nil, frozen: FrozenEncoding) {
    (self.data, self.chosen, self.frozen) = (data, chosen, frozen)
    let isCached = !frozen.keepsDropout
    let rows = (0..<data.count).map { chosen?[$0].count ?? data.length($0) }
    cache = isCached ? FeatureCache(rows: rows, budget: frozen.budget) : nil
  }

  /// The rows that a loss is computed of.
  func training(
    _ model: any LanguageModel, _ shard: [Int], _ settings: ShardSettings, on tape: Tape
  ) throws(Interruption) -> Tensor {
    guard model.encoderIsFrozen, !frozen.keepsDropout else {
      return states(model, shard, on: tape)
    }
    return try features(model, shard, settings).on(tape)
  }

  /// The rows in evaluation mode.
  func evaluation(
    _ model: any LanguageModel, _ shard: [Int], _ settings: ShardSettings
  ) throws(Interruption) -> Tensor {
    // A model without anything trained is evaluated once, most likely: nothing to keep.
    let isReused = model.encoderIsFrozen && !model.tree.trainable.isEmpty
    return isReused
      ? try features(model, shard, settings) : states(model, shard, on: nil)
  }

  func cachedBytes(for model: any LanguageModel) -> Int {
    model.encoderIsFrozen ? cache?.bytes ?? 0 : 0
  }

  /// The bytes that did not fit the budget, where some did not.
  var refusedBytes: Int? { cache?.refused }

  private func features(
    _ model: any LanguageModel, _ shard: [Int], _ settings: ShardSettings
  ) throws(Interruption) -> Tensor {
    let cached = try cache?.rows(
      shard, of: model, settings: settings, tokens: data.length
    ) { states(model, $0, on: nil) }
    return cached ?? states(model, shard, on: nil)
  }

  private func states(_ model: any LanguageModel, _ shard: [Int], on tape: Tape?) -> Tensor {
    let batch = PackedBatch(data, shard)
    let hidden = model.encode(batch, on: tape)
    guard let chosen else { return hidden }
    var rows: [Int32] = []
    for (place, example) in shard.enumerated() {
      rows += chosen[example].map { batch.offsets[place] + $0 }
    }
    return gatherRows(hidden, rows)
  }
}

extension TokenStates {
  /// That the features did not fit, where they did not.
  var remarks: [String] {
    guard let refusedBytes else { return [] }
    let megabytes = (refusedBytes + 500_000) / 1_000_000
    return [
      "the frozen encoder's features, \(megabytes) MB, do not fit feature_cache: "
        + "computed anew in every epoch"
    ]
  }
}
