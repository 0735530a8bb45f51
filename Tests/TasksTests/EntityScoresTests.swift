import Files
import Tasks
import Testing

@Suite struct EntityScoresTests {
  private func sentences(_ json: JSON?) -> [[String]] {
    json!.array!.map { $0.array!.map { $0.string! } }
  }

  @Test func equalSeqeval() throws {
    let cases = try #require(try TestFiles.fixture("tags.json")["cases"]?.array)
    #expect(cases.count == 18)
    for (i, json) in cases.enumerated() {
      let scores = EntityScores.score(
        predictions: sentences(json["predictions"]), truths: sentences(json["truths"]))
      for (key, value) in scores.values {
        #expect(isNear(value, json[key]?.double, 1e-12), "case \(i): \(key)")
      }
      let types = json["types"]!.array!
      #expect(scores.types == types.map { $0["type"]!.string! }, "case \(i)")
      for (mine, expected) in zip(scores.perType, types) {
        #expect(isNear(mine.precision, expected["precision"]?.double, 1e-12), "case \(i)")
        #expect(isNear(mine.recall, expected["recall"]?.double, 1e-12), "case \(i)")
        #expect(isNear(mine.f1, expected["f1"]?.double, 1e-12), "case \(i)")
        #expect(mine.support == expected["support"]?.int, "case \(i)")
      }
    }
  }

  @Test func anEntityNeedsItsTypeAndBothEnds() {
    let truth = [["B-PER", "I-PER", "O", "B-LOC"]]
    let f1 = { EntityScores.score(predictions: [$0], truths: truth).f1 }
    #expect(f1(["B-PER", "I-PER", "O", "B-LOC"]) == 1)
    #expect(f1(["B-PER", "O", "O", "B-LOC"]) == 0.5)
    #expect(f1(["B-LOC", "I-LOC", "O", "B-LOC"]) == 0.5)
    #expect(f1(["O", "O", "O", "O"]) == 0)
    // An entity may begin with I-.
    #expect(f1(["I-PER", "I-PER", "O", "I-LOC"]) == 1)
  }
}
