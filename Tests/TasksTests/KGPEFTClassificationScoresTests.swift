import Tasks
import Testing

@Suite struct KGPEFTClassificationScoresTests {
  /// By hand: of the two batches [1 1 0 0 | 1] the first has precision 1/2, recall 1/2, the second,
  /// without a prediction of class 1, precision and recall 0.
  @Test func aShortBatchWeighsLikeTheOthers() {
    let scores = KGPEFTClassificationScores.score(
      predictions: [1, 0, 1, 0, 0], classes: [1, 1, 0, 0, 1], count: 2, batch: 4)
    #expect(scores.accuracy == (0.5 + 0) / 2)
    #expect(scores.precision == 0.25 && scores.recall == 0.25 && scores.f1 == 0.25)
  }

  @Test func oneBatchIsTheOrdinaryScore() {
    let (predictions, classes): ([Int32], [Int32]) = ([1, 0, 1, 1], [1, 0, 0, 1])
    let whole = ClassificationScores.score(predictions: predictions, classes: classes, count: 2)
    let batches = KGPEFTClassificationScores.score(
      predictions: predictions, classes: classes, count: 2)
    #expect(batches.f1 == whole.f1 && batches.precision == whole.precision)
  }
}
