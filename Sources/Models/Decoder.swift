import Autograd
import Checkpoints
import Layers

/// A causal decoder with or without its language-modelling head.
final class Decoder<Family: DecoderFamily>: DecoderModel {
  let specification: ModelSpecification
  let tree: LayerTree
  let configuration: Configuration
  let body: any DecoderBody
  let output: Linear?  // hidden → vocabulary

  init(
    _ c: Configuration, _ head: HeadKind, _ weights: Weights
  ) throws(CheckpointError) {
    (configuration, tree) = (c, weights.tree)
    body = try Family.body(c, weights)
    let isTied = try c.bool("tie_word_embeddings", default: Family.tiesWordEmbeddings)
    output =
      head == .none
      ? nil
      : try Linear(
        outputOver: body.words, isTied: isTied, weights.role(.between)["lm_head"],
        initializer: body.initializer)
    var written = Family.configuration(c, for: head)
    if head != .none, isTied, weights.tree.tied.isEmpty {
      written = written.setting("tie_word_embeddings", .bool(false))
    }
    let shape = body.shape
    specification = ModelSpecification(
      family: Family.name, head: head, labels: [], hiddenSize: shape.hiddenSize,
      layers: shape.layers, vocabularySize: shape.vocabularySize,
      maximumPositions: shape.maximumPositions, defaultTargets: Family.defaultTargets,
      bodyPrefix: Family.bodyPrefix, configuration: written)
  }

  func encode(_ batch: PackedBatch, on tape: Tape?) -> Tensor {
    let context = DecoderContext.packed(offsets: batch.offsets, positions: batch.positions)
    return body(batch.ids, context, on: tape)
  }

  /// The last token of each sequence, which has seen the whole of it.
  func pooledRows(_ batch: PackedBatch) -> [Int32] { batch.offsets.dropFirst().map { $0 - 1 } }

  func logits(_ hidden: Tensor) -> Tensor { output?(hidden) ?? hidden }

  var vocabularyProjection: VocabularyProjection? {
    guard let output, output.adapter == nil else { return nil }
    return VocabularyProjection(weight: output.weight.value, bias: nil)
  }

  func makeCache(capacity: Int) -> KeyValueCache {
    let shape = body.shape
    return KeyValueCache(
      layers: shape.layers, keyValueHeads: shape.keyValueHeads, size: shape.headSize,
      capacity: capacity, on: engine)
  }

  func cacheBytes(capacity: Int) -> Int {
    let shape = body.shape
    return KeyValueCache.bytes(
      layers: shape.layers, keyValueHeads: shape.keyValueHeads, size: shape.headSize,
      capacity: capacity)
  }

  func extend(_ cache: KeyValueCache, with ids: [Int32]) -> Tensor {
    let hidden = body(ids, .continuing(cache, count: ids.count), on: nil)
    cache.advance(by: ids.count)
    return hidden
  }

  func rebuilt(_ weights: Weights) throws(CheckpointError) -> any LanguageModel {
    try Decoder(configuration, specification.head, weights)
  }
}
