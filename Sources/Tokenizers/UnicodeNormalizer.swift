/// The normalization forms of Unicode: NFC, NFD, NFKC and NFKD.
///
/// Source: Unicode Standard Annex 15; the data is that of Hugging Face `tokenizers`.
struct UnicodeNormalizer: Normalizer {
  static let types = ["NFC", "NFD", "NFKC", "NFKD"]

  private let composes: Bool
  private let compatibility: CompatibilityMap?
  private let codePoints = CodePoints.shared

  init(_ component: Component) throws(TokenizerError) {
    composes = component.type.hasSuffix("C")
    compatibility = component.type.hasPrefix("NFK") ? .shared : nil
  }

  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText) {
    let (bytes, count) = (text.bytes, text.count)
    result.reserve(count)
    var rewriter = TextRewriter(text)
    var decomposition = CanonicalDecomposition(compatibility: compatibility)
    var composition = CanonicalComposition()
    func emit(_ c: UInt32, _ change: Int) { rewriter.push(c, change: change, into: &result) }
    func take(_ c: UInt32, _ source: Int32, _ isFirst: Bool) {
      let change = isFirst ? 0 : 1
      if composes { composition.push(c, change: change, emit: emit) } else { emit(c, change) }
    }
    func flush() {
      decomposition.flushParts(emit: take)
      composition.flush(emit: emit)
    }
    var i = 0
    while i < count {
      let (c, length) = decodeScalar(bytes, at: i)
      // Nothing joins a character whose next is ASCII.
      if c < 0x80, i + 1 == count || bytes[i + 1] < 0x80 {
        flush()
        emit(c, 0)
      } else {
        decomposition.pushParts(c, from: 0, emit: take)
      }
      i += length
    }
    flush()
  }
}
