import Files

/// How often each word of some texts occurs: what trainers learn from.
struct WordCounts {
  /// In the order of their bytes.
  let words: [(word: [Unicode.Scalar], count: Int)]

  init(_ texts: [String], _ normalizer: (any Normalizer)?, _ preTokenizer: any PreTokenizer) {
    var original = NormalizedText()
    var pieces = PreTokenizedText()
    var counts: [[UInt8]: Int] = [:]
    for (turn, var text) in texts.enumerated() {
      if Patience.isOver(atTurn: turn) { break }
      Patience.tell(turn, of: texts.count, "text")
      original.removeAll()
      pieces.text.removeAll()
      _ = text.withUTF8 { original.append(original: $0, first: 0) }
      if let normalizer {
        normalizer.normalize(original, into: &pieces.text)
      } else {
        pieces.text.append(original, 0..<original.count)
      }
      pieces.words = pieces.text.count == 0 ? [] : [0..<pieces.text.count]
      preTokenizer.split(&pieces)
      for word in pieces.words { counts[Array(pieces.text.buffer[word]), default: 0] += 1 }
    }
    words = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { word, count in
      (Array(String(decoding: word, as: UTF8.self).unicodeScalars), count)
    }
  }
}
