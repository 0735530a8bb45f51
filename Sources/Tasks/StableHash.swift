/// A hash that is the same in every process and release, unlike Swift's `Hasher`.
///
/// Source: FNV-1a over the bytes; finished by the mixer of splitmix64 (Steele et al. 2014,
/// fig. 15), since FNV alone leaves the high bits of short texts alike.
struct StableHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds a text and its end, so that "ab" + "c" differs from "a" + "bc".
  mutating func combine(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0xFF)  // no byte of UTF-8
  }

  private mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

  var value: UInt64 { Self.mixed(state) }

  /// A hash of a seed and a number.
  static func of(_ seed: UInt64, _ number: Int) -> UInt64 {
    mixed(mixed(seed &+ 0x9E37_79B9_7F4A_7C15) ^ UInt64(bitPattern: Int64(number)))
  }

  private static func mixed(_ x: UInt64) -> UInt64 {
    var z = x
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
