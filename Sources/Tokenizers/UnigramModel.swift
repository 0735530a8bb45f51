import Files

/// The likeliest cut of a word into tokens, each with a score; what no token covers is unknown.
///
/// Source: Kudo 2018, arXiv:1804.10959; details follow Hugging Face `tokenizers`.
final class UnigramModel: TokenModel {
  static let type = "Unigram"

  let vocabulary: Vocabulary
  /// By id.
  private let scores: [Double]
  private let unknown: Int32
  private let unknownScore: Double
  /// By byte: the token `<0x0A>`, or -1; nil without `byte_fallback`.
  private let byteTokens: [Int32]?

  /// Below the lowest score by this much.
  private static let unknownPenalty = 10.0

  init(_ component: Component) throws(TokenizerError) {
    var tokens: [String] = []
    var scores: [Double] = []
    for entry in try component.array("vocab") {
      guard let token = entry[0]?.string, let score = entry[1]?.double, entry[2] == nil else {
        throw component.malformed("'vocab' holds \(entry.brief)")
      }
      tokens.append(token)
      scores.append(TwiceRounded.value(of: score))
    }
    let unknown = try component.count("unk_id")
    guard unknown < tokens.count else {
      throw component.malformed("'unk_id' is \(unknown), but 'vocab' has \(tokens.count) tokens")
    }
    let vocabulary = Vocabulary(tokens, keepingRepeated: true)
    (self.vocabulary, self.scores, self.unknown) = (vocabulary, scores, Int32(unknown))
    unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
    byteTokens =
      try component.bool("byte_fallback", default: false)
      ? (0..<256).map { vocabulary.id(of: ByteToken.text(UInt8($0))) ?? -1 } : nil
  }

  /// The best way to a place: its last token.
  private struct Arrival {
    var score = 0.0
    var start: Int32 = -1
    var id: Int32 = 0
  }

  func tokenize(_ word: UnsafeBufferPointer<UInt8>, into tokens: inout [ModelToken]) {
    guard !word.isEmpty else { return }
    withUnsafeTemporaryAllocation(of: Arrival.self, capacity: word.count + 1) { arrivals in
      arrivals.initialize(repeating: Arrival())
      search(word, arrivals)
      read(word, arrivals, into: &tokens)
    }
  }

  private func search(
    _ word: UnsafeBufferPointer<UInt8>, _ arrivals: UnsafeMutableBufferPointer<Arrival>
  ) {
    var start = 0
    while start < word.count {
      let soFar = arrivals[start].score
      let length = Self.characterLength(word[start])
      var isCovered = false
      func offer(_ end: Int, _ id: Int32, _ score: Double) {
        if arrivals[end].start < 0 || score > arrivals[end].score {
          arrivals[end] = Arrival(score: score, start: Int32(start), id: id)
        }
      }
      vocabulary.trie.forEachPrefix(of: word, from: start) { end, id in
        offer(end, id, scores[Int(id)] + soFar)
        if end - start == length { isCovered = true }
      }
      if !isCovered { offer(start + length, unknown, unknownScore + soFar) }
      start += length
    }
  }

  private static func characterLength(_ lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }

  /// Walks back from the end; unknown neighbours become one.
  private func read(
    _ word: UnsafeBufferPointer<UInt8>, _ arrivals: UnsafeMutableBufferPointer<Arrival>,
    into tokens: inout [ModelToken]
  ) {
    var pieces: [ModelToken] = []
    var end = word.count
    while end > 0 {
      let arrival = arrivals[end]
      if arrival.id == unknown, let last = pieces.last, last.id == unknown {
        pieces[pieces.count - 1].start = arrival.start
      } else {
        pieces.append(ModelToken(id: arrival.id, start: arrival.start, end: Int32(end)))
      }
      end = Int(arrival.start)
    }
    for piece in pieces.reversed() {
      if piece.id == unknown {
        appendUnknown(piece, word, to: &tokens)
      } else {
        tokens.append(piece)
      }
    }
  }

  /// An unknown stretch: a token of that very text, its bytes, or the unknown token.
  private func appendUnknown(
    _ piece: ModelToken, _ word: UnsafeBufferPointer<UInt8>, to tokens: inout [ModelToken]
  ) {
    let text = word[Int(piece.start)..<Int(piece.end)]
    var piece = piece
    if let id = vocabulary.trie.value(of: text) {
      piece.id = id
      return tokens.append(piece)
    }
    guard let byteTokens, text.allSatisfy({ byteTokens[Int($0)] >= 0 }) else {
      return tokens.append(piece)
    }
    for byte in text {
      piece.id = byteTokens[Int(byte)]
      tokens.append(piece)
    }
  }
}
