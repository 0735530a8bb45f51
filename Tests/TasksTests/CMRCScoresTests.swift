import Files
import Tasks
import Testing

@Suite struct CMRCScoresTests {
  @Test func equalTheOfficialScript() throws {
    let fixture = try AnswerFixture("cmrc")
    #expect(fixture.rows.count == 420)
    for row in fixture.rows {
      let scores = CMRCScores.score(
        predictions: [row["prediction"]!.string!],
        references: [row["references"]!.array!.map { $0.string! }])
      #expect(isNear(scores.exact, row["exact"]?.double), "\(row.serialized())")
      #expect(isNear(scores.f1, row["f1"]?.double), "\(row.serialized())")
    }
    let all = CMRCScores.score(
      predictions: fixture.predictions, references: fixture.references)
    #expect(isNear(all.exact, fixture["exact"]))
    #expect(isNear(all.f1, fixture["f1"]))
    #expect(isNear(all.average, fixture["average"]))
  }

  @Test func charactersAreComparedInRuns() {
    // Three of four characters in one run: precision 1, recall 3/4.
    let scores = CMRCScores.score(predictions: ["河北易"], references: [["河北易县"]])
    #expect(scores.exact == 0)
    #expect(isNear(scores.f1, 100 * 2 * 0.75 / 1.75))
    // SQuAD's rules see one token.
    #expect(SQuADScores.score(predictions: ["河北易"], references: [["河北易县"]]).f1 == 0)
  }

  @Test func punctuationIsDropped() {
    let scores = CMRCScores.score(predictions: ["《河北》，A-B", nil], references: [["河北ab"], ["x"]])
    #expect(scores.exact == 50 && scores.f1 == 50)
  }
}
