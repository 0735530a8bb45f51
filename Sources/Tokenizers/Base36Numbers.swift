/// Numbers in base 36 between spaces, the form of our tables.
struct Base36Numbers {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ text: StaticString) {
    bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  mutating func next() -> Int? {
    guard position < bytes.count else { return nil }
    var value = 0
    while position < bytes.count, bytes[position] != 0x20 {
      let digit = bytes[position]
      value = value * 36 + Int(digit < 0x61 ? digit - 0x30 : digit - 0x61 + 10)
      position += 1
    }
    position += 1
    return value
  }

  /// A number whose sign is its lowest bit.
  mutating func nextSigned() -> Int? {
    next().map { $0 & 1 == 0 ? $0 / 2 : -($0 / 2) }
  }

  /// Each code point of a run list `gap length gap length ...`.
  static func forEachMember(of table: StaticString, _ body: (Int) -> Void) {
    var numbers = Base36Numbers(table)
    var c = 0
    while let gap = numbers.next(), let length = numbers.next() {
      for member in c + gap..<c + gap + length { body(member) }
      c += gap + length
    }
  }

  /// Runs of `gap length`, then `count parts...` a code point, each part against the one before it
  /// at the same place.
  static func decompositions(_ table: StaticString) -> [UInt32: [UInt32]] {
    var result: [UInt32: [UInt32]] = [:]
    var numbers = Base36Numbers(table)
    var before = [Int](repeating: 0, count: 32)
    var c = 0
    while let gap = numbers.next(), let length = numbers.next() {
      for member in c + gap..<c + gap + length {
        let count = numbers.next() ?? 0
        result[UInt32(member)] = (0..<count).map { place in
          before[place] += numbers.nextSigned() ?? 0
          return UInt32(before[place])
        }
      }
      c += gap + length
    }
    return result
  }
}
