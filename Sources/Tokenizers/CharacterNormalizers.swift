/// Lower case, each character by itself.
struct LowercaseNormalizer: Normalizer {
  static let types = ["Lowercase"]

  private let codePoints = CodePoints.shared

  init(_ component: Component) throws(TokenizerError) {}

  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText) {
    result.reserve(text.count)
    text.forEachScalar { c, origin in
      if codePoints.has(c, CodePoints.uppercase), let lower = codePoints.lowercase(of: c) {
        for part in lower { result.append(part, from: origin) }
      } else {
        result.append(c, from: origin)
      }
    }
  }
}

/// Combining marks dropped; letters that carry theirs keep them unless decomposed before.
struct StripAccentsNormalizer: Normalizer {
  static let types = ["StripAccents"]

  private let codePoints = CodePoints.shared

  init(_ component: Component) throws(TokenizerError) {}

  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText) {
    result.reserve(text.count)
    text.forEachScalar { c, origin in
      if !codePoints.has(c, CodePoints.accent) { result.append(c, from: origin) }
    }
  }
}

/// White space at the ends dropped.
struct StripNormalizer: Normalizer {
  static let types = ["Strip"]

  private let left: Bool
  private let right: Bool
  private let codePoints = CodePoints.shared

  init(_ component: Component) throws(TokenizerError) {
    left = try component.bool("strip_left")
    right = try component.bool("strip_right")
  }

  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText) {
    let bytes = text.bytes
    var (start, end) = (0, text.count)
    func isSpace(_ i: Int) -> (Bool, Int) {
      let (c, length) = decodeScalar(bytes, at: i)
      return (codePoints.has(c, CodePoints.whitespace), length)
    }
    while left, start < end {
      let (space, length) = isSpace(start)
      guard space else { break }
      start += length
    }
    while right, start < end {
      var last = end - 1
      while bytes[last] & 0xC0 == 0x80 { last -= 1 }
      guard isSpace(last).0 else { break }
      end = last
    }
    result.append(text, start..<end)
  }
}

/// A text put before each that is not empty.
struct PrependNormalizer: Normalizer {
  static let types = ["Prepend"]

  private let prefix: [UInt8]

  init(_ component: Component) throws(TokenizerError) {
    prefix = Array(try component.string("prepend").utf8)
  }

  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText) {
    guard text.count > 0 else { return }
    result.append(prefix, from: text.source[0])
    result.append(text, 0..<text.count)
  }
}

/// Each match of a pattern replaced by a text, which has the source of the match's last character.
struct ReplaceNormalizer: Normalizer {
  static let types = ["Replace"]

  private let pattern: any TextPattern
  private let content: [UInt8]

  init(_ component: Component) throws(TokenizerError) {
    pattern = try makeTextPattern(component)
    content = Array(try component.string("content").utf8)
  }

  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText) {
    result.reserve(text.count)
    var done = 0
    while let match = pattern.next(in: text.buffer, from: done, to: text.count) {
      result.append(text, done..<match.lowerBound)
      result.append(content, from: text.source[match.upperBound - 1])
      done = match.upperBound
    }
    result.append(text, done..<text.count)
  }
}
