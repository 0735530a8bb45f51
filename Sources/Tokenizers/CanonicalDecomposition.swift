/// Canonical decomposition (NFD) of a stream of code points, with their sources, or the
/// compatibility decomposition (NFKD).
///
/// Marks are reordered by combining class. Sources are given out as Hugging Face gives them: the
/// k-th first part that leaves a group has the source of the group's k-th code point, whichever it
/// came from, and a later part has the source of the part before it.
struct CanonicalDecomposition {
  private struct Part {
    var c: UInt32
    var combiningClass: UInt8
    var isFirst: Bool
  }

  private let codePoints = CodePoints.shared
  private let compatibility: CompatibilityMap?
  /// A starter and what follows it up to the next.
  private var parts: [Part] = []
  private var sources: [Int32] = []

  /// - Parameter compatibility: decompositions that go before the canonical ones.
  init(compatibility: CompatibilityMap? = nil) { self.compatibility = compatibility }

  var isEmpty: Bool { parts.isEmpty }

  /// Takes one code point; what stood before a starter is sent out.
  mutating func push(_ c: UInt32, from origin: Int32, emit: (UInt32, Int32) -> Void) {
    pushParts(c, from: origin) { part, source, _ in emit(part, source) }
  }

  /// The same; what is sent out comes with whether it is the first part of its code point.
  mutating func pushParts(
    _ c: UInt32, from origin: Int32, emit: (UInt32, Int32, Bool) -> Void
  ) {
    if let decomposition = compatibility?.decompositions[c] ?? codePoints.decomposition(of: c) {
      for (place, part) in decomposition.enumerated() {
        add(part, isFirst: place == 0, from: origin, emit: emit)
      }
    } else {
      add(c, isFirst: true, from: origin, emit: emit)
    }
  }

  private mutating func add(
    _ c: UInt32, isFirst: Bool, from origin: Int32, emit: (UInt32, Int32, Bool) -> Void
  ) {
    let combiningClass = codePoints.combiningClass(of: c)
    if isFirst {
      if combiningClass == 0 { flushParts(emit: emit) }
      sources.append(origin)
    }
    parts.append(Part(c: c, combiningClass: combiningClass, isFirst: isFirst))
  }

  /// Sends out all that waits.
  mutating func flush(emit: (UInt32, Int32) -> Void) {
    flushParts { part, source, _ in emit(part, source) }
  }

  mutating func flushParts(emit: (UInt32, Int32, Bool) -> Void) {
    guard !parts.isEmpty else { return }
    var i = 0
    while i < parts.count {
      var end = i + 1
      if parts[i].combiningClass != 0 {
        while end < parts.count, parts[end].combiningClass != 0 { end += 1 }
        sortByClass(i..<end)
      }
      i = end
    }
    var k = -1
    for part in parts {
      if part.isFirst { k += 1 }
      emit(part.c, sources[max(k, 0)], part.isFirst)
    }
    parts.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
  }

  /// Stable; runs of marks are short, but a hostile text may hold a long one.
  private mutating func sortByClass(_ range: Range<Int>) {
    guard range.count > 1 else { return }
    let sorted = parts[range].enumerated().sorted {
      ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
    }
    for (k, item) in sorted.enumerated() { parts[range.lowerBound + k] = item.element }
  }
}

/// Compatibility decompositions (NFKD) where they are other than the canonical ones.
final class CompatibilityMap: Sendable {
  static let shared = CompatibilityMap()
  let decompositions = Base36Numbers.decompositions(UnicodeCompatibilityTable.decomposition)
  private init() {}
}
