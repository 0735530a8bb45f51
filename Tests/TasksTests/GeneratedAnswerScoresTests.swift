import Files
import Foundation
import Tasks
import Testing

@Suite struct GeneratedAnswerScoresTests {
  @Test func rougeEqualsRougeScore() throws {
    let fixture = try AnswerFixture("rouge")
    #expect(fixture.rows.count == 160)
    for row in fixture.rows {
      let scores = GeneratedAnswerScores.score(
        predictions: [row["prediction"]!.string!],
        references: [row["references"]!.array!.map { $0.string! }])
      #expect(
        isNear(scores.rougeL, row["rouge_l"]?.double), "\(row.serialized(asciiOnly: true))")
    }
    let all = GeneratedAnswerScores.score(
      predictions: fixture.predictions, references: fixture.references)
    #expect(isNear(all.rougeL, fixture["rouge_l"]))
  }

  @Test func answersAreComparedAsSQuADDoes() throws {
    let fixture = try AnswerFixture("squad1")
    let scores = GeneratedAnswerScores.score(
      predictions: fixture.predictions, references: fixture.references)
    #expect(isNear(scores.exact, fixture["exact"]))
    #expect(isNear(scores.f1, fixture["f1"]))
  }

  @Test func anEmptyAnswerIsRightWhereThereIsNone() {
    let scores = GeneratedAnswerScores.score(
      predictions: ["", "x", "."], references: [[], [], ["x"]])
    #expect(isNear(scores.exact, 100.0 / 3) && isNear(scores.f1, 100.0 / 3))
    #expect(isNear(scores.rougeL, 1.0 / 3))
  }

  @Test func perplexityIsOfAllTokens() throws {
    let scores = GeneratedAnswerScores.score(
      predictions: ["x"], references: [["x"]], lossSum: 6 * log(3), tokens: 6)
    #expect(isNear(try #require(scores.perplexity), 3))
    #expect(scores.values.map(\.key) == GeneratedAnswerScores.keys)
    let without = GeneratedAnswerScores.score(predictions: ["x"], references: [["x"]])
    #expect(without.values.map(\.key) == ["exact", "f1", "rouge_l"])
  }
}
