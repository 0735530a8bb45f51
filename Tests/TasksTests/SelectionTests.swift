import Files
import Tasks
import Testing

@Suite struct SelectionTests {
  /// `count` rows, the first half of class 0.
  private func rows(_ count: Int) -> String {
    (0..<count).map { "text \($0)\t\($0 * 2 / count)\n" }.joined()
  }

  @Test func limitTakesTheFirstAndWarnsOfTheBalance() throws {
    let d = try load(rows(100), as: "d.tsv", DatasetRequest(limit: 40))
    #expect(d.texts == (0..<40).map { "text \($0)" })
    #expect(d.labels == ["0", "1"])
    #expect(
      d.notes == ["the first 40 of 100 rows are 100 % '0', all are 50 %; sample=40 draws instead"])
  }

  @Test func limitThatKeepsTheBalanceSaysNothing() throws {
    let even = (0..<100).map { "text \($0)\t\($0 % 2)\n" }.joined()
    #expect(try load(even, as: "d.tsv", DatasetRequest(limit: 41)).notes.isEmpty)
    #expect(try load(rows(100), as: "d.tsv", DatasetRequest(limit: 1000)).notes.isEmpty)
    // 50 of 95 are 52.6 %, not five points from 50 %; 50 of 88 are 56.8 %.
    #expect(try load(rows(100), as: "d.tsv", DatasetRequest(limit: 95)).notes.isEmpty)
    #expect(try load(rows(100), as: "d.tsv", DatasetRequest(limit: 88)).notes.count == 1)
  }

  @Test func sampleDrawsBySeedInFileOrder() throws {
    func draw(_ count: Int, seed: UInt64) throws -> [Int] {
      try load(rows(200), as: "d.tsv", DatasetRequest(sample: count, seed: seed)).rows
    }
    let first = try draw(50, seed: 0)
    #expect(first.count == 50 && first == first.sorted() && Set(first).count == 50)
    #expect(try draw(50, seed: 0) == first)
    #expect(try draw(50, seed: 1) != first)
    #expect(Set(try draw(20, seed: 0)).isSubset(of: first))
    // Not the first rows, nor every fourth: both halves are drawn from.
    #expect((15...35).contains(first.count { $0 <= 100 }))
    #expect(try draw(200, seed: 3) == Array(1...200))
  }

  @Test func sampleOfMoreThanThereAreTakesAllAndSaysSo() throws {
    let d = try load(rows(10), as: "d.tsv", DatasetRequest(sample: 11))
    #expect(d.examples.count == 10)
    #expect(d.notes == ["sample=11, but there are only 10 examples"])
  }

  private func part(_ text: String, of content: String, seed: UInt64 = 0) throws -> Dataset {
    let part = try DatasetRequest.parsePart(text)
    return try load(content, as: "d.tsv", DatasetRequest(part: part, seed: seed))
  }

  @Test func partsAreDisjointAndTogetherTheWhole() throws {
    let content = rows(2000)
    let train = try part("0-90%", of: content)
    let held = try part("90-100%", of: content, seed: 5)
    #expect(Set(train.rows).isDisjoint(with: held.rows))
    #expect(Set(train.rows).union(held.rows) == Set(1...2000))
    // 200 expected; its standard deviation is 13.
    #expect((150...250).contains(held.examples.count))
    #expect(train.labels == held.labels)
    #expect(held.ids == held.rows.map { .integer($0 - 1) })
  }

  @Test func partsAreStableWhenRowsAreAdded() throws {
    let before = try part("0-50%", of: rows(100)).texts
    let after = try part("0-50%", of: "another\t0\n" + rows(100) + "more\t1\n").texts
    #expect(after.filter { $0 != "another" && $0 != "more" } == before)
  }

  @Test func equalTextsAreInOnePart() throws {
    let content = (0..<50).map { "same\t\($0 % 2)\n" }.joined()
    let place = try load("same\t0\n", as: "d.tsv").examples[0].place
    let lower = try part("0-50%", of: content + "text 1\t0\ntext 0\t1\n")
    #expect(lower.texts.count { $0 == "same" } == (place < 0.5 ? 50 : 0))
  }

  @Test func placesAreThoseOfTheirDefinition() throws {
    let cases = try #require(try TestFiles.fixture("places.json").array)
    #expect(cases.count == 7)
    for entry in cases {
      let texts = (entry["texts"]?.array ?? []).compactMap(\.string)
      let example = Example(
        id: .null, text: texts[0], pair: texts.count > 1 ? texts[1] : nil, row: 1)
      #expect(example.place == entry["place"]?.double)
    }
  }

  @Test func partIsParsedExactly() throws {
    #expect(try DatasetRequest.parsePart("0-90%") == 0...0.9)
    #expect(try DatasetRequest.parsePart("12.5-100%") == 0.125...1)
    for text in [
      "", "90%", "0-90", "90-0%", "5-5%", "-5-10%", "0-101%", "a-b%", "0-9-90%", "1e1-20%",
    ] {
      #expect(throws: TaskError.wrongPart(text: text)) { try DatasetRequest.parsePart(text) }
    }
  }

  @Test func selectionThatLeavesNothingIsTold() {
    #expect(throws: TaskError.emptySelection(file: "d.tsv", selection: "part")) {
      try load("a\t1\n", as: "d.tsv", DatasetRequest(part: 0...0.0001))
    }
    #expect(throws: TaskError.emptySelection(file: "d.tsv", selection: "limit=0")) {
      try load("a\t1\n", as: "d.tsv", DatasetRequest(limit: 0))
    }
    #expect(throws: TaskError.emptySelection(file: "d.tsv", selection: "sample=-1")) {
      try load("a\t1\n", as: "d.tsv", DatasetRequest(sample: -1))
    }
  }
}
