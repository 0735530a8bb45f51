import Files
import Tasks
import Testing

@Suite struct JSONArrayReaderTests {
  @Test func readsAnArrayOfObjectsWithTheirLines() throws {
    let d = try load(
      """
      \u{FEFF}[
        {"text": "a, ] } \\" [", "label": "x"},

        {
          "text": "b",
          "label": "y"
        }, {"text": "c", "label": "x"}
      ]
      """, as: "d.json")
    #expect(d.texts == ["a, ] } \" [", "b", "c"])
    #expect(d.labels == ["x", "y"])
    #expect(d.rows == [2, 4, 7])
  }

  @Test func errorsHaveLineAndColumn() {
    do {
      _ = try load("[\n {\"text\": \"a\"},\n]", as: "d.json")
      Issue.record("a comma before the end was accepted")
    } catch {
      guard case .file(.json("d.json", 3, 1, _)) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func anythingButAnArrayIsTold() {
    #expect(throws: TaskError.notRows(file: "d.json", found: "an object")) {
      try load("{\"version\": 1, \"texts\": []}", as: "d.json")
    }
    #expect(throws: TaskError.notAnObject(file: "d.json", row: 3, found: "a string")) {
      try load("[{\"text\": \"a\"},\n\n\"b\"]", as: "d.json")
    }
  }

  @Test func emptyArrayHoldsNoExamples() {
    #expect(throws: TaskError.empty(file: "d.json")) { try load(" [ ] ", as: "d.json") }
  }
}
