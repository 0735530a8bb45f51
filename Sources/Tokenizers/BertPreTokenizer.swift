/// Splits at white space, which is dropped, and sets each punctuation mark apart.
struct BertPreTokenizer: PreTokenizer {
  static let type = "BertPreTokenizer"

  private let codePoints = CodePoints.shared

  init() {}
  init(_ component: Component) throws(TokenizerError) {}

  func split(_ pieces: inout PreTokenizedText) {
    let bytes = pieces.text.bytes
    let whole = pieces.words
    pieces.words.removeAll(keepingCapacity: true)
    codePoints.flags.withUnsafeBufferPointer { flags in
      for range in whole {
        var (start, i) = (range.lowerBound, range.lowerBound)
        while i < range.upperBound {
          let (c, length) = decodeScalar(bytes, at: i)
          let kind = flags[Int(c)] & (CodePoints.whitespace | CodePoints.punctuation)
          if kind != 0 {
            if start < i { pieces.words.append(start..<i) }
            if kind & CodePoints.punctuation != 0 { pieces.words.append(i..<i + length) }
            start = i + length
          }
          i += length
        }
        if start < range.upperBound { pieces.words.append(start..<range.upperBound) }
      }
    }
  }
}
