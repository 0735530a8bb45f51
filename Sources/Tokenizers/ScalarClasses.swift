/// The classes of code points that split patterns name, decoded from the tables once.
final class ScalarClasses: Sendable {
  static let shared = ScalarClasses()

  /// `\s`, the same set as Rust's `char::is_whitespace`.
  static let space: UInt8 = 1
  /// `\p{L}`.
  static let letter: UInt8 = 2
  /// `\p{N}`.
  static let number: UInt8 = 4
  /// `\p{M}`.
  static let mark: UInt8 = 8
  /// Dropped by `StripAccents`.
  static let accent: UInt8 = 16
  /// Rust's `char::is_numeric`.
  static let numeric: UInt8 = 32

  /// The classes above, by code point.
  let classes: [UInt8]

  private init() {
    var classes = [UInt8](repeating: 0, count: 0x110000)
    for (table, flag) in [
      (UnicodeCategoryTable.whitespace, Self.space), (UnicodeClassTable.letter, Self.letter),
      (UnicodeClassTable.number, Self.number), (UnicodeClassTable.mark, Self.mark),
      (UnicodeClassTable.accent, Self.accent), (UnicodeClassTable.numeric, Self.numeric),
    ] {
      Base36Numbers.forEachMember(of: table) { classes[$0] |= flag }
    }
    self.classes = classes
  }
}
