/// BERT's basic cleaning: control characters dropped, blanks made spaces, Chinese characters set
/// apart, accents stripped, lower case.
///
/// Source: `BasicTokenizer` of google-research/bert; details follow Hugging Face `tokenizers`.
struct BertNormalizer: Normalizer {
  static let type = "BertNormalizer"
  static let types = [type]

  let cleanText: Bool
  let handleChineseChars: Bool
  let stripAccents: Bool
  let lowercase: Bool
  private let codePoints = CodePoints.shared
  /// What becomes of an ASCII byte; `dropped` where nothing is left.
  private let ascii: [UInt8]
  private static let dropped: UInt8 = 0xFF

  init(_ component: Component) throws(TokenizerError) {
    let lowercase = try component.bool("lowercase")
    self.init(
      cleanText: try component.bool("clean_text"),
      handleChineseChars: try component.bool("handle_chinese_chars"),
      stripAccents: try component.optionalBool("strip_accents") ?? lowercase,
      lowercase: lowercase)
  }

  init(cleanText: Bool, handleChineseChars: Bool, stripAccents: Bool, lowercase: Bool) {
    (self.cleanText, self.handleChineseChars) = (cleanText, handleChineseChars)
    (self.stripAccents, self.lowercase) = (stripAccents, lowercase)
    let flags = codePoints.flags
    ascii = (0..<128).map { (byte: UInt8) in
      if cleanText, flags[Int(byte)] & CodePoints.removed != 0 { return Self.dropped }
      if cleanText, flags[Int(byte)] & CodePoints.whitespace != 0 { return 0x20 }
      return lowercase && (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
    }
  }

  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText) {
    var decomposition = CanonicalDecomposition()
    result.reserve(text.count + text.count / 8)
    let (bytes, source, count) = (text.bytes, text.source, text.count)
    ascii.withUnsafeBufferPointer { ascii in
      var i = 0
      while i < count {
        if bytes[i] < 0x80 {
          if !decomposition.isEmpty { flush(&decomposition, into: &result) }
          result.reserve(1)
          let mapped = ascii[Int(bytes[i])]
          if mapped != Self.dropped { result.appendReserved(mapped, from: source[i]) }
          i += 1
        } else {
          let (c, length) = decodeScalar(bytes, at: i)
          take(c, from: source[i], &decomposition, into: &result)
          i += length
        }
      }
    }
    flush(&decomposition, into: &result)
  }

  /// One code point beyond ASCII.
  private func take(
    _ c: UInt32, from origin: Int32, _ decomposition: inout CanonicalDecomposition,
    into result: inout NormalizedText
  ) {
    let flags = codePoints.flags[Int(c)]
    if cleanText {
      if flags & CodePoints.removed != 0 { return }
      if flags & CodePoints.whitespace != 0 {
        flush(&decomposition, into: &result)
        return result.append(0x20, from: origin)
      }
    }
    let isChinese = handleChineseChars && flags & CodePoints.cjk != 0
    if isChinese {
      flush(&decomposition, into: &result)
      result.append(0x20, from: origin)
    }
    if stripAccents, flags & CodePoints.composition != 0 {
      decomposition.push(c, from: origin) { emit($0, from: $1, into: &result) }
    } else {
      flush(&decomposition, into: &result)
      emit(c, from: origin, into: &result)
    }
    if isChinese {
      flush(&decomposition, into: &result)
      result.append(0x20, from: origin)
    }
  }

  private func flush(
    _ decomposition: inout CanonicalDecomposition, into result: inout NormalizedText
  ) {
    guard !decomposition.isEmpty else { return }
    decomposition.flush { emit($0, from: $1, into: &result) }
  }

  /// The last steps: accents dropped, lower case.
  private func emit(_ c: UInt32, from origin: Int32, into result: inout NormalizedText) {
    let flags = codePoints.flags[Int(c)]
    if stripAccents, flags & CodePoints.nonspacingMark != 0 { return }
    if lowercase, flags & CodePoints.uppercase != 0, let lower = codePoints.lowercase(of: c) {
      for part in lower { result.append(part, from: origin) }
    } else {
      result.append(c, from: origin)
    }
  }
}
