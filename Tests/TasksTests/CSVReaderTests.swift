import Tasks
import Testing

@Suite struct CSVReaderTests {
  @Test func quotedFieldsHoldCommasQuotesAndLineEnds() throws {
    let d = try load(
      "text,label\r\n\"one, \"\"two\"\"\nthree\r\nfour\",1\r\nplain,0\r\n", as: "d.csv")
    // Compared by bytes: "\r\n" is one character to Swift.
    #expect(Array(d.texts[0].utf8) == Array("one, \"two\"\nthree\r\nfour".utf8))
    #expect(d.texts[1] == "plain")
    #expect(d.spelled == ["1", "0"])
    #expect(d.rows == [2, 5])
  }

  @Test func emptyFieldsAndEmptyQuotesAreEmptyTexts() throws {
    let d = try load(",1\n\"\",0\n\"\"\"\",1\n", as: "d.csv")
    #expect(d.texts == ["", "", "\""])
  }

  @Test func blankLinesBetweenRowsAreSkipped() throws {
    let d = try load("\n\ntext,label\n\na,1\n\r\nb,0\n\n", as: "d.csv")
    #expect(d.texts == ["a", "b"])
    #expect(d.rows == [5, 7])
  }

  @Test func lastRowMayEndWithoutLineEnd() throws {
    #expect(try load("a,1\n\"b\",0", as: "d.csv").texts == ["a", "b"])
    #expect(try load("a,1\nb,0\r", as: "d.csv").spelled == ["1", "0"])
  }

  @Test func spacesAroundALabelDoNotMakeAnother() throws {
    #expect(try load("a,1\nb, 1\nc,0 \n", as: "d.csv").labels == ["0", "1"])
  }

  @Test func lonelyCarriageReturnIsText() throws {
    #expect(try load("a\rb,1\n", as: "d.csv").texts == ["a\rb"])
  }

  @Test func unclosedQuoteIsToldWhereItOpens() {
    #expect(throws: TaskError.quote(file: "d.csv", row: 2, column: 3, problem: .neverClosed)) {
      try load("a,1\n好,\"0\nc,1", as: "d.csv")
    }
    #expect(throws: TaskError.quote(file: "d.csv", row: 2, column: 1, problem: .neverClosed)) {
      try load("a,1\n\"b,0\nc,1\n", as: "d.csv")
    }
  }

  @Test func quoteInsideUnquotedFieldIsTold() {
    #expect(throws: TaskError.quote(file: "d.csv", row: 2, column: 5, problem: .insideField)) {
      try load("a,1\n好 55\" wide,0\n", as: "d.csv")
    }
  }

  @Test func textAfterClosingQuoteIsTold() {
    #expect(throws: TaskError.quote(file: "d.csv", row: 3, column: 2, problem: .textAfterClosing)) {
      try load("a,1\n\"b\n\" c,0\n", as: "d.csv")
    }
    #expect(
      TaskError.quote(file: "d.csv", row: 3, column: 2, problem: .textAfterClosing).description
        == "d.csv:3:2 has text after a closing quote (expected a comma or a line end)")
  }

  @Test func invalidUTF8InsideQuotesIsToldWithItsOwnLine() {
    let bytes = Array("a,1\n\"b\nc".utf8) + [0xC3] + Array("\",0\n".utf8)
    #expect(throws: TaskError.notUTF8(file: "d.csv", row: 3, column: 2)) {
      try load(bytes, as: "d.csv")
    }
  }

  @Test func rowsOfOtherWidthAreTold() {
    #expect(throws: TaskError.columnCount(file: "d.csv", row: 2, expected: 2, found: 3)) {
      try load("text,label\na,b,1\n", as: "d.csv")
    }
    #expect(
      throws: TaskError.missingLabel(file: "d.csv", row: 3, column: "label", labelled: 1, rows: 2)
    ) { try load("text,label\na,1\nb\n", as: "d.csv") }
  }

  @Test func unnamedRowNumbersOfPandasAreNoColumn() throws {
    let d = try load(",text,label\n0,a,1\n1,b,0\n", as: "d.csv")
    #expect(d.texts == ["a", "b"])
    #expect(d.labels == ["0", "1"])
  }
}
