import Files
import Tasks
import Testing

@Suite struct JSONLinesReaderTests {
  @Test func readsAnObjectALine() throws {
    let d = try load(
      #"{"id": "test/neg/1", "text": "b\u0085\n", "label": 0}"# + "\r\n\n"
        + #"{"label": 1, "id": 7, "text": "好"}"#, as: "d.jsonl")
    #expect(d.texts[0].unicodeScalars.elementsEqual("b\u{85}\n".unicodeScalars))
    #expect(d.texts[1] == "好")
    #expect(d.labels == ["0", "1"])
    #expect(d.examples.map(\.label) == [0, 1])
    #expect(d.rows == [1, 3])
  }

  @Test func identifiersKeepTheirType() throws {
    let d = try load(
      #"{"id": "7", "text": "a"}"# + "\n" + #"{"id": 7, "text": "b"}"# + "\n"
        + #"{"id": 7.5, "text": "c"}"# + "\n" + #"{"id": null, "text": "d"}"# + "\n"
        + #"{"text": "e"}"#, as: "d.jsonl")
    #expect(d.ids == [.string("7"), .integer(7), .number(7.5), .integer(3), .integer(4)])
  }

  @Test func repeatedIdentifiersAreAllowed() throws {
    let d = try load(
      #"{"id": 1, "text": "a", "label": 0}"# + "\n" + #"{"id": 1, "text": "b", "label": 1}"#,
      as: "d.jsonl")
    #expect(d.ids == [.integer(1), .integer(1)])
  }

  @Test func jsonErrorsHaveLineAndColumn() {
    do {
      _ = try load("{\"text\": \"a\"}\n\n{\"text\": b}\n", as: "d.jsonl")
      Issue.record("a bare word was accepted")
    } catch {
      guard case .file(.json(let file, let line, let column, _)) = error else {
        Issue.record("\(error)")
        return
      }
      #expect((file, line, column) == ("d.jsonl", 3, 10))
    }
  }

  @Test func rowThatIsNoObjectIsTold() {
    #expect(throws: TaskError.notAnObject(file: "d.jsonl", row: 2, found: "an array")) {
      try load("{\"text\": \"a\"}\n[1]\n", as: "d.jsonl")
    }
  }

  @Test func absentAndWrongTextsAreTold() {
    #expect(throws: TaskError.missingValue(file: "d.jsonl", row: 2, column: "text")) {
      try load(#"{"text": "a", "label": 1}"# + "\n" + #"{"label": 0}"#, as: "d.jsonl")
    }
    let wrong = TaskError.wrongValue(
      file: "d.jsonl", row: 2, column: "text", expected: "a string", found: "an array")
    #expect(throws: wrong) {
      try load(#"{"text": "a"}"# + "\n" + #"{"text": ["b"]}"#, as: "d.jsonl")
    }
    #expect(wrong.description == "'text' in d.jsonl:2 is an array (expected a string)")
  }

  @Test func labelsMayBeStringsIntegersOrTruthValues() throws {
    let d = try load(
      #"{"text": "a", "label": true}"# + "\n" + #"{"text": "b", "label": false}"#, as: "d.jsonl")
    #expect(d.labels == ["false", "true"])
    #expect(
      throws: TaskError.wrongValue(
        file: "d.jsonl", row: 1, column: "label", expected: "a string or a whole number",
        found: "0.5")
    ) { try load(#"{"text": "a", "label": 0.5}"#, as: "d.jsonl") }
  }

  @Test func labelsOnSomeRowsOnlyAreRefused() {
    let expected = TaskError.missingLabel(
      file: "d.jsonl", row: 2, column: "label", labelled: 1, rows: 2)
    for missing in [#"{"text": "b"}"#, #"{"text": "b", "label": null}"#] {
      #expect(throws: expected) {
        try load(#"{"text": "a", "label": 1}"# + "\n" + missing, as: "d.jsonl")
      }
    }
  }

  @Test func labelsMayBeAbsentFromTheWholeFile() throws {
    let d = try load(#"{"text": "a", "label": null}"# + "\n" + #"{"text": "b"}"#, as: "d.jsonl")
    #expect(d.content == .text)
    #expect(d.examples.allSatisfy { $0.label == nil })
  }

  @Test func invalidUTF8IsToldWithItsLine() {
    let bytes = Array("{\"text\": \"a\"}\n{\"text\": \"".utf8) + [0x80] + Array("\"}\n".utf8)
    do {
      _ = try load(bytes, as: "d.jsonl")
      Issue.record("a continuation byte alone was accepted")
    } catch {
      guard case .file(.json("d.jsonl", 2, 11, _)) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
