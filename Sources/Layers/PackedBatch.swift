/// Sequences laid end to end, with no padding between them.
package struct PackedBatch: Sendable {
  package private(set) var ids: [Int32] = []  // [tokens]
  package private(set) var typeIDs: [Int32] = []  // [tokens]
  /// Where each sequence starts, and after the last one the number of tokens.
  package private(set) var offsets: [Int32] = [0]  // [sequences + 1]

  package init() {}

  package var tokens: Int { ids.count }
  package var sequences: Int { offsets.count - 1 }

  package mutating func append(ids newIDs: [Int32], typeIDs newTypes: [Int32]) {
    precondition(!newIDs.isEmpty && newIDs.count == newTypes.count, "an empty sequence")
    ids += newIDs
    typeIDs += newTypes
    offsets.append(Int32(ids.count))
  }

  /// Replaces ids in place: masked language modelling.
  package mutating func replaceID(at token: Int, with id: Int32) { ids[token] = id }

  /// Each token's place in its sequence, from 0.
  package var positions: [Int32] {
    var result = [Int32]()
    result.reserveCapacity(ids.count)
    for i in 0..<sequences { result += 0..<(offsets[i + 1] - offsets[i]) }
    return result
  }

  /// The row of each sequence's first token.
  package var firstRows: [Int32] { Array(offsets.dropLast()) }
}
