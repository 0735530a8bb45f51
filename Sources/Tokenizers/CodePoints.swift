/// What normalizers and splits know of each code point, decoded from the tables once.
final class CodePoints: Sendable {
  static let shared = CodePoints()

  typealias Flags = UInt16

  static let removed: Flags = 1
  /// `\s`, the same set as Rust's `char::is_whitespace`.
  static let whitespace: Flags = 2
  static let cjk: Flags = 4
  static let punctuation: Flags = 8
  static let nonspacingMark: Flags = 16
  /// Part of a word, regex `\w`.
  static let word: Flags = 32
  /// Has a decomposition or a combining class.
  static let composition: Flags = 64
  /// Lower case differs.
  static let uppercase: Flags = 128
  /// `\p{L}`, `\p{N}` and `\p{M}`.
  static let letter: Flags = 256
  static let number: Flags = 512
  static let mark: Flags = 1024
  /// Dropped by `StripAccents`.
  static let accent: Flags = 2048
  /// Rust's `char::is_numeric`.
  static let numeric: Flags = 4096

  /// The flags above, by code point.
  let flags: [Flags]
  private let lowercase: [UInt32: [UInt32]]
  private let combiningClasses: [UInt32: UInt8]
  private let decompositions: [UInt32: [UInt32]]

  private init() {
    var flags = [Flags](repeating: 0, count: 0x110000)
    for (table, flag) in [
      (UnicodeCategoryTable.removed, Self.removed),
      (UnicodeCategoryTable.whitespace, Self.whitespace), (UnicodeCategoryTable.cjk, Self.cjk),
      (UnicodeCategoryTable.punctuation, Self.punctuation),
      (UnicodeCategoryTable.nonspacingMark, Self.nonspacingMark),
      (UnicodeCategoryTable.word, Self.word), (UnicodeClassTable.letter, Self.letter),
      (UnicodeClassTable.number, Self.number), (UnicodeClassTable.mark, Self.mark),
      (UnicodeClassTable.accent, Self.accent), (UnicodeClassTable.numeric, Self.numeric),
    ] {
      Base36Numbers.forEachMember(of: table) { flags[$0] |= flag }
    }
    lowercase = Self.readLowercase()
    combiningClasses = Self.readCombiningClasses()
    decompositions = Base36Numbers.decompositions(UnicodeDecompositionTable.decomposition)
    for c in lowercase.keys { flags[Int(c)] |= Self.uppercase }
    for c in combiningClasses.keys { flags[Int(c)] |= Self.composition }
    for c in decompositions.keys { flags[Int(c)] |= Self.composition }
    for c in HangulSyllable.range { flags[Int(c)] |= Self.composition }
    self.flags = flags
  }

  func has(_ c: UInt32, _ flag: Flags) -> Bool { flags[Int(c)] & flag != 0 }

  /// Lower case of one code point without its context, as Rust's `char::to_lowercase`; nil: itself.
  func lowercase(of c: UInt32) -> [UInt32]? { lowercase[c] }

  func combiningClass(of c: UInt32) -> UInt8 { combiningClasses[c] ?? 0 }

  /// The canonical decomposition (NFD) of one code point; nil: itself.
  func decomposition(of c: UInt32) -> [UInt32]? {
    HangulSyllable.range.contains(c) ? HangulSyllable.parts(of: c) : decompositions[c]
  }

  private static func readLowercase() -> [UInt32: [UInt32]] {
    var result: [UInt32: [UInt32]] = [:]
    var numbers = Base36Numbers(UnicodeCaseTable.lowercase)
    var c = 0
    while let gap = numbers.next(), let count = numbers.next(), let step = numbers.next(),
      let distance = numbers.nextSigned()
    {
      c += gap
      for k in 0..<count {
        result[UInt32(c + k * step)] = [UInt32(c + k * step + distance)]
      }
      c += (count - 1) * step + 1
    }
    numbers = Base36Numbers(UnicodeCaseTable.longLowercase)
    while let c = numbers.next(), let count = numbers.next() {
      result[UInt32(c)] = (0..<count).compactMap { _ in numbers.next().map(UInt32.init) }
    }
    return result
  }

  private static func readCombiningClasses() -> [UInt32: UInt8] {
    var result: [UInt32: UInt8] = [:]
    var numbers = Base36Numbers(UnicodeCaseTable.combiningClass)
    var c = 0
    while let gap = numbers.next(), let length = numbers.next(), let value = numbers.next() {
      for member in c + gap..<c + gap + length { result[UInt32(member)] = UInt8(value) }
      c += gap + length
    }
    return result
  }
}

/// Hangul syllables, whose decomposition is arithmetic (Unicode 15, section 3.12).
enum HangulSyllable {
  static let range: ClosedRange<UInt32> = 0xAC00...0xD7A3

  static func parts(of c: UInt32) -> [UInt32] {
    let index = c - 0xAC00
    let (lead, vowel, trail) = (index / 588, index % 588 / 28, index % 28)
    let open = [0x1100 + lead, 0x1161 + vowel]
    return trail == 0 ? open : open + [0x11A7 + trail]
  }
}
