import Files

/// Learns a WordPiece vocabulary: special tokens, alphabet, then the pairs that occur most often,
/// merged one after the other.
///
/// Source: `WordPieceTrainer` of Hugging Face `tokenizers`, which learns as byte-pair encoding does
/// (Sennrich et al. 2016, arXiv:1508.07909) over pieces that carry the prefix `##`.
package enum WordPieceTrainer: TokenizerTrainer {
  package static let name = "wordpiece"
  static let specialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
  static let prefix = "##"

  package static func train(
    _ texts: [String], size: Int, lowercase: Bool
  ) throws(TokenizerError) -> any Tokenizer {
    let normalizer = BertNormalizer(
      cleanText: true, handleChineseChars: true, stripAccents: lowercase, lowercase: lowercase)
    let words = WordCounts(texts, normalizer, BertPreTokenizer()).words
    guard !words.isEmpty else { throw .nothingToTrainOn }
    let tokens = try learn(words, size: size)
    return try tokenizer(Vocabulary(tokens), lowercase: lowercase)
  }

  /// The vocabulary in the order of its ids.
  static func learn(
    _ words: [(word: [Unicode.Scalar], count: Int)], size: Int
  ) throws(TokenizerError) -> [String] {
    let alphabet = TrainingAlphabet(words, room: size - specialTokens.count)
    guard !alphabet.isEmpty else {
      throw .trainingSize(size: size, needed: specialTokens.count + 2)
    }
    var merges = PairMerges(
      tokens: specialTokens + alphabet.tokens, prefix: prefix,
      words: words.map { (alphabet.pieces(of: $0.word, from: specialTokens.count), $0.count) })
    while merges.tokens.count < size, merges.mergeBest() {
      Patience.tell(merges.tokens.count, of: size, "token")
    }
    return merges.tokens
  }

  private static func tokenizer(
    _ vocabulary: Vocabulary, lowercase: Bool
  ) throws(TokenizerError) -> any Tokenizer {
    func id(_ token: String) -> Int32 { vocabulary.id(of: token) ?? 0 }
    let document = BertDocument(
      vocabulary: vocabulary, unkToken: "[UNK]", cls: ("[CLS]", id("[CLS]")),
      sep: ("[SEP]", id("[SEP]")),
      added: specialTokens.map { AddedToken(special: $0, id: id($0)) }, lowercase: lowercase)
    let configuration = TokenizerConfiguration([
      "tokenizer_class": .string("BertTokenizer"), "do_lower_case": .bool(lowercase),
      "strip_accents": .null, "tokenize_chinese_chars": .bool(true),
    ])
    return try TokenizerPipeline(
      TokenizerDocument(document.object, file: "tokenizer.json", configuration: configuration))
  }
}

/// The characters that a vocabulary starts from, alone and after the prefix.
///
/// Where there is no room for all, the rarer ones are left out.
private struct TrainingAlphabet {
  private(set) var tokens: [String] = []
  private var first: [Unicode.Scalar: Int32] = [:]
  private var later: [Unicode.Scalar: Int32] = [:]

  var isEmpty: Bool { tokens.isEmpty }

  init(_ words: [(word: [Unicode.Scalar], count: Int)], room: Int) {
    var counts: [Unicode.Scalar: Int] = [:]
    var continues: Set<Unicode.Scalar> = []
    for (word, count) in words {
      for c in word { counts[c, default: 0] += count }
      continues.formUnion(word.dropFirst())
    }
    var kept: [Unicode.Scalar] = []
    var used = 0
    for (c, _) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      used += continues.contains(c) ? 2 : 1
      if used > room { break }
      kept.append(c)
    }
    kept.sort()
    for c in kept {
      first[c] = Int32(tokens.count)
      tokens.append(String(c))
    }
    for c in kept where continues.contains(c) {
      later[c] = Int32(tokens.count)
      tokens.append(WordPieceTrainer.prefix + String(c))
    }
  }

  /// Ids of a word's characters; those left out are skipped.
  func pieces(of word: [Unicode.Scalar], from base: Int) -> [Int32] {
    word.enumerated().compactMap { i, c in
      (i == 0 ? first[c] : later[c]).map { $0 + Int32(base) }
    }
  }
}
