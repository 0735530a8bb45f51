import Files
import Tasks
import Testing

@Suite struct KGPEFTSpanScoresTests {
  private func spans(_ json: JSON?) -> [KGPEFTSpanScores.Span] {
    json!.array!.map { ($0[0]!.int!, $0[1]!.int!) }
  }

  @Test func equalTheDescription() throws {
    let cases = try #require(try TestFiles.fixture("answers.json")["kg_peft"]?.array)
    #expect(cases.count == 3)
    for json in cases {
      let predictions = spans(json["predictions"])
      let truths = spans(json["truths"])
      let scores = KGPEFTSpanScores.score(
        predictions: predictions, truths: truths, batch: json["batch"]!.int!)
      for (mine, expected) in zip(scores.values, json["scores"]!.array!) {
        #expect(isNear(mine.value, expected.double), "\(mine.key)")
      }
      for (i, row) in json["rows"]!.array!.enumerated() {
        let one = KGPEFTSpanScores.score(predictions: [predictions[i]], truths: [truths[i]])
        #expect(zip(one.values, row.array!).allSatisfy { isNear($0.value, $1.double) }, "\(i)")
      }
    }
  }

  @Test func quirksAreKept() {
    func one(_ prediction: KGPEFTSpanScores.Span) -> [Double] {
      KGPEFTSpanScores.score(predictions: [prediction], truths: [(10, 19)]).values.map(\.value)
    }
    #expect(one((5, 25)) == [0, 0, 0, 0])
    // Inside: accuracy 1, precision 3, recall 0.6, F1 1.
    #expect(zip(one((14, 15)), [1, 3, 0.6, 1]).allSatisfy { isNear($0, $1) })
    #expect(one((10, 19)) == [1, 1, 1, 1])
  }

  @Test func aShortLastBatchWeighsLikeTheOthers() {
    let scores = KGPEFTSpanScores.score(
      predictions: [(0, 1), (0, 1), (0, 1)], truths: [(0, 1), (0, 1), (5, 6)], batch: 2)
    #expect(scores.f1 == 0.5)
  }
}
