/// Which two code points compose to one (NFC), found from the decompositions.
final class CompositionMap: Sendable {
  static let shared = CompositionMap()

  private let composites: [Pair: UInt32]
  /// Whether a code point is the second of some pair.
  private let seconds: Set<UInt32>

  private init() {
    var excluded: Set<UInt32> = []
    Base36Numbers.forEachMember(of: UnicodeCompatibilityTable.excluded) {
      excluded.insert(UInt32($0))
    }
    let all = Base36Numbers.decompositions(UnicodeDecompositionTable.decomposition)
      .filter { !excluded.contains($0.key) && $0.value.count > 1 }
    var wholes: [[UInt32]: UInt32] = [:]
    for (c, parts) in all { wholes[parts] = c }
    var composites: [Pair: UInt32] = [:]
    for (c, parts) in all {
      // The first of the pair may itself be composed.
      let head = Array(parts.dropLast())
      guard let first = head.count == 1 ? head[0] : wholes[head], let second = parts.last else {
        continue
      }
      composites[Self.pair(first, second)] = c
    }
    self.composites = composites
    seconds = Set(all.values.compactMap(\.last))
  }

  private static func pair(_ a: UInt32, _ b: UInt32) -> Pair {
    Pair(Int32(bitPattern: a), Int32(bitPattern: b))
  }

  func compose(_ a: UInt32, _ b: UInt32) -> UInt32? {
    if let syllable = HangulSyllable.compose(a, b) { return syllable }
    return seconds.contains(b) ? composites[Self.pair(a, b)] : nil
  }
}

extension HangulSyllable {
  /// A lead with a vowel, or an open syllable with a trail.
  static func compose(_ a: UInt32, _ b: UInt32) -> UInt32? {
    if (0x1100...0x1112).contains(a), (0x1161...0x1175).contains(b) {
      return 0xAC00 + (a - 0x1100) * 588 + (b - 0x1161) * 28
    }
    if range.contains(a), (a - 0xAC00) % 28 == 0, (0x11A8...0x11C2).contains(b) {
      return a + (b - 0x11A7)
    }
    return nil
  }
}

/// Canonical composition of a decomposed stream, each code point with its change (`TextRewriter`).
struct CanonicalComposition {
  private typealias Changed = (c: UInt32, change: Int)

  private let map = CompositionMap.shared
  private let codePoints = CodePoints.shared
  /// The starter that marks may still join.
  private var starter: Changed?
  /// Marks that did not join, and the class of the last.
  private var marks: [Changed] = []
  private var lastClass: UInt8?

  mutating func push(_ c: UInt32, change: Int, emit: (UInt32, Int) -> Void) {
    let combiningClass = codePoints.combiningClass(of: c)
    guard let starter else {
      if combiningClass == 0 { self.starter = (c, change) } else { emit(c, change) }
      return
    }
    let isBlocked = lastClass.map { $0 >= combiningClass } ?? false
    if !isBlocked, let composite = map.compose(starter.c, c) {
      self.starter = (composite, starter.change + change - 1)
    } else if combiningClass == 0 {
      flush(emit: emit)
      self.starter = (c, change)
    } else {
      marks.append((c, change))
      lastClass = combiningClass
    }
  }

  mutating func flush(emit: (UInt32, Int) -> Void) {
    if let starter { emit(starter.c, starter.change) }
    for mark in marks { emit(mark.c, mark.change) }
    (starter, lastClass) = (nil, nil)
    marks.removeAll(keepingCapacity: true)
  }
}
