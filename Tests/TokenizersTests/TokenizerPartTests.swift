import Files
import Testing
import Tokenizers

/// Parity of each component and kind by digests that make_tokenizer_kinds.py committed: over every
/// code point, over texts drawn from pools, and over all lines.
@Suite struct TokenizerPartTests {
  static let every = [
    "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "gpt2Split", "llama3Split",
    "qwen2Split", "qwen35Split", "whitespace", "digits", "eachDigit",
  ]

  /// `POOL` of the script.
  static let mixed =
    "aabbee  11'sStTmdlrv\n\r\t!?-".unicodeScalars.map { String($0) }
    + "éÉ\u{301}\u{323}\u{A0}\u{3000}\u{2028}٣½中한ſK\u{17F}😀ﬁ".unicodeScalars.map { String($0) }
    + ["e\u{301}", "\r\n", "  ", "'re"]

  /// `cluster_characters` of the script.
  static let clusters: [String] = {
    let ranges: [ClosedRange<UInt32>] = [
      0x0A...0x0A, 0x0D...0x0D, 0x61...0x66, 0xA9...0xA9, 0xAD...0xAD, 0x300...0x305,
      0x600...0x601, 0x903...0x903, 0x915...0x918, 0x93E...0x93F, 0x94D...0x94D, 0x9CD...0x9CD,
      0x995...0x996, 0xE33...0xE33, 0x1100...0x1101, 0x1161...0x1162, 0x11A8...0x11A9,
      0x200B...0x200D, 0x203C...0x203C, 0x2764...0x2764, 0xAC00...0xAC01, 0xFE0F...0xFE0F,
      0x1F1E6...0x1F1E7, 0x1F3FB...0x1F3FB, 0x1F468...0x1F469, 0x110BD...0x110BD, 0xD4E...0xD4E,
    ]
    return ranges.flatMap { $0.compactMap { Unicode.Scalar($0).map { String($0) } } }
      + ["x\u{301}", "q"]
  }()

  static func pools() -> [(name: String, texts: [String])] {
    [
      ("mixed", KindFixtures.drawnTexts(mixed, 4000, 24, seed: 7)),
      ("clusters", KindFixtures.drawnTexts(clusters, 20_000, 9, seed: 8)),
      ("unicode", UnicodeParityTests.randomTexts(20_000)),
    ]
  }

  private func digestOf(_ texts: some Sequence<String>, _ tokenizer: any Tokenizer) -> String {
    var bytes: [UInt8] = []
    for text in texts { serialise(tokenizer.encode(text), into: &bytes) }
    return String(digest(bytes).prefix(16))
  }

  private func part(_ name: String) throws -> any Tokenizer {
    let parts = try #require(try KindFixtures.json("parts.json").array)
    let json = try #require(parts.first { $0[0]?.string == name }?[1])
    return try TokenizerLoader.load(
      TokenizerFixtures.folder(["tokenizer.json": json.serialized()]))
  }

  private func checkBlocks(_ tokenizer: any Tokenizer, _ row: JSON) throws {
    let blocks = try #require(row["blocks"]?.texts)
    try #require(blocks.count == 272)
    for (block, expected) in blocks.enumerated() {
      let texts = Self.blockTexts(UInt32(block) * 4096)
      let found = digestOf(texts, tokenizer)
      #expect(found == expected, "block U+\(String(block * 4096, radix: 16)) differs")
    }
  }

  /// `block_texts` of the script: each code point in several places; where none is assigned, eight
  /// share a text.
  private static func blockTexts(_ block: UInt32) -> [String] {
    let points = (block..<block + 4096).compactMap(Unicode.Scalar.init)
    let size = block < 0x30000 || block == 0xE0000 ? 1 : 8
    return stride(from: 0, to: points.count, by: size).map { i in
      func s(_ k: Int) -> Unicode.Scalar { points[i + k % size] }
      return "a\(s(0))b1\(s(1)) \(s(2))x  \(s(3))\n\(s(4))'\(s(5))s\(s(6))\(s(7))\u{301}"
    }
  }

  private func checkPools(_ tokenizer: any Tokenizer, _ row: JSON) throws {
    for (pool, texts) in Self.pools() {
      #expect(digestOf(texts, tokenizer) == row[pool]?.string, "\(pool) texts differ")
    }
  }

  @Test func everyPartMatchesHuggingFaceOnDrawnTexts() throws {
    let rows = try #require(try KindFixtures.json("digests.json")["parts"]?.object?.pairs)
    try #require(rows.count == 38)
    let pools = Self.pools()
    for (name, row) in rows {
      let tokenizer = try part(name)
      for (pool, texts) in pools {
        #expect(digestOf(texts, tokenizer) == row[pool]?.string, "\(name): \(pool) texts differ")
      }
    }
  }

  @Test(arguments: every)
  func everyCodePointMatchesHuggingFace(_ name: String) throws {
    let row = try #require(try KindFixtures.json("digests.json")["parts"]?[name])
    try checkBlocks(part(name), row)
  }

  @Test(arguments: KindFixtures.names)
  func everyKindMatchesHuggingFaceOnDrawnTexts(_ name: String) throws {
    let row = try #require(try KindFixtures.json("digests.json")["kinds"]?[name])
    let tokenizer = try KindFixtures.load(name)
    try checkPools(tokenizer, row)
    let texts = try TokenizerFixtures.lines() + TokenizerFixtures.strings("hard.json")
    #expect(digestOf(texts, tokenizer) == row["lines"]?.string)
  }

  @Test(arguments: ["gpt2", "llama2", "xlmr"])
  func everyCodePointMatchesHuggingFaceInAKind(_ name: String) throws {
    let row = try #require(try KindFixtures.json("digests.json")["kinds"]?[name])
    try checkBlocks(KindFixtures.load(name), row)
  }
}
