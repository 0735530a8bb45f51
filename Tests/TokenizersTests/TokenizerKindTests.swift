import Files
import Foundation
import Testing
import Tokenizers

/// What the script make_tokenizer_kinds.py wrote: a tokenizer of each kind.
enum KindFixtures {
  static let names = [
    "gpt2", "roberta", "prefix", "llama3", "qwen2", "llama2", "newer", "xlmr", "t5", "albert",
  ]

  static func load(_ name: String) throws -> any Tokenizer {
    try TokenizerFixtures.load("kinds/" + name)
  }

  static func json(_ name: String) throws -> JSON { try TokenizerFixtures.json("kinds/" + name) }

  /// The hard texts and those of special tokens and splits.
  static func texts() throws -> [String] {
    try TokenizerFixtures.strings("hard.json") + TokenizerFixtures.strings("kinds/texts.json")
  }

  /// The same texts as `draws` in the script.
  static func drawnTexts(_ pool: [String], _ count: Int, _ longest: Int, seed: UInt64) -> [String] {
    var state = seed
    func draw(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % n
    }
    return (0..<count).map { _ in
      (0..<1 + draw(longest)).map { _ in pool[draw(pool.count)] }.joined()
    }
  }
}

@Suite struct TokenizerKindTests {
  /// Ids and offsets of columns `[ids, steps between starts, lengths, …]`, every element.
  private func expectEqual(_ found: Encoding, _ row: JSON, _ text: String) throws {
    let ids = try #require(row[0]?.ints)
    let steps = try #require(row[1]?.ints)
    let lengths = try #require(row[2]?.ints)
    try #require(ids.count == steps.count && ids.count == lengths.count)
    var starts = steps
    for i in starts.indices.dropFirst() { starts[i] += starts[i - 1] }
    let isEqual =
      found.ids.map(Int.init) == ids && found.offsets.map(\.lowerBound) == starts
      && found.offsets.map(\.count) == lengths
    if !isEqual {
      let expected = ids.indices.map { "\(ids[$0]):\(starts[$0]):\(starts[$0] + lengths[$0])" }
      Issue.record(
        """
        \(text.debugDescription)
        expected \(expected.joined(separator: " "))
        found    \(serialised(found))
        """)
    }
  }

  @Test(arguments: KindFixtures.names)
  func textsMatchHuggingFace(_ name: String) throws {
    let expected = try #require(try KindFixtures.json("expected/texts-\(name).json").array)
    let texts = try KindFixtures.texts().filter { $0.unicodeScalars.count <= 80 }
    try #require(texts.count == expected.count && texts.count > 300)
    let tokenizer = try KindFixtures.load(name)
    for (text, row) in zip(texts, expected) {
      let encoding = tokenizer.encode(text)
      try expectEqual(encoding, row, text)
      let decoded = tokenizer.decode(encoding.ids, skipSpecial: true)
      #expect(ByteKey(decoded) == ByteKey(try #require(row[3]?.string)), "\(text.debugDescription)")
    }
  }

  @Test(arguments: ["gpt2", "xlmr"])
  func linesMatchHuggingFace(_ name: String) throws {
    let expected = try #require(try KindFixtures.json("expected/lines-\(name).json").array)
    let lines = try TokenizerFixtures.lines()
    try #require(lines.count == expected.count && lines.count > 200)
    let tokenizer = try KindFixtures.load(name)
    for (line, row) in zip(lines, expected) {
      try expectEqual(tokenizer.encode(line), row, line)
    }
  }

  @Test(arguments: KindFixtures.names)
  func anyIdsAreDecodedAsHuggingFaceDecodesThem(_ name: String) throws {
    let rows = try #require(try KindFixtures.json("expected/decoded.json")[name]?.array)
    try #require(rows.count == 60)
    let tokenizer = try KindFixtures.load(name)
    for row in rows {
      let ids = try #require(row[0]?.ints).map(Int32.init)
      for (column, skips) in [(1, true), (2, false)] {
        let expected = try #require(row[column]?.string)
        let found = tokenizer.decode(ids, skipSpecial: skips)
        #expect(ByteKey(found) == ByteKey(expected), "\(ids)")
      }
    }
  }

  @Test(arguments: ["roberta", "prefix", "xlmr", "llama3", "gpt2", "t5"])
  func templatesAndTruncationMatchHuggingFace(_ name: String) throws {
    let rows = try #require(try KindFixtures.json("expected/pairs.json")[name]?.array)
    try #require(rows.count == 28)
    let tokenizer = try KindFixtures.load(name)
    for row in rows {
      let text = try #require(row["text"]?.string)
      let found = tokenizer.encode(text, pair: row["pair"]?.string, maxLength: row["max"]?.int)
      let name = "\(text.debugDescription), \(row["max"]?.int ?? 0) at most"
      #expect(found.ids.map(Int.init) == row["ids"]?.ints, "\(name)")
      #expect(found.typeIDs.map(Int.init) == row["typeIDs"]?.ints, "\(name)")
      #expect(found.offsets.map(\.lowerBound) == row["starts"]?.ints, "\(name)")
      #expect(found.offsets.map(\.upperBound) == row["ends"]?.ints, "\(name)")
      #expect(found.sequence.map(Int.init) == row["sequence"]?.ints, "\(name)")
      #expect(found.isTruncated == row["isTruncated"]?.bool, "\(name)")
    }
  }

  @Test func algorithmsAreNamed() throws {
    #expect(try TokenizerFixtures.load("uncased").algorithm == "WordPiece")
    #expect(try KindFixtures.load("llama2").algorithm == "BPE")
    #expect(try KindFixtures.load("t5").algorithm == "Unigram")
  }

  @Test(arguments: KindFixtures.names)
  func vocabulariesMatchHuggingFace(_ name: String) throws {
    let expected = try KindFixtures.json("digests.json")["kinds"]?[name]?["vocabulary"]?.string
    let tokenizer = try KindFixtures.load(name)
    var bytes: [UInt8] = []
    for id in 0..<tokenizer.vocabularySize {
      let token = try #require(tokenizer.token(Int32(id)))
      // An added token that the normalizer rewrites is known by the text it was given as.
      #expect(tokenizer.id(of: token) == Int32(id) || token == "▁<u>")
      bytes += token.utf8
      bytes.append(0x0A)
    }
    #expect(digest(bytes) == expected)
  }

  @Test(arguments: KindFixtures.names)
  func savingAndLoadingChangesNothing(_ name: String) throws {
    let tokenizer = try KindFixtures.load(name)
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try tokenizer.save(to: folder)
    let again = try TokenizerLoader.load(DiskFolder(folder))
    for text in try KindFixtures.texts() {
      let encoding = tokenizer.encode(text, pair: "a pair", maxLength: 30)
      #expect(again.encode(text, pair: "a pair", maxLength: 30) == encoding)
      #expect(
        ByteKey(again.decode(encoding.ids, skipSpecial: false))
          == ByteKey(tokenizer.decode(encoding.ids, skipSpecial: false)))
    }
  }
}
