import Files

/// Learns a byte-level BPE vocabulary: the token that ends a text, the 256 bytes, then the pairs
/// that occur most often, merged one after the other.
///
/// Source: Sennrich et al. 2016, arXiv:1508.07909, over the bytes of GPT-2; order and ties are
/// those of `BpeTrainer` of Hugging Face `tokenizers`.
package enum BPETrainer: TokenizerTrainer {
  package static let name = "bpe"
  static let endOfText = "<|endoftext|>"

  /// Those that `lowercase` asks for, in order.
  private static let folding = ["NFD", "StripAccents", "Lowercase"]

  package static func train(
    _ texts: [String], size: Int, lowercase: Bool
  ) throws(TokenizerError) -> any Tokenizer {
    let alphabet = ByteLevelAlphabet.scalars.sorted().compactMap(Unicode.Scalar.init)
    let first = [endOfText] + alphabet.map { String($0) }
    guard size >= first.count else { throw .trainingSize(size: size, needed: first.count) }
    let ids = Dictionary(uniqueKeysWithValues: zip(alphabet, Int32(1)...))
    let normalizer = try makeNormalizer(normalizer(lowercase: lowercase), file: "tokenizer.json")
    let splitter = ByteLevelPreTokenizer(addPrefixSpace: false)
    let words = WordCounts(texts, normalizer, splitter).words
    guard !words.isEmpty else { throw .nothingToTrainOn }
    var merges = PairMerges(
      tokens: first, prefix: "",
      words: words.map { word, count in (word.compactMap { ids[$0] }, count) })
    while merges.tokens.count < size, merges.mergeBest() {
      Patience.tell(merges.tokens.count, of: size, "token")
    }
    return try tokenizer(merges, lowercase: lowercase)
  }

  private static func normalizer(lowercase: Bool) -> JSON {
    guard lowercase else { return .null }
    return .object([
      "type": .string("Sequence"),
      "normalizers": .array(folding.map { .object(["type": .string($0)]) }),
    ])
  }

  private static func tokenizer(
    _ merges: PairMerges, lowercase: Bool
  ) throws(TokenizerError) -> any Tokenizer {
    let vocabulary = JSONObject(merges.tokens.enumerated().map { ($1, .integer($0)) })
    let pairs = merges.merges.map { a, b in
      JSON.string(merges.tokens[Int(a)] + " " + merges.tokens[Int(b)])
    }
    let json: JSONObject = [
      "version": .string("1.0"), "truncation": .null, "padding": .null,
      "added_tokens": .array([AddedToken(special: endOfText, id: 0).json]),
      "normalizer": normalizer(lowercase: lowercase),
      "pre_tokenizer": ByteLevelDocument.preTokenizer(addPrefixSpace: false, useRegex: true),
      // Offsets without blanks, so that a token's span is its word's.
      "post_processor": ByteLevelDocument.postProcessor(trimOffsets: true),
      "decoder": ByteLevelDocument.decoder,
      "model": ByteLevelDocument.model(.object(vocabulary), pairs),
    ]
    let end: JSON = .string(endOfText)
    let configuration = TokenizerConfiguration([
      "tokenizer_class": .string("PreTrainedTokenizerFast"), "bos_token": end, "eos_token": end,
      "unk_token": end, "pad_token": end,
    ])
    return try TokenizerPipeline(
      TokenizerDocument(json, file: "tokenizer.json", configuration: configuration))
  }
}
