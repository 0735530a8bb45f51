import Tasks
import Testing

@Suite struct LabelOrderTests {
  private func labels(_ spelled: [String]) throws -> [String] {
    try load(spelled.map { "text\t\($0)\n" }.joined(), as: "d.tsv", DatasetRequest(header: false))
      .labels
  }

  @Test func integersAreInOrderOfValueAndKeepTheirSpelling() throws {
    #expect(try labels(["10", "9", "-2", "007", "7"]) == ["-2", "007", "7", "9", "10"])
  }

  @Test func anythingElseIsInOrderOfCodePoints() throws {
    #expect(try labels(["b", "10", "9", "B", "é", "z"]) == ["10", "9", "B", "b", "z", "é"])
    // U+FF21 comes before U+1F600, although its UTF-16 unit is the greater.
    #expect(try labels(["😀", "Ａ"]) == ["Ａ", "😀"])
    // Too great for a machine word: no integer.
    #expect(
      try labels(["2", "10", "99999999999999999999"]) == ["10", "2", "99999999999999999999"])
  }

  @Test func composedAndDecomposedSpellingsAreTwoLabels() throws {
    #expect(try labels(["é", "e\u{301}"]).count == 2)
  }
}
