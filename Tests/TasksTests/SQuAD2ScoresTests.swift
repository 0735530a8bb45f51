import Files
import Tasks
import Testing

@Suite struct SQuAD2ScoresTests {
  @Test func equalTheOfficialScript() throws {
    let cases = try #require(try TestFiles.fixture("answers.json")["squad2"]?.array)
    #expect(cases.count == 6)
    for (i, json) in cases.enumerated() {
      let fixture = AnswerFixture(json)
      let scores = SQuAD2Scores.score(
        predictions: fixture.predictions, references: fixture.references,
        noAnswerProbabilities: json["probabilities"]?.array?.map { $0.double! },
        threshold: fixture["threshold"])
      let expected = try #require(json["scores"]?.object).pairs
      let mine = scores.values.filter { $0.key != "always_null" }
      #expect(mine.map(\.key) == expected.map(\.0), "case \(i)")
      for (a, b) in zip(mine, expected) {
        #expect(isNear(a.value, b.1.double), "case \(i) \(a.key): \(a.value), \(b.1)")
      }
      #expect(isNear(scores.alwaysNull, fixture["always_null"]))
    }
  }

  @Test func equalProbabilitiesKeepTheOrderOfTheFile() {
    // After the first question the score is 1 + 1, after both 1 + 1 - 1: the walk stops between.
    func best(_ hasFirst: Bool) -> Double? {
      let rows = hasFirst ? [["x"], []] : [[], ["x"]]
      return SQuAD2Scores.score(
        predictions: ["x", "x"], references: rows, noAnswerProbabilities: [0.5, 0.5]
      ).bestF1?.score
    }
    #expect(best(true) == 100)
    #expect(best(false) == 50)
  }

  @Test func answeringNothingIsTheBaseline() {
    let scores = SQuAD2Scores.score(predictions: ["x", "", "y"], references: [[], ["b"], []])
    #expect(isNear(scores.alwaysNull, 200.0 / 3))
    #expect(scores.all.exact == 0)
    #expect(scores.bestF1 == nil)
  }

  @Test func everyKeyIsListed() {
    let scores = SQuAD2Scores.score(
      predictions: ["x", ""], references: [["x"], []], noAnswerProbabilities: [0, 1])
    #expect(scores.values.map(\.key) == SQuAD2Scores.keys)
    #expect(scores["HasAns_f1"] == 100 && scores["best_f1"] == 100)
  }
}
