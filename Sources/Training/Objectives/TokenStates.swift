import Autograd
import Layers
import Tasks

/// Chosen rows of the hidden states of a data set's sequences, from a cache where the encoder is
/// frozen and they fit.
final class TokenStates {
  let data: EncodedDataset
  /// The tokens wanted of each sequence, counted from its first; nil for all.
  private let chosen: [[Int32]]?
  let frozen: FrozenEncoding
  /// Nil where dropout stays on in training.
  let cache: FeatureCache?

  init(_ data: EncodedDataset, chosen: [[Int32]]? = nil, frozen: FrozenEncoding) {
    (self.data, self.chosen, self.frozen) = (data, chosen, frozen)
    let rows = (0..<data.count).map { chosen?[$0].count ?? data.length($0) }
    cache =
      frozen.keepsDropout
      ? nil : FeatureCache(rows: rows, tokens: data.length, runTokens: 128, frozen)
  }

  /// The rows that a loss is computed of.
  func training(
    _ model: any LanguageModel, _ shard: [Int], _ settings: ShardSettings, on tape: Tape
  ) throws(Interruption) -> Tensor {
    guard model.encoderIsFrozen, cache != nil else { return states(model, shard, on: tape) }
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

  private func features(
    _ model: any LanguageModel, _ shard: [Int], _ settings: ShardSettings
  ) throws(Interruption) -> Tensor {
    try cache?.rows(shard, of: model, settings: settings) { states(model, $0, on: nil) }
      ?? states(model, shard, on: nil)
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
