import Files
import Tasks
import Testing

@Suite struct TSVReaderTests {
  @Test func readsTextAndLabelWithoutHeader() throws {
    let d = try load("a fine film\tpositive\nso dull\tnegative\n", as: "d.tsv")
    #expect(d.texts == ["a fine film", "so dull"])
    #expect(d.content == .classification(labels: ["negative", "positive"]))
    #expect(d.examples.map(\.label) == [1, 0])
    #expect(d.ids == [.integer(0), .integer(1)])
    #expect(d.rows == [1, 2])
    #expect(d.notes.isEmpty)
  }

  @Test func quotesAreText() throws {
    let d = try load("\"quoted\t1\n he said \"no\" \t0\n", as: "d.tsv")
    #expect(d.texts == ["\"quoted", " he said \"no\" "])
  }

  @Test func lastLineNeedsNoLineEnd() throws {
    #expect(try load("a\t1\nb\t0", as: "d.tsv").texts == ["a", "b"])
  }

  @Test func byteOrderMarkCarriageReturnsAndBlankLinesAreNotContent() throws {
    let d = try load("\u{FEFF}text\tlabel\r\n\r\na\t1\r\n   \r\nb\t0\r\n", as: "d.tsv")
    #expect(d.texts == ["a", "b"])
    #expect(d.labels == ["0", "1"])
    #expect(d.rows == [3, 5])
  }

  @Test func onlyLineFeedsEndLines() throws {
    let d = try load("a\u{2028}b\u{85}c\u{0C}d\re\t1\nf\t0\n", as: "d.tsv")
    #expect(d.texts[0].unicodeScalars.elementsEqual("a\u{2028}b\u{85}c\u{0C}d\re".unicodeScalars))
    #expect(d.rows == [1, 2])
  }

  @Test func rowWithoutLabelIsToldWithItsLine() {
    let expected = TaskError.missingLabel(file: "d.tsv", row: 2, column: "2", labelled: 2, rows: 3)
    #expect(throws: expected) { try load("a\t1\nb\nc\t0\n", as: "d.tsv") }
    #expect(throws: expected) { try load("a\t1\nb\t\nc\t0\n", as: "d.tsv") }
    #expect(
      expected.description
        == "d.tsv:2 has no label in column '2', but 2 of 3 rows have one")
  }

  @Test func firstRowWithoutLabelIsTold() {
    #expect(
      throws: TaskError.missingLabel(file: "d.tsv", row: 1, column: "2", labelled: 1, rows: 2)
    ) { try load("a\nb\t1\n", as: "d.tsv") }
  }

  @Test func rowWithOtherColumnCountIsTold() {
    #expect(throws: TaskError.columnCount(file: "d.tsv", row: 3, expected: 2, found: 3)) {
      try load("text\tlabel\na\t1\nb\tc\t0\n", as: "d.tsv")
    }
    #expect(throws: TaskError.columnCount(file: "d.tsv", row: 2, expected: 3, found: 1)) {
      try load("text\tlabel\tid\na\n", as: "d.tsv")
    }
    #expect(
      TaskError.columnCount(file: "d.tsv", row: 2, expected: 3, found: 1).description
        == "d.tsv:2 has 1 column (expected 3)")
  }

  @Test func invalidUTF8IsToldWithItsLine() {
    let bytes = Array("a\t1\nb".utf8) + [0xFF] + Array("\t0\n".utf8)
    #expect(throws: TaskError.notUTF8(file: "d.tsv", row: 2, column: 2)) {
      try load(bytes, as: "d.tsv")
    }
  }

  @Test func oneColumnIsPlainText() throws {
    let d = try load("first\nsecond\n", as: "d.tsv")
    #expect(d.content == .text)
    #expect(d.texts == ["first", "second"])
  }
}
