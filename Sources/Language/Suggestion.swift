/// The nearest spelling among known words.
package enum Suggestion {
  /// The candidate a typist most likely meant, or nil when none is near.
  ///
  /// Near is a Damerau–Levenshtein distance that grows with length (1 up to five letters, 2 up to
  /// eight, then 3), ignoring case and `-` against `_`; else a beginning of at least two letters.
  /// Of equally near ones the slip that fingers make more often wins (a key beside the one that was
  /// meant, a letter twice), then the longer common beginning, then the earlier candidate.
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

  private static func folded(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 }
  }

  private static func cost(_ typed: [Unicode.Scalar], _ known: [Unicode.Scalar]) -> Int? {
    if typed == known { return 0 }
    let longest = max(typed.count, known.count)
    // Of words of one letter, the key beside the one that was meant says it all.
    if longest == 1 {
      return known.first.map { Keyboard.areNeighbours(typed[0], $0) } == true ? edit : nil
    }
    let limit = longest <= 5 ? 1 : longest <= 8 ? 2 : 3
    if abs(typed.count - known.count) <= limit {
      let distance = distance(typed, known)
      if distance <= limit * edit { return distance }
    }
    let isBeginning = typed.count >= 2 && known.starts(with: typed)
    return isBeginning ? 3 * edit + edit / 2 : nil
  }

  /// What one edit costs; the slips that fingers make most cost a little less.
  private static let edit = 10

  /// Insertions, deletions, substitutions and transpositions of neighbours, weighted.
  ///
  /// Source: Damerau 1964; the "optimal string alignment" recurrence.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = (0...b.count).map { $0 * edit }
    for i in a.indices {
      var row = [(i + 1) * edit] + [Int](repeating: 0, count: b.count)
      for j in b.indices {
        row[j + 1] = min(
          last[j + 1] + (isSlip(a, i) ? edit - 1 : edit),
          row[j] + (j > 0 && b[j] == b[j - 1] ? edit - 1 : edit),
          last[j] + substitution(a[i], b[j]))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          row[j + 1] = min(row[j + 1], before[j - 1] + edit - 1)
        }
      }
      before = last
      last = row
    }
    return last[b.count]
  }

  private static func substitution(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Int {
    if a == b { return 0 }
    return Keyboard.areNeighbours(a, b) ? edit - 2 : edit
  }

  /// Whether a letter may have come with the one before it: pressed twice, or by the same finger.
  private static func isSlip(_ a: [Unicode.Scalar], _ i: Int) -> Bool {
    i > 0 && (a[i] == a[i - 1] || Keyboard.areNeighbours(a[i], a[i - 1]))
  }
}

/// Where letters lie under the fingers, on the keyboards that begin with QWERTY.
private enum Keyboard {
  private static let rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"]
  /// How far a row begins to the right of the one above, in quarters of a key.
  private static let indents = [0, 2, 3, 5]

  private static let places: [Unicode.Scalar: (row: Int, quarter: Int)] = {
    var places: [Unicode.Scalar: (row: Int, quarter: Int)] = [:]
    for (row, keys) in rows.enumerated() {
      for (column, key) in keys.unicodeScalars.enumerated() {
        places[key] = (row, indents[row] + 4 * column)
      }
    }
    return places
  }()

  static func areNeighbours(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool {
    guard a != b, let one = places[a], let other = places[b] else { return false }
    return abs(one.row - other.row) <= 1 && abs(one.quarter - other.quarter) <= 4
  }
}
