import Files
import Foundation
import Tasks
import Testing
import Tokenizers

@Suite struct GrowingTextTests {
  static let kinds = ["gpt2", "llama2", "llama3", "qwen2", "t5", "xlmr", "albert", "roberta"]

  private func pieces(
    _ ids: [Int32], _ tokenizer: any Tokenizer, stop: [String] = []
  ) -> (pieces: [String], text: String, used: Int) {
    var growing = GrowingText(tokenizer, stop: stop)
    var pieces: [String] = []
    var used = 0
    for id in ids where !growing.isStopped {
      pieces.append(growing.append(id))
      used += 1
    }
    pieces.append(growing.finish())
    return (pieces, growing.text, used)
  }

  @Test(arguments: kinds)
  func piecesMakeTheTextThatAllTokensDecodeTo(_ kind: String) throws {
    let tokenizer = try GenerationFixture.tokenizer(kind, .object([:]))
    let words = "Zürich, 東京 and e\u{301} 👨‍👩‍👧 — \u{0645}\u{0631} don't  stop\n\n now. "
    let text = String(repeating: words, count: 9)
    let ids = tokenizer.encode(text).ids
    #expect(ids.count > 200)
    let grown = pieces(ids, tokenizer)
    #expect(grown.text == tokenizer.decode(ids, skipSpecial: true))
    #expect(grown.pieces.joined() == grown.text)
    #expect(grown.pieces.count { !$0.isEmpty } > ids.count / 4, "little is held back")
    #expect(!grown.pieces.contains { $0.unicodeScalars.contains("\u{FFFD}") })
  }

  /// Tokens of single bytes, so that a character takes several.
  @Test func aCharacterComesWhole() throws {
    let tokenizer = try GenerationFixture.gpt2()
    let ids = Array("a é東👍z".utf8).map { byte in
      tokenizer.id(of: ByteNames.names[Int(byte)])!
    }
    let grown = pieces(ids, tokenizer)
    #expect(
      grown.pieces == ["a", " ", "", "é", "", "", "東", "", "", "", "👍", "z", ""], "\(grown.pieces)")
    // Bytes that never make a character come at the end, or when another follows.
    let broken = pieces(Array(ids[3...4]) + ids.suffix(1), tokenizer)
    #expect(broken.pieces.joined() == broken.text && broken.text.hasSuffix("z"))
    #expect(pieces(Array(ids[4...5]), tokenizer).pieces.last?.isEmpty == false)
  }

  @Test func stopStringsAreFoundAcrossTokens() throws {
    let tokenizer = try GenerationFixture.gpt2()
    let ids = Array("one END two ENDING\nmore".utf8).map {
      tokenizer.id(of: ByteNames.names[Int($0)])!
    }
    let grown = pieces(ids, tokenizer, stop: ["ENDI", "xyz"])
    #expect(grown.text == "one END two ")
    #expect(grown.pieces.joined() == grown.text)
    #expect(grown.used == 16)
    // "END " cannot go on to "ENDI": what was held back comes with it.
    #expect(grown.pieces[0..<9] == ["o", "n", "e", " ", "", "", "", "END ", "t"])
    let first = pieces(ids, tokenizer, stop: ["ENDING", "END", "\n"])
    #expect((first.text, first.used) == ("one ", 7))
    #expect(pieces(ids, tokenizer, stop: ["\n"]).text == "one END two ENDING")
    let never = pieces(ids, tokenizer, stop: ["more "])
    #expect(never.pieces.joined() == "one END two ENDING\nmore")
  }

  @Test func specialTokensAreNotShown() throws {
    let tokenizer = try GenerationFixture.gpt2()
    let ids = tokenizer.encode("a<|endoftext|>b").ids
    #expect(ids.contains(0))
    #expect(pieces(ids, tokenizer).pieces.joined() == "ab")
  }
}

/// How byte-level vocabularies spell each byte.
enum ByteNames {
  static let names: [String] = {
    var others: UInt32 = 0x100
    return (0..<256).map { (byte: UInt32) in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return String(Unicode.Scalar(byte)!)
      default:
        others += 1
        return String(Unicode.Scalar(others - 1)!)
      }
    }
  }()
}
