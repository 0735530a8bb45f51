import Files

/// Byte-pair merging over weighted words, the most frequent pair first; of equal ones that with the
/// lower ids.
struct PairMerges {
  /// Tokens by id; a merge adds one.
  private(set) var tokens: [String]
  /// The merges made so far: the two parts.
  private(set) var merges: [(Int32, Int32)] = []
  private let prefix: String
  private var ids: [String: Int32]
  private var words: [(pieces: [Int32], count: Int)]
  private var counts: [Pair: Int] = [:]
  /// Words in which a pair occurs or did once.
  private var places: [Pair: [Int32]] = [:]
  private var queue = PairQueue()

  /// - Parameter prefix: what a piece within a word begins with; dropped from a merge's second
  ///   part.
  init(tokens: [String], prefix: String, words: [(pieces: [Int32], count: Int)]) {
    (self.tokens, self.prefix, self.words) = (tokens, prefix, words)
    ids = Dictionary(uniqueKeysWithValues: zip(tokens, 0...))
    for (i, word) in words.enumerated() {
      if Patience.isOver(atTurn: i) { break }
      for (a, b) in zip(word.pieces, word.pieces.dropFirst()) {
        let pair = Pair(a, b)
        counts[pair, default: 0] += word.count
        if places[pair]?.last != Int32(i) { places[pair, default: []].append(Int32(i)) }
      }
    }
    for (pair, count) in counts { queue.push(count, pair) }
  }

  /// Merges one pair everywhere.
  ///
  /// - Returns: false when no pair is left, or nobody waits any more.
  mutating func mergeBest() -> Bool {
    if Patience.isOver { return false }
    while let (count, pair) = queue.pop() {
      let now = counts[pair] ?? 0
      if now == count {
        merge(pair)
        return true
      }
      // The count has changed since it was queued.
      if now > 0, now < count { queue.push(now, pair) }
    }
    return false
  }

  private mutating func merge(_ pair: Pair) {
    let merged = newToken(pair)
    merges.append((pair.first, pair.second))
    var raised: Set<Pair> = []
    for place in places.removeValue(forKey: pair) ?? [] {
      let (old, weight) = words[Int(place)]
      let new = Self.replacing(pair, by: merged, in: old)
      guard new.count < old.count else { continue }
      words[Int(place)].pieces = new
      for (a, b) in zip(old, old.dropFirst()) { lower(Pair(a, b), by: weight) }
      for (a, b) in zip(new, new.dropFirst()) {
        let changed = Pair(a, b)
        counts[changed, default: 0] += weight
        if a == merged || b == merged {
          raised.insert(changed)
          if places[changed]?.last != place { places[changed, default: []].append(place) }
        }
      }
    }
    for changed in raised { queue.push(counts[changed] ?? 0, changed) }
  }

  private mutating func lower(_ pair: Pair, by weight: Int) {
    let left = (counts[pair] ?? 0) - weight
    counts[pair] = left == 0 ? nil : left
  }

  private mutating func newToken(_ pair: Pair) -> Int32 {
    let second = tokens[Int(pair.second)]
    let rest =
      second.utf8.starts(with: prefix.utf8)
      ? second.utf8.dropFirst(prefix.utf8.count)
      : second.utf8[...]
    let text = tokens[Int(pair.first)] + String(decoding: rest, as: UTF8.self)
    if let known = ids[text] { return known }
    ids[text] = Int32(tokens.count)
    tokens.append(text)
    return Int32(tokens.count - 1)
  }

  private static func replacing(_ pair: Pair, by merged: Int32, in pieces: [Int32]) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(pieces.count)
    var i = 0
    while i < pieces.count {
      if i + 1 < pieces.count, pieces[i] == pair.first, pieces[i + 1] == pair.second {
        result.append(merged)
        i += 2
      } else {
        result.append(pieces[i])
        i += 1
      }
    }
    return result
  }
}

/// Two neighbours.
struct Pair: Hashable, Comparable {
  private let packed: UInt64

  init(_ first: Int32, _ second: Int32) {
    packed = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
  }

  var first: Int32 { Int32(truncatingIfNeeded: packed >> 32) }
  var second: Int32 { Int32(truncatingIfNeeded: packed) }

  static func < (a: Pair, b: Pair) -> Bool { a.packed < b.packed }
}

/// A binary heap with the most frequent pair on top, of equal ones the lowest.
private struct PairQueue {
  private var items: [(count: Int, pair: Pair)] = []

  mutating func push(_ count: Int, _ pair: Pair) {
    items.append((count, pair))
    var i = items.count - 1
    while i > 0, precedes(i, (i - 1) / 2) {
      items.swapAt(i, (i - 1) / 2)
      i = (i - 1) / 2
    }
  }

  mutating func pop() -> (count: Int, pair: Pair)? {
    guard let top = items.first else { return nil }
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var i = 0
    while true {
      var best = i
      for child in [2 * i + 1, 2 * i + 2] where child < items.count && precedes(child, best) {
        best = child
      }
      if best == i { return top }
      items.swapAt(i, best)
      i = best
    }
  }

  private func precedes(_ i: Int, _ j: Int) -> Bool {
    let (a, b) = (items[i], items[j])
    return a.count != b.count ? a.count > b.count : a.pair < b.pair
  }
}
