import Files
import Tasks
import Testing

@Suite struct TaskErrorTests {
  static let all: [TaskError] = [
    .file(.notFound(path: "d.tsv")), .notUTF8(file: "d.tsv", row: 3, column: 2),
    .unsupported(file: "d.gz", found: "compressed by gzip", formats: ["tsv"]),
    .unknownFormat(name: "tvs", formats: ["tsv"]), .wrongFormat(file: "d", format: "tsv"),
    .unknownSplit(folder: "d", split: "dv", splits: ["dev"]),
    .splitNeeded(folder: "d", splits: ["train", "dev"]),
    .splitAmbiguous(folder: "d", split: "dev", files: ["dev.csv", "dev.tsv"]),
    .splitOfFile(file: "d.tsv", split: "dev"), .noData(folder: "d"), .empty(file: "d.tsv"),
    .emptySelection(file: "d.tsv", selection: "part"), .wrongPart(text: "9-1%"),
    .unknownColumn(file: "d.tsv", column: "x", columns: ["text"]),
    .repeatedColumn(file: "d.tsv", row: 1, column: "text"),
    .columnsNeeded(file: "d.tsv", columns: ["a", "b"]), .tooManyTexts(columns: ["a", "b", "c"]),
    .columnCount(file: "d.tsv", row: 3, expected: 2, found: 3),
    .quote(file: "d.csv", row: 3, column: 5, problem: .neverClosed),
    .notRows(file: "d.json", found: "an object"),
    .notAnObject(file: "d.jsonl", row: 3, found: "null"),
    .missingValue(file: "d.jsonl", row: 3, column: "text"),
    .wrongValue(file: "d", row: 3, column: "text", expected: "a string", found: "null"),
    .missingLabel(file: "d.tsv", row: 3, column: "label", labelled: 2, rows: 3),
    .unknownLabel(label: "x", file: "d.tsv", row: 3, names: ["y"]), .interrupted,
    .question(
      QuestionPlace(file: "d.json", article: 1, paragraph: 2, question: 3, id: "q"),
      .missing(key: "answers")),
    .question(QuestionPlace(file: "d.json"), .noContext),
    .window(
      file: "d.json", row: 3, id: "q",
      problem: .questionTooLong(tokens: 9, special: 3, maxLength: 8)),
    .stride(128, maxLength: 64, special: 3), .notQuestions(file: "d.tsv"),
    .tagCount(file: "d.jsonl", row: 3, words: 2, tags: 1),
    .repeatedID(file: "d.jsonl", row: 3, id: "q", first: 1),
  ]

  @Test(arguments: all)
  func sentenceIsLowerCaseWithoutFullStop(error: TaskError) {
    let sentence = error.description
    #expect(!sentence.isEmpty && sentence.last != "." && !sentence.contains("Optional"))
    #expect(sentence.first!.isLowercase || sentence.first == "'")
  }

  @Test func placeIsNamedAsCompilersDo() {
    let placed = Self.all.filter { error in
      let facts = Mirror(reflecting: error).children.first?.value
      return "\(facts ?? "")".contains("row: 3")
    }
    #expect(placed.count == 11)
    for error in placed {
      let sentence = error.description
      #expect(sentence.contains(":3") || sentence.contains("question 3"), "\(error)")
    }
    #expect(
      TaskError.missingLabel(file: "d.tsv", row: 3, column: "label", labelled: 2, rows: 3)
        .description == "d.tsv:3 has no label in column 'label', but 2 of 3 rows have one")
  }

  @Test func onlyWordsThatWereNotFoundHaveAChoice() {
    let words = Self.all.compactMap { $0.choice?.word }
    #expect(words == ["tvs", "dv", "x", "x"])
  }
}
