import Files

/// The rewriting rules of a SentencePiece model, compiled by it.
///
/// Source: `Precompiled` of Hugging Face `tokenizers`: a grapheme cluster under six bytes is looked
/// up as a whole, and the shortest rule that it begins with stands for all of it; of other clusters
/// each character is looked up.
struct PrecompiledNormalizer: Normalizer {
  static let types = ["Precompiled"]

  private static let longestCluster = 5
  private let rules: CharacterMap
  private let clusters = GraphemeClusters.shared
  /// What an ASCII character alone becomes; nil: itself.
  private let ascii: [[UInt32]?]

  init(_ component: Component) throws(TokenizerError) {
    guard let bytes = Base64.decode(try component.string("precompiled_charsmap")),
      let rules = CharacterMap(bytes)
    else { throw component.malformed("'precompiled_charsmap' is not one") }
    self.rules = rules
    ascii = (0..<128).map { (byte: UInt8) in
      [byte].withUnsafeBufferPointer { rules.replacement(of: $0) }.map(Self.scalars)
    }
  }

  private static func scalars(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
  }

  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText) {
    let (bytes, count) = (text.bytes, text.count)
    result.reserve(count)
    var changes = PendingChanges()
    var rewriter = TextRewriter(text)
    var i = 0
    while i < count {
      // Two ASCII characters are two clusters, but for a carriage return and a line feed.
      if bytes[i] < 0x80, bytes[i] != 0x0D, i + 1 == count || bytes[i + 1] < 0x80 {
        if let replacement = ascii[Int(bytes[i])] {
          changes.replace(1, with: replacement, &rewriter, &result)
        } else {
          changes.push(UInt32(bytes[i]), 0, &rewriter, &result)
        }
        i += 1
        continue
      }
      let end = clusters.end(in: bytes, from: i, to: count)
      if end - i <= Self.longestCluster, let replacement = replacement(bytes, i..<end) {
        let old = (i..<end).count { bytes[$0] & 0xC0 != 0x80 }
        changes.replace(old, with: replacement, &rewriter, &result)
        i = end
      }
      while i < end {
        let (c, length) = decodeScalar(bytes, at: i)
        if let replacement = replacement(bytes, i..<i + length) {
          changes.replace(1, with: replacement, &rewriter, &result)
        } else {
          changes.push(c, 0, &rewriter, &result)
        }
        i += length
      }
    }
    changes.flush(&rewriter, &result)
  }

  private func replacement(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> [UInt32]? {
    rules.replacement(
      of: UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
    ).map(Self.scalars)
  }
}

/// Characters for a rewriter; the last is held back, for a later rule may add to what it drops.
private struct PendingChanges {
  private var last: (c: UInt32, change: Int)?

  mutating func push(
    _ c: UInt32, _ change: Int, _ rewriter: inout TextRewriter, _ result: inout NormalizedText
  ) {
    flush(&rewriter, &result)
    last = (c, change)
  }

  mutating func flush(_ rewriter: inout TextRewriter, _ result: inout NormalizedText) {
    if let last { rewriter.push(last.c, change: last.change, into: &result) }
    last = nil
  }

  /// So many old characters replaced: the new ones in place of as many old, the rest added, or the
  /// old ones left over dropped by the last. With none before it, nothing is dropped.
  mutating func replace(
    _ old: Int, with new: [UInt32], _ rewriter: inout TextRewriter,
    _ result: inout NormalizedText
  ) {
    for (k, c) in new.enumerated() { push(c, k < old ? 0 : 1, &rewriter, &result) }
    if new.count < old { last?.change -= old - new.count }
  }
}

/// Texts and their replacements in a double array, as Darts-clone lays it out.
///
/// Source: `precompiled_charsmap` of google/sentencepiece.
struct CharacterMap: Sendable {
  private let units: [UInt32]
  /// Replacements, each ended by a zero byte.
  private let replacements: [UInt8]

  /// Nil where the sizes do not fit.
  init?(_ bytes: [UInt8]) {
    func word(_ i: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[i + $1]) << (8 * UInt32($1)) }
    }
    guard bytes.count >= 4 else { return nil }
    let size = Int(word(0))
    guard size % 4 == 0, size > 0, 4 + size <= bytes.count else { return nil }
    units = stride(from: 4, to: 4 + size, by: 4).map(word)
    replacements = Array(bytes[(4 + size)...])
    guard UTF8Check.isValid(replacements) else { return nil }
  }

  /// The replacement of the shortest key that a text begins with.
  func replacement(of text: UnsafeBufferPointer<UInt8>) -> ArraySlice<UInt8>? {
    var node = Self.offset(units[0])
    for byte in text {
      guard byte != 0 else { return nil }
      node ^= Int(byte)
      guard node < units.count, units[node] & 0x8000_00FF == UInt32(byte) else { return nil }
      let hasValue = units[node] & 0x100 != 0
      node ^= Self.offset(units[node])
      if hasValue, node < units.count { return replacement(at: Int(units[node] & 0x7FFF_FFFF)) }
    }
    return nil
  }

  private static func offset(_ unit: UInt32) -> Int {
    Int(unit >> 10) << (unit & 0x200 != 0 ? 8 : 0)
  }

  private func replacement(at start: Int) -> ArraySlice<UInt8>? {
    guard start < replacements.count else { return nil }
    let end = replacements[start...].firstIndex(of: 0) ?? replacements.count
    return replacements[start..<end]
  }
}

extension UTF8Check {
  fileprivate static func isValid(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { validPrefix($0) == bytes.count }
  }
}
