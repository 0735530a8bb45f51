import Files
import Testing
import Tokenizers

@Suite struct TokenizerPipelineTests {
  @Test(arguments: ["uncased", "cased", "plain"])
  func linesMatchHuggingFace(_ name: String) throws {
    let expected = try #require(
      try TokenizerFixtures.json("expected/lines-\(name).json").array)
    let lines = try TokenizerFixtures.lines()
    try #require(lines.count == expected.count && lines.count > 200)
    let tokenizer = try TokenizerFixtures.load(name)
    for (line, row) in zip(lines, expected) {
      try expectEqual(tokenizer.encode(line), row, line)
    }
  }

  @Test(arguments: [
    ("uncased", "hard"), ("cased", "hard"), ("plain", "hard"), ("added", "added"),
  ])
  func hardCasesMatchHuggingFace(_ name: String, _ texts: String) throws {
    let expected = try #require(
      try TokenizerFixtures.json("expected/hard-\(name).json").array)
    let texts = try TokenizerFixtures.strings("\(texts).json")
    try #require(texts.count == expected.count && texts.count > 200)
    let tokenizer = try TokenizerFixtures.load(name)
    for (text, row) in zip(texts, expected) {
      let encoding = tokenizer.encode(text)
      try expectEqual(encoding, row, text)
      let tokens = encoding.ids.map { tokenizer.token($0).map(ByteKey.init) }
      #expect(tokens == row[3]?.texts?.map(ByteKey.init))
      let decoded = tokenizer.decode(encoding.ids, skipSpecial: true)
      #expect(ByteKey(decoded) == ByteKey(try #require(row[4]?.string)), "\(text.debugDescription)")
      let whole = tokenizer.decode(encoding.ids, skipSpecial: false)
      #expect(ByteKey(whole) == ByteKey(try #require(row[5]?.string)), "\(text.debugDescription)")
    }
  }

  /// Ids and offsets of columns `[ids, starts, ends, …]`, every element.
  private func expectEqual(_ found: Encoding, _ row: JSON, _ text: String) throws {
    let ids = try #require(row[0]?.ints)
    let starts = try #require(row[1]?.ints)
    let ends = try #require(row[2]?.ints)
    let isEqual =
      found.ids.map(Int.init) == ids && found.offsets.map(\.lowerBound) == starts
      && found.offsets.map(\.upperBound) == ends
    if !isEqual {
      let expected = zip(ids, zip(starts, ends)).map { "\($0):\($1.0):\($1.1)" }
      Issue.record(
        """
        \(text.debugDescription)
        expected \(expected.joined(separator: " "))
        found    \(serialised(found))
        """)
    }
    #expect(found.typeIDs == Array(repeating: 0, count: found.ids.count))
    #expect(found.sequence == Array(repeating: 0, count: found.ids.count))
    #expect(!found.isTruncated)
  }

  @Test func severalThreadsGetTheSameTokens() async throws {
    let tokenizer = try TokenizerFixtures.load("uncased")
    let lines = try TokenizerFixtures.lines()
    let alone = lines.map { tokenizer.encode($0) }
    let together = await withTaskGroup(of: [Encoding].self) { group in
      for _ in 0..<8 { group.addTask { lines.map { tokenizer.encode($0) } } }
      return await group.reduce(into: [[Encoding]]()) { $0.append($1) }
    }
    #expect(together.allSatisfy { $0 == alone })
  }

  @Test func moreWordsThanTheCacheHoldsChangeNothing() throws {
    let tokenizer = try TokenizerFixtures.load("uncased")
    let before = tokenizer.encode("the ferry left at six")
    let words = (0..<150_000).map { String($0, radix: 26) }
    let once = tokenizer.encode(words.joined(separator: " "))
    let fresh = try TokenizerFixtures.load("uncased").encode(words.joined(separator: " "))
    #expect(once == fresh)
    #expect(tokenizer.encode("the ferry left at six") == before)
    #expect(tokenizer.encode(words.joined(separator: " ")) == once)
  }
}
