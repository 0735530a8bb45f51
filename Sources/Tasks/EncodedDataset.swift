import Files
import Tokenizers

/// A data set as token ids, all examples one after the other, without padding.
package struct EncodedDataset: Sendable {
  /// How many examples were longer than the limit and were cut.
  package let truncated: Int
  package let ids: [Int32]  // [tokens]
  package let typeIDs: [Int32]  // [tokens]
  /// Where each example starts in `ids`, and the end of the last.  [count + 1]
  package let offsets: [Int]
  /// Each example's class among the model's outputs; nil without labels.
  package var classes: [Int32]?

  /// Number of examples.
  package var count: Int { offsets.count - 1 }
  /// Number of tokens of all examples together.
  package var tokens: Int { ids.count }

  package init(
    ids: [Int32], typeIDs: [Int32], offsets: [Int], truncated: Int = 0, classes: [Int32]? = nil
  ) {
    precondition(
      offsets.first == 0 && offsets.last == ids.count && typeIDs.count == ids.count
        && classes.map { $0.count == offsets.count - 1 } ?? true,
      "EncodedDataset: \(ids.count) ids, \(typeIDs.count) types, \(offsets.count) offsets")
    self.ids = ids
    self.typeIDs = typeIDs
    self.offsets = offsets
    self.truncated = truncated
    self.classes = classes
  }

  package func range(_ i: Int) -> Range<Int> { offsets[i]..<offsets[i + 1] }
  package func ids(_ i: Int) -> ArraySlice<Int32> { ids[range(i)] }
  package func typeIDs(_ i: Int) -> ArraySlice<Int32> { typeIDs[range(i)] }
  package func length(_ i: Int) -> Int { offsets[i + 1] - offsets[i] }

  /// Tokens an example, with how many were cut.
  package var lengths: LengthStatistics {
    LengthStatistics((0..<count).map(length), truncated: truncated)
  }
}

/// Tokenizes every example with special tokens, cut at `maxLength` tokens.
///
/// - Parameters:
///   - maxLength: tokens an example at most, special ones included.
///   - interrupted: asked before every example.
/// - Returns: the tokens; classes are left for `classes(of:among:)`.
/// - Throws: `interrupted`.
package func encode(
  _ dataset: Dataset, with tokenizer: any Tokenizer, maxLength: Int, interrupted: () -> Bool
) throws(TaskError) -> EncodedDataset {
  var ids: [Int32] = []
  var typeIDs: [Int32] = []
  var offsets = [0]
  var truncated = 0
  offsets.reserveCapacity(dataset.examples.count + 1)
  for (turn, example) in dataset.examples.enumerated() {
    if interrupted() { throw .interrupted }
    Patience.tell(turn, of: dataset.examples.count, "text")
    let encoding = tokenizer.encode(example.text, pair: example.pair, maxLength: maxLength)
    ids += encoding.ids
    typeIDs += encoding.typeIDs
    offsets.append(ids.count)
    if encoding.isTruncated { truncated += 1 }
  }
  return EncodedDataset(ids: ids, typeIDs: typeIDs, offsets: offsets, truncated: truncated)
}
