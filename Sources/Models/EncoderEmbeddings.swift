import Autograd
import Checkpoints
import Layers

/// Word and position embeddings, with segments where a family has them, summed and normalised.
final class EncoderEmbeddings {
  let word: Embedding  // [vocabulary, embedding]
  let position: Embedding  // [positions, embedding]
  let tokenType: Embedding?  // [types, embedding]
  let layerNorm: LayerNorm
  let dropout: Dropout
  private let numbering: PositionNumbering
  private let types: Int32

  init(_ c: EncoderConfiguration, _ weights: Weights) throws(CheckpointError) {
    let columns = c.embeddingSize
    word = try Embedding(
      c.vocabularySize, columns, weights["word_embeddings"], initializer: c.wordInitializer)
    position = try Embedding(
      c.maxPositionEmbeddings, columns, weights["position_embeddings"],
      initializer: c.positionInitializer)
    tokenType =
      c.typeVocabSize == 0
      ? nil
      : try Embedding(
        c.typeVocabSize, columns, weights["token_type_embeddings"], initializer: c.initializer)
    layerNorm = try LayerNorm(columns, epsilon: c.layerNormEpsilon, weights["LayerNorm"])
    dropout = Dropout(c.hiddenDropout, path: weights.path)
    (numbering, types) = (c.positions, Int32(c.typeVocabSize))
  }

  func callAsFunction(_ batch: PackedBatch, on tape: Tape?) -> Tensor {
    var sum = word(batch.ids, on: tape)
    if let tokenType { sum = sum + tokenType(known(batch.typeIDs), on: tape) }
    return dropout(layerNorm(sum + position(numbering(batch), on: tape)))
  }

  /// Segments the table has no row for count as the first: a tokenizer that tells two texts apart
  /// may stand before a model that does not.
  private func known(_ typeIDs: [Int32]) -> [Int32] {
    typeIDs.contains { $0 >= types } ? typeIDs.map { $0 < types ? $0 : 0 } : typeIDs
  }
}

extension EncoderConfiguration {
  fileprivate var wordInitializer: Initializer {
    paddingRow.map { .embedding(initializerRange, zeroRow: $0) } ?? initializer
  }

  fileprivate var positionInitializer: Initializer {
    if hasSinusoidalPositions { return .sinusoidal }
    if case .afterPadding(let row) = positions {
      return .embedding(initializerRange, zeroRow: row)
    }
    return initializer
  }
}
