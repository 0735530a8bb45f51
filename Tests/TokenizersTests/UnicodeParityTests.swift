import Files
import Testing
import Tokenizers

/// Parity over every code point, by digests that make_tokenizer_fixtures.py committed.
///
/// The vocabulary holds each character below U+30000 alone and after `##`, so that ids tell what
/// the normalizer made of a character.
@Suite struct UnicodeParityTests {
  /// The flags of BertNormalizer by name of the variant.
  static let variants: [(name: String, flags: String)] = [
    ("uncased", #"{"do_lower_case": true}"#), ("cased", #"{"do_lower_case": false}"#),
    ("lowercase", #"{"do_lower_case": true, "strip_accents": false}"#),
    ("stripped", #"{"do_lower_case": false, "strip_accents": true}"#),
  ]

  private func tokenizer(_ flags: String) throws -> any Tokenizer {
    var bytes = Array("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n".utf8)
    for prefix in ["", "##"] {
      for c in (0x21..<0x30000).compactMap({ Unicode.Scalar(UInt32($0)) }) {
        bytes += prefix.utf8
        bytes += Array(String(c).utf8)
        bytes.append(0x0A)
      }
    }
    return try TokenizerLoader.load(
      EmbeddedFolder(
        path: "characters",
        files: [
          "vocab.txt": FileBytes(label: "vocab.txt", bytes: bytes),
          "tokenizer_config.json": FileBytes(
            label: "tokenizer_config.json", bytes: Array(flags.utf8)),
        ]))
  }

  private func expected(_ variant: String, _ key: String) throws -> [String] {
    try #require(
      try TokenizerFixtures.json("digests.json")["codePoints"]?[variant]?[key]?.texts)
  }

  @Test(arguments: variants)
  func everyCodePointMatchesHuggingFace(_ name: String, _ flags: String) throws {
    let tokenizer = try tokenizer(flags)
    let blocks = try expected(name, "blocks")
    try #require(blocks.count == 272)
    for (block, expected) in blocks.enumerated() {
      var bytes: [UInt8] = []
      for c in block * 4096..<(block + 1) * 4096 {
        guard let scalar = Unicode.Scalar(UInt32(c)) else { continue }
        serialise(tokenizer.encode("a\(scalar)b"), into: &bytes)
      }
      #expect(
        digest(bytes).hasPrefix(expected), "block U+\(String(block * 4096, radix: 16)) differs")
    }
  }

  @Test(arguments: variants)
  func randomTextsMatchHuggingFace(_ name: String, _ flags: String) throws {
    let tokenizer = try tokenizer(flags)
    let expected = try expected(name, "random")
    let texts = Self.randomTexts(20_000)
    try #require(expected.count == 20)
    for (part, expected) in expected.enumerated() {
      var bytes: [UInt8] = []
      for text in texts[part * 1000..<(part + 1) * 1000] {
        serialise(tokenizer.encode(text), into: &bytes)
      }
      #expect(digest(bytes).hasPrefix(expected), "texts from \(part * 1000) differ")
    }
  }

  /// The same texts as `random_texts` in the script: marks, letters that decompose, blanks.
  static func randomTexts(_ count: Int) -> [String] {
    let ranges: [(UInt32, UInt32)] = [
      (0x20, 0x7F), (0x80, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x590, 0x6FF),
      (0x900, 0xDFF), (0xF00, 0xFFF), (0x1100, 0x11FF), (0x1DC0, 0x1DFF), (0x1E00, 0x1FFF),
      (0x2000, 0x206F), (0x302A, 0x309F), (0x4E00, 0x4EFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF),
      (0x1D15E, 0x1D1FF),
    ]
    var state: UInt64 = 1
    func draw(_ n: UInt32) -> UInt32 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt32(state >> 33) % n
    }
    return (0..<count).map { _ in
      var text = String.UnicodeScalarView()
      for _ in 0..<1 + draw(12) {
        let (low, high) = ranges[Int(draw(UInt32(ranges.count)))]
        if let c = Unicode.Scalar(low + draw(high - low + 1)) { text.append(c) }
      }
      return String(text)
    }
  }
}
