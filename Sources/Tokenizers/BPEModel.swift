import Files

/// Byte-pair encoding: the characters of a word, merged in the order in which merges were learnt.
///
/// Source: Sennrich et al. 2016, arXiv:1508.07909; details follow Hugging Face `tokenizers`.
final class BPEModel: TokenModel {
  static let type = "BPE"

  let vocabulary: Vocabulary
  let cutMark: [UInt8]?
  private let merges: MergeTable
  private let unknown: Int32?
  private let fuseUnk: Bool
  /// Whether a word that is a token is taken as it is.
  private let ignoreMerges: Bool
  /// What stands before characters within a word, and after the last one.
  private let prefix: [UInt8]
  private let suffix: [UInt8]
  /// By code point: the token of the character alone, or -1.
  private let characters: [Int32]
  /// By byte: the token `<0x0A>`, or -1; nil without `byte_fallback`.
  private let byteTokens: [Int32]?

  init(_ component: Component) throws(TokenizerError) {
    let vocabulary = try Vocabulary(component.json["vocab"], in: component)
    self.vocabulary = vocabulary
    prefix = Array(try Self.optionalString("continuing_subword_prefix", component).utf8)
    suffix = Array(try Self.optionalString("end_of_word_suffix", component).utf8)
    fuseUnk = try component.bool("fuse_unk", default: false)
    ignoreMerges = try component.bool("ignore_merges", default: false)
    if let dropout = component.json["dropout"], !dropout.isNull, dropout.double != 0 {
      throw component.wrong("dropout", "null")
    }
    let pairs = try BPEMerges.pairs(component)
    merges = try BPEMerges.table(pairs, vocabulary, prefix: prefix.count, component)
    unknown = try Self.unknown(vocabulary, component)
    characters = Self.characters(vocabulary)
    byteTokens =
      try component.bool("byte_fallback", default: false)
      ? (0..<256).map { vocabulary.id(of: ByteToken.text(UInt8($0))) ?? -1 } : nil
    let isPlain = prefix.isEmpty && suffix.isEmpty && !ignoreMerges
    // A character that vanishes moves all tokens after it, in the next piece too.
    let coversAll = unknown != nil || !(byteTokens?.contains(-1) ?? true)
    cutMark = isPlain && coversAll ? BPEMerges.cutMark(pairs, vocabulary) : nil
  }

  private static func optionalString(
    _ key: String, _ component: Component
  ) throws(TokenizerError) -> String {
    component.json[key]?.isNull ?? true ? "" : try component.string(key)
  }

  private static func unknown(
    _ vocabulary: Vocabulary, _ component: Component
  ) throws(TokenizerError) -> Int32? {
    guard let name = component.json["unk_token"], !name.isNull else { return nil }
    let token = try component.string("unk_token")
    guard let id = vocabulary.id(of: token) else {
      throw .missingToken(token: token, role: "unknown token", file: component.file)
    }
    return id
  }

  private static func characters(_ vocabulary: Vocabulary) -> [Int32] {
    var result: [Int32] = []
    for (id, text) in vocabulary.ordered {
      guard let c = text.unicodeScalars.first, text.unicodeScalars.dropFirst().isEmpty else {
        continue
      }
      let place = Int(c.value)
      if place >= result.count {
        result += repeatElement(-1, count: place + 1 - result.count)
      }
      result[place] = id
    }
    return result
  }

  func tokenize(_ word: UnsafeBufferPointer<UInt8>, into tokens: inout [ModelToken]) {
    if ignoreMerges, let id = vocabulary.trie.value(of: word) {
      return tokens.append(ModelToken(id: id, start: 0, end: Int32(word.count)))
    }
    var symbols = MergingWord()
    split(word, into: &symbols)
    symbols.mergeAll(merges)
    symbols.append(to: &tokens)
  }

  /// The characters of a word as tokens; what is unknown as its bytes or the unknown token, which
  /// stands after them, as Hugging Face has it.
  private func split(_ word: UnsafeBufferPointer<UInt8>, into symbols: inout MergingWord) {
    guard let bytes = word.baseAddress else { return }
    var waiting = 0
    func flush() {
      if waiting > 0, let unknown { symbols.append(unknown, length: waiting) }
      waiting = 0
    }
    var i = 0
    while i < word.count {
      let (c, length) = decodeScalar(bytes, at: i)
      let range = i..<i + length
      if let id = token(c, range, in: word) {
        flush()
        symbols.append(id, length: length)
      } else if let ids = fallback(range, in: word) {
        for id in ids { symbols.append(id, length: 1) }
      } else if unknown != nil {
        if !fuseUnk { flush() }
        waiting += length
      }
      i += length
    }
    flush()
  }

  private func token(
    _ c: UInt32, _ range: Range<Int>, in word: UnsafeBufferPointer<UInt8>
  ) -> Int32? {
    if prefix.isEmpty, suffix.isEmpty {
      guard c < characters.count, characters[Int(c)] >= 0 else { return nil }
      return characters[Int(c)]
    }
    return vocabulary.trie.value(of: text(range, in: word))
  }

  /// A character with the prefix and suffix that its place asks for.
  private func text(_ range: Range<Int>, in word: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    (range.lowerBound > 0 ? prefix : []) + word[range]
      + (range.upperBound == word.count ? suffix : [])
  }

  /// Tokens of the bytes of a character; nil unless all are known.
  private func fallback(_ range: Range<Int>, in word: UnsafeBufferPointer<UInt8>) -> [Int32]? {
    guard let byteTokens else { return nil }
    let ids = text(range, in: word).map { byteTokens[Int($0)] }
    return ids.contains(-1) ? nil : ids
  }
}

/// The token that stands for a byte.
enum ByteToken {
  static func text(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x" + (byte < 16 ? "0" : "") + digits + ">"
  }

  /// The byte of `<0x0A>`; nil for other tokens.
  static func byte(_ token: String) -> UInt8? {
    let text = Array(token.utf8)
    guard text.count == 6, text.starts(with: Array("<0x".utf8)), text[5] == 0x3E else {
      return nil
    }
    return UInt8(String(decoding: text[3..<5], as: UTF8.self), radix: 16)
  }
}
