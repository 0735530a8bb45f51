/// Which two tokens merge to which, and how early, in an open hash table.
struct MergeTable: Sendable {
  struct Merge {
    var rank: Int32
    var id: Int32
  }

  private static let empty: UInt64 = .max
  private var keys: [UInt64]
  private var values: [Merge]

  init(capacity: Int) {
    var slots = 16
    while slots < 2 * capacity { slots *= 2 }
    keys = [UInt64](repeating: Self.empty, count: slots)
    values = [Merge](repeating: Merge(rank: 0, id: 0), count: slots)
  }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (keys.count - 1)
    while keys[slot] != key, keys[slot] != Self.empty { slot = (slot + 1) & (keys.count - 1) }
    return slot
  }

  @inline(__always)
  private static func key(_ a: Int32, _ b: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b))
  }

  /// Sets a merge; of the same pair the last one counts.
  mutating func insert(_ a: Int32, _ b: Int32, _ merge: Merge) {
    let key = Self.key(a, b)
    let slot = slot(key)
    keys[slot] = key
    values[slot] = merge
  }

  @inline(__always)
  func merge(_ a: Int32, _ b: Int32) -> Merge? {
    let key = Self.key(a, b)
    let slot = slot(key)
    return keys[slot] == key ? values[slot] : nil
  }
}

/// The symbols of one word, and the merging of them: the lowest rank first, of equal ones the
/// leftmost.
///
/// Source: `Word::merge_all` of Hugging Face `tokenizers`; symbols are linked, candidates wait in a
/// heap, and one that is out of date is passed over.
struct MergingWord {
  private struct Symbol {
    var id: Int32
    var length: Int32
    var previous: Int32
    var next: Int32
  }

  private struct Candidate {
    /// Rank, then position.
    var order: UInt64
    var id: Int32
    var position: Int { Int(order & 0xFFFF_FFFF) }
  }

  private var symbols: [Symbol] = []
  private var heap: [Candidate] = []

  mutating func removeAll() {
    symbols.removeAll(keepingCapacity: true)
    heap.removeAll(keepingCapacity: true)
  }

  mutating func append(_ id: Int32, length: Int) {
    let place = Int32(symbols.count)
    if place > 0 { symbols[Int(place) - 1].next = place }
    symbols.append(Symbol(id: id, length: Int32(length), previous: place - 1, next: -1))
  }

  mutating func mergeAll(_ merges: MergeTable) {
    for place in symbols.indices.dropLast() { propose(place, merges) }
    while let top = pop() {
      let place = top.position
      let symbol = symbols[place]
      guard symbol.length > 0, symbol.next >= 0 else { continue }
      let right = symbols[Int(symbol.next)]
      guard merges.merge(symbol.id, right.id)?.id == top.id else { continue }
      symbols[Int(symbol.next)].length = 0
      symbols[place].id = top.id
      symbols[place].length += right.length
      symbols[place].next = right.next
      if right.next >= 0 { symbols[Int(right.next)].previous = Int32(place) }
      if symbol.previous >= 0 { propose(Int(symbol.previous), merges) }
      if right.next >= 0 { propose(place, merges) }
    }
  }

  /// Tokens that stand one after the other from byte 0 on.
  func append(to tokens: inout [ModelToken]) {
    var start: Int32 = 0
    for symbol in symbols where symbol.length > 0 {
      tokens.append(ModelToken(id: symbol.id, start: start, end: start + symbol.length))
      start += symbol.length
    }
  }

  /// Queues the merge of a symbol with its next, if there is one.
  private mutating func propose(_ place: Int, _ merges: MergeTable) {
    let symbol = symbols[place]
    guard let merge = merges.merge(symbol.id, symbols[Int(symbol.next)].id) else { return }
    heap.append(
      Candidate(
        order: UInt64(UInt32(bitPattern: merge.rank)) << 32 | UInt64(place), id: merge.id))
    var i = heap.count - 1
    while i > 0, heap[i].order < heap[(i - 1) / 2].order {
      heap.swapAt(i, (i - 1) / 2)
      i = (i - 1) / 2
    }
  }

  private mutating func pop() -> Candidate? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return top }
    var i = 0
    while true {
      var child = 2 * i + 1
      if child >= heap.count { break }
      if child + 1 < heap.count, heap[child + 1].order < heap[child].order { child += 1 }
      if heap[child].order >= last.order { break }
      heap[i] = heap[child]
      i = child
    }
    heap[i] = last
    return top
  }
}
