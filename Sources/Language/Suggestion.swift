/// The nearest spelling among known words.
package enum Suggestion {
  /// The candidate a typist most likely meant, or nil when none is near.
  ///
  /// Near is a Damerau–Levenshtein distance that grows with length (1 up to five letters, 2 up to
  /// eight, then 3), ignoring case and `-` against `_`; else a beginning of at least two letters.
  /// Ties go to the longer common beginning, then to the earlier candidate.
  package static func nearest(_ word: String, among candidates: [String]) -> String? {
    let typed = folded(word)
    guard !typed.isEmpty, typed.count <= 64 else { return nil }
    var best: (cost: Int, common: Int, text: String)?
    for candidate in candidates {
      let known = folded(candidate)
      guard let cost = cost(typed, known) else { continue }
      let common = zip(typed, known).prefix { $0 == $1 }.count
      if let old = best, (old.cost, -old.common) <= (cost, -common) { continue }
      best = (cost, common, candidate)
    }
    return best?.text
  }

  /// Whether `word` is one slip of the finger away from `candidate`.
  static func isNear(_ word: String, _ candidate: String) -> Bool {
    nearest(word, among: [candidate]) != nil
  }

  private static func folded(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 }
  }

  private static func cost(_ typed: [Unicode.Scalar], _ known: [Unicode.Scalar]) -> Int? {
    if typed == known { return 0 }
    let longest = max(typed.count, known.count)
    let limit = longest < 2 ? 0 : longest <= 5 ? 1 : longest <= 8 ? 2 : 3
    if abs(typed.count - known.count) <= limit {
      let distance = distance(typed, known)
      if distance <= limit { return distance * 2 }
    }
    let isBeginning = typed.count >= 2 && known.starts(with: typed)
    return isBeginning ? 7 : nil
  }

  /// Insertions, deletions, substitutions and transpositions of neighbours.
  ///
  /// Source: Damerau 1964; the "optimal string alignment" recurrence.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...max(1, a.count) where !a.isEmpty {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in stride(from: 1, through: b.count, by: 1) {
        let change = a[i - 1] == b[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], before[j - 2] + 1)
        }
      }
      before = last
      last = row
    }
    return last[b.count]
  }
}
