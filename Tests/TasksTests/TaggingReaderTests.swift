import Files
import Tasks
import Testing

@Suite struct TaggingReaderTests {
  private let conll = """
    -DOCSTART- -X- -X- O

    EU NNP I-NP B-ORG
    rejects VBZ I-VP O

    Peter\u{20}Blackburn NNP I-NP

    """

  @Test func sentencesEndAtBlankLines() throws {
    let text =
      "-DOCSTART- -X- O\n\nEU NNP B-ORG\nsays VBZ O\n\n\nZoë NNP B-PER\r\nBrún NNP I-PER\r\n"
    let d = try load(text, as: "d.txt")
    #expect(d.content == .tagging(tags: ["B-ORG", "B-PER", "I-PER", "O"]))
    #expect(d.examples.map(\.words) == [["EU", "says"], ["Zoë", "Brún"]])
    #expect(d.examples.map(\.tags) == [[0, 3], [1, 2]])
    #expect(d.texts == ["EU says", "Zoë Brún"])
    #expect(d.rows == [3, 7])
    #expect(d.ids == [.integer(0), .integer(1)])
    #expect(d.labels == ["B-ORG", "B-PER", "I-PER", "O"])
  }

  @Test func tabsMayHoldBlanks() throws {
    let d = try load("New York\tB-LOC\nis\tO\n", as: "d.tsv")
    #expect(d.examples.map(\.words) == [["New York", "is"]])
  }

  @Test func wordsAloneHaveNoTags() throws {
    let d = try load("EU\nsays\n\nno\n", as: "d.conll")
    #expect(d.content == .tagging(tags: []))
    #expect(d.examples.map(\.tags) == [nil, nil])
  }

  @Test func brokenRowsAreNamed() {
    #expect(throws: TaskError.columnCount(file: "d.conll", row: 6, expected: 4, found: 3)) {
      try load(conll.replacingBlank(), as: "d.conll")
    }
    #expect(throws: TaskError.missingValue(file: "d.conll", row: 2, column: "2")) {
      try load("a\tO\nb\t\n", as: "d.conll")
    }
    #expect(throws: TaskError.empty(file: "d.conll")) { try load("\n\n", as: "d.conll") }
    #expect(throws: TaskError.notUTF8(file: "d.conll", row: 2, column: 1)) {
      try load(Array("a O\n".utf8) + [0xFF, 0x20, 0x4F, 0x0A], as: "d.conll")
    }
  }

  @Test func labelColumnsAreNotTags() throws {
    #expect(try load("a film\tO\nbad\tO\n", as: "d.tsv").labels == ["O"])
    #expect(
      try load("a film\tO\nbad\tO\n", as: "d.tsv").content == .classification(labels: ["O"]))
  }

  @Test func linesHoldTokensAndTags() throws {
    let text = """
      {"id": "x", "tokens": ["EU", "says"], "ner_tags": [3, 0]}
      {"tokens": ["Zoë"], "ner_tags": [10]}

      """
    let d = try load(text, as: "d.jsonl")
    #expect(d.content == .tagging(tags: ["0", "3", "10"]))
    #expect(d.examples.map(\.tags) == [[1, 0], [2]])
    #expect(d.ids == [.string("x"), .integer(1)])
  }

  @Test func brokenLinesAreNamed() {
    #expect(throws: TaskError.repeatedID(file: "d.jsonl", row: 3, id: "x", first: 1)) {
      try load(
        #"{"id": "x", "tokens": ["a"]}"# + "\n\n" + #"{"id": "x", "tokens": ["b"]}"#,
        as: "d.jsonl")
    }
    #expect(throws: TaskError.tagCount(file: "d.jsonl", row: 2, words: 2, tags: 1)) {
      try load(
        #"{"tokens": ["a"], "tags": ["O"]}"# + "\n" + #"{"tokens": ["a", "b"], "tags": ["O"]}"#,
        as: "d.jsonl")
    }
    #expect(
      throws: TaskError.missingLabel(
        file: "d.jsonl", row: 2, column: "tags", labelled: 1, rows: 2)
    ) {
      try load(
        #"{"tokens": ["a"], "tags": ["O"]}"# + "\n" + #"{"tokens": ["a"]}"#, as: "d.jsonl")
    }
    #expect(throws: TaskError.missingValue(file: "d.jsonl", row: 1, column: "tokens")) {
      try load(#"{"text": "a"}"#, as: "d.jsonl", DatasetRequest(format: "jsonl-tags"))
    }
    let empty = #expect(throws: TaskError.self) {
      try load(#"{"words": [], "tags": []}"#, as: "d.jsonl")
    }
    #expect(empty?.description == "'words' in d.jsonl:1 is an empty array (expected words)")
    #expect(throws: TaskError.self) {
      try load(
        #"{"tokens": ["a", null], "tags": ["O", "O"]}"#, as: "d.jsonl",
        DatasetRequest(format: "jsonl-tags"))
    }
  }
}

extension String {
  /// Without the blank between two words, which is one word with it.
  fileprivate func replacingBlank() -> String {
    split(separator: "Peter ").joined(separator: "Peter_")
  }
}
