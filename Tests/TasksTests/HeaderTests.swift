import Tasks
import Testing

@Suite struct HeaderTests {
  @Test func usualNamesAreAHeader() throws {
    #expect(try load("Sentence\tLabel\na\t1\nb\t0\n", as: "d.tsv").texts == ["a", "b"])
    #expect(try load("text\na\nb\n", as: "d.tsv").texts == ["a", "b"])
  }

  @Test func usualWordsInDataAreNot() throws {
    // One of these texts is the word "review", with a label that other rows have too.
    let d = try load("review\tpositive\nawful\tnegative\nnice\tpositive\n", as: "d.tsv")
    #expect(d.texts == ["review", "awful", "nice"])
    #expect(try load("text\t1\nb\t0\n", as: "d.tsv").texts == ["text", "b"])
  }

  @Test func optionOverrules() throws {
    let content = "satz\tetikett\na\tgut\nb\tschlecht\n"
    #expect(try load(content, as: "d.tsv").texts == ["satz", "a", "b"])
    #expect(try load(content, as: "d.tsv", DatasetRequest(header: true)).texts == ["a", "b"])
    let all = try load("text\tlabel\na\t1\n", as: "d.tsv", DatasetRequest(header: false))
    #expect(all.spelled == ["label", "1"])
  }

  @Test func columnsNamedByTheUserMakeAHeader() throws {
    let d = try load(
      "etikett\tsatz\ngut\ta\n", as: "d.tsv", DatasetRequest(text: ["satz"], label: "etikett"))
    #expect(d.texts == ["a"])
    #expect(d.spelled == ["gut"])
  }

  @Test func nameOverNumbersIsAHeaderAndSaysSo() throws {
    let d = try load("satz\tklasse\na\t1\nb\t0\n", as: "d.tsv")
    #expect(d.texts == ["a", "b"])
    #expect(d.notes.first?.contains("header=false") == true)
  }

  @Test func labelOfTheFirstRowAloneIsRemarkedOn() throws {
    let rows = (0..<12).map { "t\($0)\t\($0 % 2 == 0 ? "gut" : "schlecht")\n" }.joined()
    #expect(try load(rows, as: "d.tsv").notes.isEmpty)
    let notes = try load("satz\tetikett\n" + rows, as: "d.tsv").notes
    #expect(notes.count == 1)
    #expect(notes.first?.contains("header=true") == true)
  }

  @Test func columnNamedTwiceIsTold() {
    #expect(throws: TaskError.repeatedColumn(file: "d.tsv", row: 2, column: "text")) {
      try load("\ntext\ttext\tlabel\na\tb\t1\n", as: "d.tsv")
    }
  }
}
