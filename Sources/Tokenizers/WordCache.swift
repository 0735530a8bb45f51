/// Words met lately and their tokens, in an open hash table.
///
/// What it answers never depends on what it holds: a miss asks the model.
final class WordCache {
  private struct Entry {
    var hash: UInt64
    var firstByte: Int
    var byteCount: Int
    var firstToken: Int
    var tokenCount: Int
  }

  private static let maxWords = 1 << 16
  /// Longer words are rarely met twice.
  private static let maxWordBytes = 128

  /// Entry number + 1, or 0.
  private var slots = [Int32](repeating: 0, count: 2 * WordCache.maxWords)
  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  private var tokens: [ModelToken] = []

  /// Appends the tokens of a word.
  func tokenize(
    _ word: UnsafeBufferPointer<UInt8>, with model: any TokenModel,
    into result: inout [ModelToken]
  ) {
    guard word.count <= Self.maxWordBytes else { return model.tokenize(word, into: &result) }
    let hash = Self.hash(word)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot] - 1)]
      if entry.hash == hash, equals(entry, word) {
        for k in entry.firstToken..<entry.firstToken + entry.tokenCount {
          result.append(tokens[k])
        }
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let before = result.count
    model.tokenize(word, into: &result)
    if entries.count == Self.maxWords {
      clear()
      slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    }
    entries.append(
      Entry(
        hash: hash, firstByte: bytes.count, byteCount: word.count, firstToken: tokens.count,
        tokenCount: result.count - before))
    bytes.append(contentsOf: word)
    tokens.append(contentsOf: result[before...])
    slots[slot] = Int32(entries.count)
  }

  private func clear() {
    for i in slots.indices { slots[i] = 0 }
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
  }

  private func equals(_ entry: Entry, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard entry.byteCount == word.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for k in 0..<word.count where bytes[entry.firstByte + k] != word[k] { return false }
      return true
    }
  }

  private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(word)
    var hash = UInt64(word.count) &* 0x9E37_79B9_7F4A_7C15
    var i = 0
    while i + 8 <= raw.count {
      hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: i, as: UInt64.self))
      i += 8
    }
    var rest: UInt64 = 0
    while i < raw.count {
      rest = rest << 8 | UInt64(raw[i])
      i += 1
    }
    return mix(hash ^ rest)
  }

  private static func mix(_ x: UInt64) -> UInt64 {
    let (high, low) = x.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return high ^ low
  }
}
