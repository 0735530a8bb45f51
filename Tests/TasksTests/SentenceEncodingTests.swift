import Files
import Tasks
import Testing
import Tokenizers

@Suite struct SentenceEncodingTests {
  private func sentences(_ words: [[String]]) -> Dataset {
    Dataset(
      source: "s.conll", content: .tagging(tags: ["B-X", "O"]),
      examples: words.enumerated().map { i, words in
        Example(id: .integer(i), words: words, tags: words.map { _ in 1 }, row: i + 1)
      })
  }

  private func encoded(
    _ words: [[String]], _ tokenizer: any Tokenizer, maxLength: Int = 100
  ) throws -> EncodedSentences {
    try encodeSentences(
      sentences(words), with: tokenizer, maxLength: maxLength, interrupted: { false })
  }

  /// Three pieces a word of three letters, none of a blank one.
  @Test func theFirstPieceStandsForItsWord() throws {
    let result = try encoded([["abc", "d"], ["  ", "ef"]], LetterTokenizer())
    #expect(result.tokens.ids(0) == [1, 97, 98, 99, 100, 2])
    #expect(result.tokens.ids(1) == [1, 101, 102, 2])
    #expect(result.firstPieces == [1, 4, nil, 1])
    #expect(result.words(1) == 2..<4)
    #expect(result.tokens.truncated == 0)
  }

  @Test func whatIsBehindTheCutHasNoPiece() throws {
    let result = try encoded([["abc", "de", "f"]], LetterTokenizer(), maxLength: 6)
    #expect(result.tokens.ids(0) == [1, 97, 98, 99, 100, 2])
    #expect(result.firstPieces == [1, 4, nil])
    #expect(result.tokens.truncated == 1)
  }

  @Test func aByteLevelTokenizerGetsABlankBeforeEveryWord() throws {
    let result = try encoded([["ab", "c"]], LetterTokenizer(isByteLevel: true))
    #expect(result.tokens.ids(0) == [1, 32, 97, 98, 32, 99, 2])
    #expect(result.firstPieces == [1, 4])
  }

  @Test func tagsAreMatchedByNameThenByNumber() throws {
    let data = sentences([["a"]])
    #expect(try tagClasses(of: data, among: ["O", "B-X"]) == [0])
    #expect(throws: TaskError.self) { try tagClasses(of: data, among: ["B-X", "B-Y"]) }
    var plain = data
    plain.content = .tagging(tags: [])
    #expect(try tagClasses(of: plain, among: ["O"]) == nil)
  }
}

/// A token a letter, between 1 and 2; blanks are dropped, or stand as "Ġ".
private struct LetterTokenizer: Tokenizer {
  var isByteLevel = false
  let algorithm = "letters"
  var vocabularySize: Int { 128 }
  func id(of token: String) -> Int32? { nil }
  func token(_ id: Int32) -> String? { id == 32 ? "Ġ" : String(UnicodeScalar(UInt8(id))) }
  var special: SpecialTokens { SpecialTokens() }
  var modelMaxLength: Int? { nil }
  func encode(_ text: String) -> Encoding {
    var encoding = Encoding()
    for (i, byte) in text.utf8.enumerated() where isByteLevel || byte != 32 {
      encoding.ids.append(Int32(byte))
      encoding.typeIDs.append(0)
      encoding.offsets.append(i..<i + 1)
      encoding.sequence.append(0)
    }
    return encoding
  }
  func encode(_ text: String, pair: String?, maxLength: Int?) -> Encoding {
    var encoding = encode(text)
    encoding.ids = [1] + encoding.ids + [2]
    encoding.typeIDs = [0] + encoding.typeIDs + [0]
    encoding.offsets = [0..<0] + encoding.offsets + [0..<0]
    encoding.sequence = [-1] + encoding.sequence + [-1]
    return encoding
  }
  func decode(_ ids: [Int32], skipSpecial: Bool) -> String {
    String(decoding: ids.map { UInt8($0) }, as: UTF8.self)
  }
  func save(to folder: String) throws(TokenizerError) {}
}
