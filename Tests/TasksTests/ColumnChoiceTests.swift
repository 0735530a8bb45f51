import Files
import Tasks
import Testing

@Suite struct ColumnChoiceTests {
  @Test func pairsAreTwoTexts() throws {
    let d = try load(
      "premise\thypothesis\tlabel\na\tb\tyes\nc\td\tno\n", as: "d.tsv",
      DatasetRequest(text: ["premise", "hypothesis"]))
    #expect(d.texts == ["a", "c"])
    #expect(d.examples.map(\.pair) == ["b", "d"])
    #expect(d.labels == ["no", "yes"])
  }

  @Test func pairsAreAskedForNotGuessed() {
    let error = TaskError.columnsNeeded(
      file: "d.tsv", columns: ["premise", "hypothesis", "label"])
    #expect(throws: error) {
      try load("premise\thypothesis\tlabel\na\tb\tyes\n", as: "d.tsv")
    }
    #expect(
      error.description
        == "which column of 'd.tsv' is the text? choose with text= and label= "
        + "(premise, hypothesis, label)")
  }

  @Test func threeTextsAreTooMany() {
    #expect(throws: TaskError.tooManyTexts(columns: ["a", "b", "c"])) {
      try load("a\tb\tc\nx\ty\tz\n", as: "d.tsv", DatasetRequest(text: ["a", "b", "c"]))
    }
  }

  @Test func columnsMayBeNumbers() throws {
    let d = try load(
      "x\t1\tignored\ta\nx\t0\tignored\tb\n", as: "d.tsv", DatasetRequest(text: ["4"], label: "2"))
    #expect(d.texts == ["a", "b"])
    #expect(d.labels == ["0", "1"])
  }

  @Test func nameInOtherLetterCaseIsFound() throws {
    let d = try load("Text,Label\na,1\n", as: "d.csv", DatasetRequest(text: ["text"]))
    #expect(d.texts == ["a"])
  }

  @Test func unknownColumnListsThoseThereAre() {
    let error = #expect(throws: TaskError.self) {
      try load("text\tlabel\na\t1\n", as: "d.tsv", DatasetRequest(text: ["txet"]))
    }
    #expect(error?.description == "'d.tsv' has no column 'txet'")
    #expect(error?.choice?.among == ["text", "label"])
    #expect(throws: TaskError.unknownColumn(file: "d.jsonl", column: "y", columns: ["text"])) {
      try load(#"{"text": "a"}"#, as: "d.jsonl", DatasetRequest(label: "y"))
    }
  }

  @Test(arguments: ["label", "labels", "class", "target"])
  func usualLabelNamesAreFoundAnywhere(name: String) throws {
    let d = try load("\(name)\ttext\tdate\n1\ta\tx\n0\tb\ty\n", as: "d.tsv")
    #expect(d.texts == ["a", "b"])
    #expect(d.labels == ["0", "1"])
    #expect(d.notes.isEmpty)
  }

  @Test func theLastOrTheOtherColumnIsTheLabelAndSaysSo() throws {
    let last = try load("text,url,stars\na,u,4\nb,v,5\n", as: "d.csv")
    #expect(last.labels == ["4", "5"])
    #expect(last.notes == ["labels are column 'stars' of 'd.csv'; label= chooses another"])
    let other = try load("stars,review\n4,a\n5,b\n", as: "d.csv")
    #expect(other.texts == ["a", "b"])
    #expect(other.labels == ["4", "5"])
  }

  @Test func keysOfObjectsAreNoLabelsUnlessTheirValuesComeBack() throws {
    let unlabelled = try load(
      #"{"text": "a", "url": "u"}"# + "\n" + #"{"text": "b", "url": "v"}"#, as: "d.jsonl")
    #expect(unlabelled.content == .text)
    #expect(unlabelled.notes.first?.contains("label= can choose one of url") == true)
    let stars = (0..<4).map { #"{"text": "\#($0)", "stars": \#($0 % 2)}"# }
    #expect(try load(stars.joined(separator: "\n"), as: "d.jsonl").labels == ["0", "1"])
  }

  @Test func identifierColumnIsNeitherTextNorLabel() throws {
    let d = try load("id\tsentence\tlabel\n007\ta\t1\n8\tb\t0\n", as: "d.tsv")
    #expect(d.texts == ["a", "b"])
    #expect(d.ids == [.string("007"), .string("8")])
  }

  @Test func labelsInFrontAreRecognisedByTheirValues() throws {
    let rows = (0..<10).map { "\($0 % 2 == 0 ? "ham" : "spam")\tmessage \($0)\n" }.joined()
    let d = try load(rows, as: "d.tsv")
    #expect(d.labels == ["ham", "spam"])
    #expect(d.texts[3] == "message 3")
    #expect(d.notes.count == 1)
  }

  @Test func severalColumnsWithoutNamesAreAskedFor() {
    #expect(throws: TaskError.columnsNeeded(file: "d.tsv", columns: ["1", "2", "3", "4"])) {
      try load("gj04\t1\t*\ta b\ngj04\t0\t\tc d\n", as: "d.tsv")
    }
  }
}
