/// Where extended grapheme clusters end, as the package that `Precompiled` comes from cuts them.
///
/// Source: Unicode Standard Annex 29, rules GB3 to GB11. Pairs of regional indicators (GB12, GB13)
/// are left out: they are longer than what is looked up as a whole, alone or together.
final class GraphemeClusters: Sendable {
  static let shared = GraphemeClusters()

  private enum Property: UInt8 {
    case other, carriageReturn, lineFeed, control, prepend, extend, joiner, spacingMark
    case pictographic, lead, vowel, trail, openSyllable, closedSyllable
    case consonant
    /// `Extend` that also is `InCB=Extend` or `InCB=Linker`.
    case conjunctExtend, linker

    var extends: Bool {
      switch self {
      case .extend, .conjunctExtend, .linker, .joiner: true
      default: false
      }
    }
    var isControl: Bool { self == .control || self == .carriageReturn || self == .lineFeed }
  }

  /// By code point.
  private let properties: [UInt8]

  private init() {
    var properties = [UInt8](repeating: 0, count: 0x110000)
    for (table, property) in [
      (UnicodeGraphemeTable.control, Property.control), (UnicodeGraphemeTable.prepend, .prepend),
      (UnicodeGraphemeTable.extend, .extend), (UnicodeGraphemeTable.spacingMark, .spacingMark),
      (UnicodeGraphemeTable.pictographic, .pictographic),
      (UnicodeGraphemeTable.consonant, .consonant),
      (UnicodeGraphemeTable.conjunctExtend, .conjunctExtend),
      (UnicodeGraphemeTable.linker, .linker),
    ] {
      Base36Numbers.forEachMember(of: table) { properties[$0] = property.rawValue }
    }
    func set(_ range: ClosedRange<Int>, _ property: Property) {
      for c in range { properties[c] = property.rawValue }
    }
    set(0x0D...0x0D, .carriageReturn)
    set(0x0A...0x0A, .lineFeed)
    set(0x200D...0x200D, .joiner)
    for range in [0x1100...0x115F, 0xA960...0xA97C] { set(range, .lead) }
    for range in [0x1160...0x11A7, 0xD7B0...0xD7C6] { set(range, .vowel) }
    for range in [0x11A8...0x11FF, 0xD7CB...0xD7FB] { set(range, .trail) }
    for c in HangulSyllable.range {
      let property: Property = (c - 0xAC00) % 28 == 0 ? .openSyllable : .closedSyllable
      properties[Int(c)] = property.rawValue
    }
    self.properties = properties
  }

  private func property(_ c: UInt32) -> Property {
    Property(rawValue: properties[Int(c)]) ?? .other
  }

  /// The end of the cluster that begins at `start`.
  func end(in bytes: UnsafePointer<UInt8>, from start: Int, to count: Int) -> Int {
    var (c, length) = decodeScalar(bytes, at: start)
    var i = start + length
    var before = property(c)
    // GB11: a pictograph and what extends it. GB9c: a consonant, what extends it, and a linker.
    var pictograph = before == .pictographic
    var (conjunct, linked) = (before == .consonant, false)
    while i < count {
      (c, length) = decodeScalar(bytes, at: i)
      let next = property(c)
      let joins =
        Self.joins(before, next)
        || (pictograph && before == .joiner && next == .pictographic)
        || (conjunct && linked && next == .consonant)
      guard joins else { break }
      pictograph = next == .pictographic || (pictograph && before != .joiner && next.extends)
      if next == .consonant {
        (conjunct, linked) = (true, false)
      } else {
        conjunct = conjunct && [.conjunctExtend, .linker, .joiner].contains(next)
        linked = conjunct && (linked || next == .linker)
      }
      before = next
      i += length
    }
    return i
  }

  /// GB3 to GB9b, which need only two neighbours.
  private static func joins(_ a: Property, _ b: Property) -> Bool {
    if a == .carriageReturn, b == .lineFeed { return true }
    if a.isControl || b.isControl { return false }
    if b.extends || b == .spacingMark || a == .prepend { return true }
    switch (a, b) {
    case (.lead, .lead), (.lead, .vowel), (.lead, .openSyllable), (.lead, .closedSyllable),
      (.openSyllable, .vowel), (.openSyllable, .trail), (.vowel, .vowel), (.vowel, .trail),
      (.closedSyllable, .trail), (.trail, .trail):
      return true
    default: return false
    }
  }
}
