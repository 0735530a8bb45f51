import Files
import Tasks
import Testing

@Suite struct ClassificationScoresTests {
  /// scikit-learn sums in the same order but divides before multiplying in places: a few units in
  /// the last place of a double.
  private let tolerance = 1e-15

  private func near(_ a: Double, _ b: JSON?) -> Bool { abs(a - (b?.double ?? .nan)) <= tolerance }

  @Test func equalScikitLearn() throws {
    let cases = try #require(try TestFiles.fixture("scores.json")["cases"]?.array)
    #expect(cases.count == 11)
    for expected in cases {
      let name = expected["name"]?.string ?? ""
      let scores = ClassificationScores.score(
        predictions: try integers(expected["predictions"]),
        classes: try integers(expected["classes"]), count: try #require(expected["count"]?.int))
      #expect(near(scores.accuracy, expected["accuracy"]), "\(name)")
      #expect(near(scores.precision, expected["precision"]), "\(name)")
      #expect(near(scores.recall, expected["recall"]), "\(name)")
      #expect(near(scores.f1, expected["f1"]), "\(name)")
      let confusion = expected["confusion"]?.array?.map { $0.array?.compactMap(\.int) ?? [] }
      #expect(scores.confusion == confusion, "\(name)")
      let perClass = try #require(expected["per_class"]?.array)
      #expect(scores.perClass.count == perClass.count)
      for (mine, theirs) in zip(scores.perClass, perClass) {
        #expect(near(mine.precision, theirs["precision"]), "\(name)")
        #expect(near(mine.recall, theirs["recall"]), "\(name)")
        #expect(near(mine.f1, theirs["f1"]), "\(name)")
        #expect(mine.support == theirs["support"]?.int, "\(name)")
      }
    }
  }

  private func integers(_ value: JSON?) throws -> [Int32] {
    try #require(value?.array).map { Int32(try #require($0.int)) }
  }

  @Test func binaryScoresAreOfClassOne() {
    // 3 true positives, 1 false positive, 2 false negatives, 4 true negatives.
    let scores = ClassificationScores.score(
      predictions: [1, 1, 1, 1, 0, 0, 0, 0, 0, 0], classes: [1, 1, 1, 0, 1, 1, 0, 0, 0, 0],
      count: 2)
    #expect(scores.accuracy == 0.7)
    #expect(scores.precision == 0.75)
    #expect(scores.recall == 0.6)
    #expect(scores.f1 == 6.0 / 9)
    #expect(scores.confusion == [[4, 1], [2, 3]])
  }

  @Test func macroMeanLeavesOutAClassThatDoesNotOccur() {
    // Class 2 of 3 neither occurs nor is predicted: the mean is over two classes.
    let scores = ClassificationScores.score(
      predictions: [0, 1, 1, 1], classes: [0, 0, 1, 1], count: 3)
    let twoThirds = 2.0 / 3
    #expect(scores.precision == (1 + twoThirds) / 2)
    #expect(scores.recall == 0.75)
    let absent = scores.perClass[2]
    #expect((absent.precision, absent.recall, absent.f1, absent.support) == (0, 0, 0, 0))
  }

  @Test func noExamplesGiveZeros() {
    let scores = ClassificationScores.score(predictions: [], classes: [], count: 2)
    #expect(scores.values.map(\.value) == [0, 0, 0, 0])
  }

  @Test func keysAreThoseOfFiles() {
    let scores = ClassificationScores.score(predictions: [0], classes: [0], count: 2)
    #expect(scores.values.map(\.key) == ["accuracy", "precision", "recall", "f1"])
    #expect(scores.values.map(\.key) == ClassificationScores.keys)
    #expect(ClassificationScores.mainMetric == "accuracy")
    #expect(ClassificationScores.higherIsBetter)
    #expect(scores["accuracy"] == 1)
    #expect(scores["perplexity"] == nil)
  }
}
