import Files
import Testing
import Tokenizers

@Suite struct TruncationTests {
  /// Single texts and pairs with special tokens at many lengths; "added" is cut at its start.
  @Test(arguments: ["uncased", "cased", "added"])
  func pairsMatchHuggingFace(_ name: String) throws {
    let rows = try #require(try TokenizerFixtures.json("expected/pairs-\(name).json").array)
    try #require(rows.count > 400)
    let tokenizer = try TokenizerFixtures.load(name)
    for row in rows {
      let text = try #require(row["text"]?.string)
      let (pair, length) = (row["pair"]?.string, row["max"]?.int)
      let found = tokenizer.encode(text, pair: pair, maxLength: length)
      let place: Comment = "\(text.debugDescription), \(pair ?? "alone"), \(length ?? 0)"
      #expect(found.ids.map(Int.init) == row["ids"]?.ints, place)
      #expect(found.typeIDs.map(Int.init) == row["typeIDs"]?.ints, place)
      #expect(found.offsets.map(\.lowerBound) == row["starts"]?.ints, place)
      #expect(found.offsets.map(\.upperBound) == row["ends"]?.ints, place)
      #expect(found.sequence.map(Int.init) == row["sequence"]?.ints, place)
      #expect(found.isTruncated == row["isTruncated"]?.bool, place)
    }
  }

  @Test func aLengthBelowTheSpecialTokensLeavesThemAlone() throws {
    let tokenizer = try TokenizerFixtures.load("uncased")
    let found = tokenizer.encode("some words", pair: nil, maxLength: 1)
    #expect(found.ids == [tokenizer.special.cls, tokenizer.special.sep])
    #expect(found.isTruncated)
  }
}
