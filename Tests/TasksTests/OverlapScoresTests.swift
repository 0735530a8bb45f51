import Files
import Tasks
import Testing

@Suite struct OverlapScoresTests {
  private func range(_ json: JSON) -> Range<Int>? {
    json.array.map { $0[0].int!..<$0[1].int! }
  }

  @Test func equalTheirDefinition() throws {
    let fixture = try AnswerFixture("overlap")
    var predictions: [Range<Int>?] = []
    var references: [[Range<Int>]?] = []
    for row in fixture.rows {
      predictions.append(range(row["prediction"]!))
      references.append(row["references"]!.array!.map { range($0)! })
      let one = OverlapScores.score(
        predictions: [predictions.last!], references: [references.last!])
      for (mine, expected) in zip(one.values, row["scores"]!.array!) {
        #expect(isNear(mine.value, expected.double), "\(mine.key) of \(row.serialized())")
      }
    }
    let all = OverlapScores.score(predictions: predictions, references: references)
    let expected = fixture.json["scores"]!.array!
    #expect(zip(all.values, expected).allSatisfy { isNear($0.value, $1.double) })
    #expect(all.total == 120)
  }

  @Test func referencesWithoutAPlaceAreLeftOut() {
    let scores = OverlapScores.score(predictions: [0..<2, 0..<4], references: [[0..<2], nil])
    #expect(scores.values.map(\.value) == [1, 1, 1, 1])
    #expect(scores.total == 1)
  }

  @Test func noAnswerAgreesWithNoAnswerAlone() {
    let scores = OverlapScores.score(
      predictions: [nil, nil, 0..<3], references: [[], [0..<3], []])
    #expect(scores.accuracy == 1.0 / 3)
  }
}
