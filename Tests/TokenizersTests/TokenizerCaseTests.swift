import Files
import Testing
import Tokenizers

/// What the script make_tokenizer_cases.py wrote: tokenizers put together at random, every
/// component beside every other, and what Hugging Face makes of texts with them.
@Suite struct TokenizerCaseTests {
  static func cases() throws -> [JSON] {
    try #require(try TokenizerFixtures.json("cases.json").array)
  }

  static func load(_ row: JSON) throws -> any Tokenizer {
    let json = try #require(row["tokenizer"]).serialized()
    return try TokenizerLoader.load(TokenizerFixtures.folder(["tokenizer.json": json]))
  }

  /// What stands around the model, for a reader of a failure.
  private func summary(_ row: JSON) -> String {
    var object = row["tokenizer"]?.object ?? [:]
    object["model"] = object["model"]?["type"] ?? .null
    return JSON.object(object).serialized()
  }

  private func row(_ encoding: Encoding) -> String {
    String(serialised(encoding).dropLast())
  }

  private func expectDecoded(
    _ ids: [Int32], _ expected: JSON?, _ tokenizer: any Tokenizer, _ comment: String
  ) {
    for (column, skips) in [(0, true), (1, false)] {
      let found = JSON.string(tokenizer.decode(ids, skipSpecial: skips))
      #expect(found == expected?[column], "\(comment)")
    }
  }

  @Test func textsMatchHuggingFace() throws {
    let cases = try Self.cases()
    try #require(cases.count == 70)
    for row in cases {
      let tokenizer = try Self.load(row)
      let texts = try #require(row["texts"]?.texts)
      let encoded = try #require(row["encoded"]?.texts)
      try #require(texts.count == 14 && encoded.count == 14)
      for (i, text) in texts.enumerated() {
        let comment = "\(text.debugDescription) with \(summary(row))"
        let encoding = tokenizer.encode(text)
        #expect(self.row(encoding) == encoded[i], "\(comment)")
        expectDecoded(encoding.ids, row["decoded"]?[i], tokenizer, comment)
      }
    }
  }

  @Test func anyIdsAreDecodedAsHuggingFaceDecodesThem() throws {
    for row in try Self.cases() {
      let tokenizer = try Self.load(row)
      let lists = try #require(row["ids"]?.array)
      for (i, list) in lists.enumerated() {
        let ids = try #require(list.ints).map(Int32.init)
        expectDecoded(ids, row["idTexts"]?[i], tokenizer, "\(ids) with \(summary(row))")
      }
    }
  }

  @Test func pairsMatchHuggingFace() throws {
    for row in try Self.cases() {
      let tokenizer = try Self.load(row)
      for pair in try #require(row["pairs"]?.array) {
        let (a, b) = (try #require(pair[0]?.string), try #require(pair[1]?.string))
        let encoding = tokenizer.encode(a, pair: b, maxLength: pair[2]?.int)
        let comment = "\(a.debugDescription) and \(b.debugDescription) with \(summary(row))"
        #expect(self.row(encoding) == pair[3]?.string, "\(comment)")
        #expect(encoding.typeIDs.map(Int.init) == pair[4]?.ints, "\(comment)")
      }
    }
  }

  /// Added tokens are numbered after the vocabulary, whatever ids the file has for them.
  @Test func vocabulariesAreAsLargeAsHuggingFaces() throws {
    for row in try Self.cases() {
      let tokenizer = try Self.load(row)
      #expect(tokenizer.vocabularySize == row["vocabularySize"]?.int, "\(summary(row))")
    }
  }
}
