import Experiments
import Testing
import Training

@Suite struct PairedDifferenceTests {
  private func evaluation(_ predictions: [Int32], _ classes: [Int32]?) -> Evaluation {
    var evaluation = Evaluation(examples: predictions.count)
    (evaluation.predictions, evaluation.classes) = (predictions, classes)
    return evaluation
  }

  @Test func countsTheExamplesThatOnlyOneGotRight() throws {
    let truth: [Int32] = [0, 1, 1, 0, 2, 2]
    let first = evaluation([0, 1, 0, 0, 2, 1], truth)
    let second = evaluation([0, 0, 1, 1, 1, 0], truth)
    let difference = try #require(PairedDifference(first, second))
    #expect(difference == PairedDifference(examples: 6, onlyFirst: 3, onlySecond: 1))
    #expect(difference.accuracyDifference == 2.0 / 6)
    #expect(difference.p == Statistics.mcnemar(b: 3, c: 1))
  }

  @Test func needsTheSameLabelledExamples() {
    let one = evaluation([0, 1], [0, 1])
    #expect(PairedDifference(one, evaluation([0, 1], nil)) == nil)
    #expect(PairedDifference(one, evaluation([0, 1], [1, 1])) == nil)
    #expect(PairedDifference(one, evaluation([], [0, 1])) == nil)
  }

  @Test func fourHundredExamplesDetectAboutFourPoints() {
    let difference = PairedDifference(examples: 400, onlyFirst: 18, onlySecond: 14)
    #expect(abs(difference.detectable - 0.04) < 0.002)
  }
}
