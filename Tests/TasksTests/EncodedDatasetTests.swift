import Files
import Tasks
import Testing
import Tokenizers

@Suite struct EncodedDatasetTests {
  /// Ids: [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, [MASK] 4, a 5, fine 6, film 7, ##s 8.
  private let tokenizer = try! TokenizerLoader.load(
    EmbeddedFolder(
      path: "tiny",
      files: [
        "vocab.txt": FileBytes(
          label: "vocab.txt",
          bytes: Array("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nfine\nfilm\n##s\n".utf8)),
        "tokenizer_config.json": FileBytes(
          label: "tokenizer_config.json",
          bytes: Array(#"{"tokenizer_class": "BertTokenizer", "do_lower_case": true}"#.utf8)),
      ]))

  private func encoded(_ dataset: Dataset, maxLength: Int = 16) throws(TaskError) -> EncodedDataset
  { try encode(dataset, with: tokenizer, maxLength: maxLength) { false } }

  @Test func examplesFollowEachOtherWithoutPadding() throws {
    let d = try encoded(try load("A fine film\nfilms\n\u{3000}?\n", as: "d.txt"))
    #expect(d.ids == [2, 5, 6, 7, 3, 2, 7, 8, 3, 2, 1, 3])
    #expect(d.offsets == [0, 5, 9, 12])
    #expect(d.typeIDs == [Int32](repeating: 0, count: 12))
    #expect((d.count, d.tokens, d.truncated) == (3, 12, 0))
    #expect(Array(d.ids(1)) == [2, 7, 8, 3])
    #expect(d.length(2) == 3)
    #expect(d.classes == nil)
  }

  @Test func truncationIsCounted() throws {
    let d = try encoded(
      try load("a fine film\na film\na a a a a a\n", as: "d.txt"), maxLength: 4)
    #expect(d.ids == [2, 5, 6, 3, 2, 5, 7, 3, 2, 5, 5, 3])
    #expect(d.truncated == 2)
    #expect(d.lengths.shareTruncated == 2.0 / 3)
    #expect(d.lengths.max == 4)
  }

  @Test func pairsHaveTwoSegments() throws {
    let pairs = try load(
      "premise\thypothesis\na film\tfine\n", as: "d.tsv",
      DatasetRequest(text: ["premise", "hypothesis"]))
    let d = try encoded(pairs)
    #expect(d.ids == [2, 5, 7, 3, 6, 3])
    #expect(d.typeIDs == [0, 0, 0, 0, 1, 1])
    #expect(Array(d.typeIDs(0)) == d.typeIDs)
  }

  @Test func interruptIsPolledBeforeEveryExample() throws {
    let dataset = try load("a\nfine\nfilm\n", as: "d.txt")
    var polls = 0
    #expect(throws: TaskError.interrupted) {
      try encode(dataset, with: tokenizer, maxLength: 16) {
        polls += 1
        return polls == 3
      }
    }
    #expect(polls == 3)
  }
}
