import Files
import Foundation
import Testing
import Tokenizers

@Suite struct TokenizerSavingTests {
  private func saved(_ tokenizer: any Tokenizer, _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try tokenizer.save(to: folder)
    try body(folder)
  }

  @Test(arguments: ["uncased", "cased", "added", "plain"])
  func savingAndLoadingChangesNothing(_ name: String) throws {
    let tokenizer = try TokenizerFixtures.load(name)
    let texts = try TokenizerFixtures.strings("hard.json") + TokenizerFixtures.strings("added.json")
    try saved(tokenizer) { folder in
      let again = try TokenizerLoader.load(DiskFolder(folder))
      #expect(again.special == tokenizer.special)
      #expect(again.vocabularySize == tokenizer.vocabularySize)
      #expect(again.modelMaxLength == tokenizer.modelMaxLength)
      for text in texts {
        let encoding = tokenizer.encode(text, pair: "a pair", maxLength: 30)
        #expect(again.encode(text, pair: "a pair", maxLength: 30) == encoding)
        #expect(
          again.decode(encoding.ids, skipSpecial: false)
            == tokenizer.decode(encoding.ids, skipSpecial: false))
      }
      // Saved once more, not a byte is another.
      try saved(again) { second in
        for file in ["tokenizer.json", "tokenizer_config.json", "vocab.txt"] {
          let first = try FileBytes(mapping: folder + "/" + file).text()
          let later = try FileBytes(mapping: second + "/" + file).text()
          #expect(ByteKey(first) == ByteKey(later))
        }
      }
    }
  }

  @Test func theVocabularyFileIsTheOneThatWasRead() throws {
    try saved(try TokenizerFixtures.load("uncased")) { folder in
      let read = try FileBytes(mapping: TokenizerFixtures.folder + "/uncased/vocab.txt").text()
      let written = try FileBytes(mapping: folder + "/vocab.txt").text()
      #expect(ByteKey(written) == ByteKey(read))
    }
  }

  @Test func theFlagsOfTheNormalizerAreSpelledOut() throws {
    try saved(try TokenizerFixtures.load("cased")) { folder in
      let json = try JSON.parse(FileBytes(mapping: folder + "/tokenizer_config.json"))
      #expect(json["do_lower_case"] == .bool(false))
      #expect(json["strip_accents"] == .null)
      #expect(json["tokenize_chinese_chars"] == .bool(true))
      #expect(json["mask_token"] == .string("[MASK]"))
    }
  }

  @Test func aFolderThatIsNotThereIsAnError() throws {
    let tokenizer = try TokenizerFixtures.load("plain")
    #expect(throws: TokenizerError.self) { try tokenizer.save(to: "/nonexistent/folder") }
  }
}
