import Experiments
import Testing
import Training

@Suite struct PairedDifferenceTests {
  private func evaluation(
    _ scores: [(key: String, isBinary: Bool, values: [Double])], classes: [Int32]? = nil
  ) -> Evaluation {
    var evaluation = Evaluation(examples: scores.first?.values.count ?? 0)
    evaluation.classes = classes
    evaluation.exampleScores = scores.map {
      ExampleScores(key: $0.key, isBinary: $0.isBinary, values: $0.values)
    }
    return evaluation
  }

  @Test func countsTheExamplesThatOnlyOneGotRight() throws {
    let first = evaluation([("accuracy", true, [1, 1, 0, 1, 1, 0])])
    let second = evaluation([("accuracy", true, [1, 0, 1, 0, 0, 0])])
    let pairs = PairedDifference.all(first, second)
    let difference = try #require(pairs.first)
    #expect(pairs.count == 1)
    #expect(difference.outcome == .binary(onlyFirst: 3, onlySecond: 1))
    #expect(difference.examples == 6)
    #expect(difference.difference == 2.0 / 6)
    #expect(difference.p == Statistics.mcnemar(b: 3, c: 1))
  }

  /// scipy's ttest_rel of these values: t = 2.138090, p = 0.09930068.
  @Test func gradedScoresGoThroughThePairedTTest() throws {
    let first = evaluation([("f1", false, [1, 0.5, 0.75, 1, 0.5])])
    let second = evaluation([("f1", false, [0.5, 0.5, 0.5, 1, 0.25])])
    let difference = try #require(PairedDifference.all(first, second).first)
    #expect(abs(difference.difference - 0.2) < 1e-12)
    #expect(abs(difference.p - 0.09930068321372679) < 1e-9)
    // (1.9600 + 0.8416) s / √n
    #expect(abs(difference.detectable - 0.2620643006507268) < 1e-9)
  }

  @Test func needsTheSameExamplesAndTheSameScore() {
    let one = evaluation([("accuracy", true, [1, 0])], classes: [0, 1])
    #expect(
      PairedDifference.all(one, evaluation([("accuracy", true, [1, 0])], classes: [1, 1])).isEmpty)
    #expect(
      PairedDifference.all(one, evaluation([("accuracy", true, [1])], classes: [0, 1])).isEmpty)
    #expect(
      PairedDifference.all(one, evaluation([("f1", false, [1, 0])], classes: [0, 1])).isEmpty)
    #expect(PairedDifference.all(evaluation([]), evaluation([])).isEmpty)
  }

  @Test func fourHundredExamplesDetectAboutFourPoints() {
    let difference = PairedDifference(
      key: "accuracy", examples: 400, outcome: .binary(onlyFirst: 18, onlySecond: 14))
    #expect(abs(difference.detectable - 0.04) < 0.002)
  }
}
