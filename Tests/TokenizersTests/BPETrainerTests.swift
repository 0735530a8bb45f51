import Files
import Foundation
import Testing
import Tokenizers

@Suite struct BPETrainerTests {
  private func tokens(_ tokenizer: any Tokenizer) -> [String] {
    (0..<tokenizer.vocabularySize).map { tokenizer.token(Int32($0)) ?? "?" }
  }

  /// Every token in the order of ids, and every merge, as HF's BpeTrainer learns them.
  @Test func vocabularyAndMergesAreHuggingFaces() throws {
    let expected = try KindFixtures.json("expected/trained.json")
    let tokenizer = try BPETrainer.train(TokenizerFixtures.lines(), size: 1500, lowercase: false)
    let tokens = try #require(expected["tokens"]?.texts)
    try #require(tokens.count == 1500)
    #expect(self.tokens(tokenizer).map(ByteKey.init) == tokens.map(ByteKey.init))
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try tokenizer.save(to: folder)
    let saved = try JSON.parse(FileBytes(mapping: folder + "/tokenizer.json"))
    #expect(saved["model"]?["merges"]?.texts == expected["merges"]?.texts)
    // Hugging Face refuses a file whose byte-level parts lack one of these.
    for part in ["pre_tokenizer", "post_processor", "decoder"] {
      let keys = Set(try #require(saved[part]?.object).keys)
      #expect(keys == ["type", "add_prefix_space", "trim_offsets", "use_regex"])
    }
  }

  @Test func sameTextsGiveTheSameVocabulary() throws {
    let lines = try TokenizerFixtures.lines()
    let first = try BPETrainer.train(lines, size: 900, lowercase: true)
    let second = try BPETrainer.train(lines.reversed(), size: 900, lowercase: true)
    #expect(first.vocabularySize == 900)
    #expect(tokens(first) == tokens(second))
  }

  @Test func anyTextComesBack() throws {
    let tokenizer = try BPETrainer.train(["only these words"], size: 270, lowercase: false)
    for text in try KindFixtures.texts() where !text.contains("<|endoftext|>") {
      let encoding = tokenizer.encode(text)
      #expect(ByteKey(tokenizer.decode(encoding.ids, skipSpecial: true)) == ByteKey(text))
    }
  }

  @Test func lowercaseFoldsCaseAndStripsAccents() throws {
    let lines = try TokenizerFixtures.lines()
    let tokenizer = try BPETrainer.train(lines, size: 600, lowercase: true)
    #expect(tokenizer.encode("CAFÉ The").ids == tokenizer.encode("cafe the").ids)
    let cased = try BPETrainer.train(lines, size: 600, lowercase: false)
    #expect(cased.encode("The").ids != cased.encode("the").ids)
  }

  @Test func offsetsLeaveBlanksOut() throws {
    let tokenizer = try BPETrainer.train(["a cat sat a cat sat"], size: 270, lowercase: false)
    #expect(
      tokenizer.encode("a cat").offsets.map { "a cat".dropFirst($0.lowerBound).first } == [
        "a", "c",
      ])
    #expect(tokenizer.special.eos == 0 && tokenizer.special.bos == 0)
  }

  @Test func noRoomAndNothingToLearnAreErrors() throws {
    #expect(throws: TokenizerError.trainingSize(size: 256, needed: 257)) {
      try BPETrainer.train(["text"], size: 256, lowercase: false)
    }
    #expect(throws: TokenizerError.nothingToTrainOn) {
      try BPETrainer.train(["", ""], size: 300, lowercase: false)
    }
  }
}
