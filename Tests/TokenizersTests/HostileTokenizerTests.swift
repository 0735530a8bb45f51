import Files
import Foundation
import Testing
import Tokenizers

/// A `tokenizer.json` of any content is read or refused with an error; nothing traps.
@Suite struct HostileTokenizerTests {
  private struct Draws {
    var state: UInt64

    mutating func next(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % n
    }
  }

  private static let junk: [JSON] = [
    .null, .bool(true), .integer(5), .integer(-1), .integer(.max), .integer(.min),
    .integer(1 << 31), .integer(1 << 31 - 1), .number(1e30), .number(-0.5), .string(""),
    .string("a"), .string("▁"), .string("é\u{301}"), .string(String(repeating: "ab", count: 99)),
    .array([]), .array([.integer(5)]), .array([.string("a"), .integer(0)]), .object([:]),
    .object(["type": .string("NFC")]), .object(["type": .string("Odd")]),
    .object(["String": .string("")]), .object(["Regex": .string("[0-9]+")]),
  ]

  /// One place of a value, the members of a vocabulary seldom, changed to something else.
  private func mutated(_ json: JSON, _ draws: inout Draws) -> JSON {
    switch json {
    case .object(var object) where !object.isEmpty && draws.next(8) > 0:
      let key = object.keys[draws.next(object.count)]
      if draws.next(12) == 0 {
        object[key] = nil
      } else {
        object[key] = mutated(object[key] ?? .null, &draws)
      }
      return .object(object)
    case .array(var items) where !items.isEmpty && draws.next(8) > 0:
      let i = draws.next(items.count)
      if draws.next(12) == 0 { items.append(items[i]) }
      items[i] = mutated(items[i], &draws)
      return .array(items)
    default: return Self.junk[draws.next(Self.junk.count)]
    }
  }

  /// Reads a tokenizer and works with it, when it can be read.
  ///
  /// - Returns: the error, or nil.
  private func use(_ files: [String: String]) -> String? {
    do {
      let tokenizer = try TokenizerLoader.load(TokenizerFixtures.folder(files))
      for text in ["", "a  b<s>é 中\n---1234's😀", String(repeating: "▁a", count: 60)] {
        let encoding = tokenizer.encode(text)
        let length = text.unicodeScalars.count
        #expect(encoding.offsets.allSatisfy { 0 <= $0.lowerBound && $0.upperBound <= length })
        _ = tokenizer.encode(text, pair: text, maxLength: 7)
        _ = tokenizer.decode(encoding.ids + [-1, .max, 0, 1, 2], skipSpecial: true)
      }
      return nil
    } catch { return "\(error)" }
  }

  @Test func mutatedFilesAreReadOrRefused() throws {
    var draws = Draws(state: 11)
    var read = 0
    for row in try TokenizerCaseTests.cases() {
      let json = try #require(row["tokenizer"])
      for _ in 0..<30 {
        var changed = json
        for _ in 0...draws.next(3) { changed = mutated(changed, &draws) }
        guard let error = use(["tokenizer.json": changed.serialized()]) else {
          read += 1
          continue
        }
        #expect(error.contains("test/tokenizer.json") && error.utf8.count < 1500, "\(error)")
      }
    }
    // Some changes leave a tokenizer that works; without them the test would show little.
    #expect(read > 100)
  }

  private func file(_ parts: [String: String]) -> [String: String] {
    var all = [
      "added_tokens": "[]", "pre_tokenizer": "null", "normalizer": "null",
      "model": #"{"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}"#,
    ]
    all.merge(parts) { _, new in new }
    let members = all.map { "\"\($0)\": \($1)" }.joined(separator: ", ")
    return ["tokenizer.json": "{\(members)}"]
  }

  private func model(_ vocab: String, _ merges: String) -> [String: String] {
    file(["model": #"{"type": "BPE", "vocab": \#(vocab), "merges": \#(merges)}"#])
  }

  private func added(_ members: String) -> [String: String] {
    file(["added_tokens": "[{\"content\": \"<x>\", \(members)}]"])
  }

  @Test func wrongFilesAreNamedWithWhatTheyHold() {
    let place = "test/tokenizer.json: "
    let range = "expected a whole number below 2147483648"
    let cases = [
      (file(["added_tokens": "5"]), "'added_tokens' is 5, expected an array"),
      (added("\"id\": -1"), "added_tokens: 'id' is -1, \(range)"),
      (added("\"id\": 2147483648"), "added_tokens: 'id' is 2147483648, \(range)"),
      (added("\"id\": 1, \"special\": 1"), "added_tokens: 'special' is 1, expected true or false"),
      (model(#"{"a": -7}"#, "[]"), "model: the id of 'a' is -7, \(range)"),
      (model(#"{"a": 99999999999}"#, "[]"), "model: the id of 'a' is 99999999999, \(range)"),
      (model(#"{"a": 0}"#, #"["a b"]"#), "model: the merge 'a b' speaks of a token not in 'vocab'"),
      (model(#"{"a": 0}"#, #"["ab"]"#), "model: 'ab' is not a merge"),
      (model(#"{"a": 0}"#, #"[["a", 5]]"#), "model: 'merges' holds [\"a\",5]"),
      (model("[]", "[]"), "model: 'vocab' is [], expected an object"),
    ]
    for (files, expected) in cases { #expect(use(files) == place + expected) }
    let deep = String(repeating: #"{"type": "Sequence", "normalizers": ["#, count: 5000)
    #expect(use(file(["normalizer": deep]))?.contains("nested more than 64 deep") == true)
  }

  /// An id is left for each added token, or the file is refused.
  @Test func idsAtTheEndOfTheirRangeAreHandled() {
    let last = Int32.max
    #expect(use(model("{\"a\": \(last)}", "[]")) == nil)
    var files = model("{\"a\": \(last)}", "[]")
    files["tokenizer_config.json"] = """
      {"added_tokens_decoder": {"0": {"content": "a"}, "1": {"content": "<x>"}}}
      """
    #expect(use(files) == "test/tokenizer.json: no id is left for the token '<x>'")
  }

  @Test func oddButReadableFilesWork() {
    // No tokens at all; ids twice; a merge that gives one of its parts again, and one twice.
    #expect(use(model("{}", "[]")) == nil)
    #expect(use(model(#"{"a": 0, "b": 0, "": 1}"#, "[]")) == nil)
    #expect(use(model(#"{"a": 0, "": 1, "aa": 2}"#, #"[["a", ""], ["", "a"], ["a", "a"]]"#)) == nil)
    #expect(use(model(#"{"a": 0, "aa": 2}"#, #"["a a", "a a"]"#)) == nil)
    #expect(use(added("\"id\": 0, \"special\": true")) == nil)
  }

  /// Bytes for a suffix are more than the word has.
  @Test func bytesOfAnAffixStayWithinTheText() throws {
    var vocabulary: JSONObject = [:]
    for byte in 0..<256 {
      let digits = String(byte, radix: 16, uppercase: true)
      vocabulary["<0x" + (byte < 16 ? "0" : "") + digits + ">"] = .integer(byte)
    }
    for affix in ["continuing_subword_prefix", "end_of_word_suffix"] {
      let model: JSON = .object([
        "type": .string("BPE"), "byte_fallback": .bool(true), affix: .string("</w>"),
        "vocab": .object(vocabulary), "merges": .array([]),
      ])
      #expect(use(file(["model": model.serialized()])) == nil)
    }
  }

  /// Units and replacements that lie outside, and a trie that leads back to itself.
  @Test func charsmapsMayPointAnywhere() {
    var draws = Draws(state: 3)
    var read = 0
    for _ in 0..<400 {
      let units = 1 + draws.next(300)
      var bytes: [UInt8] = []
      func append(_ word: Int) { for k in 0..<4 { bytes.append(UInt8(word >> (8 * k) & 0xFF)) } }
      append(4 * units)
      for _ in 0..<units {
        // A label that texts have, with an offset that is small, or anything.
        let label = [0x61, 0x20, 0xC3, 0xA9, 0xE4][draws.next(5)]
        append(draws.next(2) == 0 ? draws.next(1 << 31) : label | 0x100 | draws.next(400) << 10)
      }
      bytes += Array("ab\u{0}é".utf8.prefix(draws.next(6)))
      let text = Data(bytes).base64EncodedString()
      let map = #"{"type": "Precompiled", "precompiled_charsmap": "\#(text)"}"#
      if use(file(["normalizer": map])) == nil { read += 1 }
    }
    #expect(read > 200)
  }
}
