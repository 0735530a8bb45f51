import Files
import Tasks
import Testing

@Suite struct SQuADScoresTests {
  @Test func equalTheOfficialScript() throws {
    let fixture = try AnswerFixture("squad1")
    #expect(fixture.rows.count == 260)
    for row in fixture.rows {
      let scores = SQuADScores.score(
        predictions: [row["prediction"]!.string!],
        references: [row["references"]!.array!.map { $0.string! }])
      #expect(isNear(scores.exact, row["exact"]?.double), "\(row.serialized(asciiOnly: true))")
      #expect(isNear(scores.f1, row["f1"]?.double), "\(row.serialized(asciiOnly: true))")
    }
    let all = SQuADScores.score(
      predictions: fixture.predictions, references: fixture.references)
    #expect(isNear(all.exact, fixture["exact"]))
    #expect(isNear(all.f1, fixture["f1"]))
    #expect(all.total == 260)
  }

  private func exact(_ a: String, _ b: String) -> Bool {
    SQuADScores.score(predictions: [a], references: [[b]]).exact == 100
  }

  @Test func punctuationGoesBeforeArticles() {
    #expect(exact("a.", ""))
    #expect(exact("the U.S.", "us"))
    #expect(!exact("“the”", "the"))
    #expect(exact("the-end", "theend") && !exact("the-end", "end"))
  }

  @Test func wordsEndWherePythonEndsThem() {
    // A combining mark is no part of a word, a composed letter and a Chinese character are.
    #expect(exact("a\u{301}", "\u{301}"))
    #expect(!exact("\u{E1}", ""))
    #expect(!exact("the中国", "中国"))
    // Composed and decomposed letters differ.
    #expect(!exact("caf\u{E9}", "cafe\u{301}"))
  }

  @Test func missingAnswersStayInTheDenominator() {
    let scores = SQuADScores.score(predictions: ["x", nil], references: [["x"], ["y"]])
    #expect(scores.exact == 50 && scores.f1 == 50)
    #expect(scores.values.map(\.key) == SQuADScores.keys)
  }

  @Test func emptyTextsMatchWithoutF1() {
    let scores = SQuADScores.score(predictions: ["the"], references: [["a"]])
    #expect(scores.exact == 100 && scores.f1 == 0)
  }
}
