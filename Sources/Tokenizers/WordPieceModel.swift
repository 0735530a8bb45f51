import Files

/// Greedy longest match from the left; a word that cannot be covered is one unknown token.
///
/// Source: `WordpieceTokenizer` of google-research/bert; details follow Hugging Face `tokenizers`.
final class WordPieceModel: TokenModel {
  static let type = "WordPiece"

  let vocabulary: Vocabulary
  let writesVocabularyFile = true
  private let unknown: Int32
  /// Longer words, in code points, are unknown.
  private let maxInputCharsPerWord: Int
  /// Where matching goes on after a word's first token; nil when no token begins with the prefix.
  private let continuation: Int32?

  init(_ component: Component) throws(TokenizerError) {
    vocabulary = try Vocabulary(component.json["vocab"], in: component)
    maxInputCharsPerWord = try component.count("max_input_chars_per_word", default: 100)
    let prefix = try component.string("continuing_subword_prefix", default: "##")
    continuation = vocabulary.trie.node(after: prefix.utf8)
    let unkToken = try component.string("unk_token", default: "[UNK]")
    guard let unknown = vocabulary.id(of: unkToken) else {
      throw .missingToken(token: unkToken, role: "unknown token", file: component.file)
    }
    self.unknown = unknown
  }

  func tokenize(_ word: UnsafeBufferPointer<UInt8>, into tokens: inout [ModelToken]) {
    let before = tokens.count
    if isTooLong(word) || !match(word, into: &tokens) {
      tokens.removeSubrange(before...)
      tokens.append(ModelToken(id: unknown, start: 0, end: Int32(word.count)))
    }
  }

  private func isTooLong(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard word.count > maxInputCharsPerWord else { return false }
    return word.count { $0 & 0xC0 != 0x80 } > maxInputCharsPerWord
  }

  private func match(
    _ word: UnsafeBufferPointer<UInt8>, into tokens: inout [ModelToken]
  ) -> Bool {
    var start = 0
    while start < word.count {
      guard let node = start == 0 ? ByteTrie.root : continuation,
        let (end, id) = vocabulary.trie.longest(in: word, from: start, at: node)
      else { return false }
      tokens.append(ModelToken(id: id, start: Int32(start), end: Int32(end)))
      start = end
    }
    return true
  }
}
