import Files

/// Normalizers one after the other.
struct SequenceNormalizer: Normalizer {
  static let types = ["Sequence"]

  let parts: [any Normalizer]

  init(_ component: Component) throws(TokenizerError) {
    parts = try component.parts("normalizers", makeNormalizer)
  }

  func normalize(_ text: borrowing NormalizedText, into result: inout NormalizedText) {
    guard let last = parts.last else { return result.append(text, 0..<text.count) }
    guard parts.count > 1 else { return last.normalize(text, into: &result) }
    var before = NormalizedText()
    var after = NormalizedText()
    parts[0].normalize(text, into: &before)
    for part in parts[1..<parts.count - 1] {
      after.removeAll()
      part.normalize(before, into: &after)
      swap(&before, &after)
    }
    last.normalize(before, into: &result)
  }
}
