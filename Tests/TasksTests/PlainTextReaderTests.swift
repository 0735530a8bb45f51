import Files
import Tasks
import Testing

@Suite struct PlainTextReaderTests {
  @Test func everyLineThatIsNotBlankIsAnExample() throws {
    let d = try load("\u{FEFF}  one \r\n\n \t \ntwo\u{2028}still two\n", as: "d.txt")
    #expect(d.content == .text)
    #expect(d.texts == ["  one ", "two\u{2028}still two"])
    #expect(d.rows == [1, 4])
    #expect(d.ids == [.integer(0), .integer(1)])
  }

  @Test func invalidUTF8IsToldWithItsLine() {
    let bytes = Array("a\n\nb".utf8) + [0xED, 0xA0, 0x80]  // a surrogate
    #expect(throws: TaskError.notUTF8(file: "d.txt", row: 3, column: 2)) {
      try load(bytes, as: "d.txt")
    }
  }
}
