/// Puts a new text together from an old one, character for character, so that each new byte has a
/// source.
///
/// Source: `NormalizedString::transform` of Hugging Face `tokenizers`.
struct TextRewriter {
  private let source: UnsafePointer<Int32>
  private let bytes: UnsafePointer<UInt8>
  private let count: Int
  /// The byte of the old text that comes next.
  private var position = 0

  /// The text must stay as it is while the rewriter is in use.
  init(_ text: borrowing NormalizedText) {
    (bytes, source, count) = (UnsafePointer(text.bytes), UnsafePointer(text.source), text.count)
  }

  /// - Parameter change: 1 for a character more, which shares the source of the one before; 0 for
  ///   one in place of the next; -n for one in place of the next with n dropped after it.
  mutating func push(_ c: UInt32, change: Int, into result: inout NormalizedText) {
    if change > 0 {
      result.append(c, from: position < 1 ? 0 : source[position - 1])
    } else {
      result.append(c, from: source[min(position, count - 1)])
      for _ in 0..<1 - change { skip() }
    }
  }

  /// Passes over one character of the old text.
  mutating func skip() {
    guard position < count else { return }
    position += 1
    while position < count, bytes[position] & 0xC0 == 0x80 { position += 1 }
  }
}
