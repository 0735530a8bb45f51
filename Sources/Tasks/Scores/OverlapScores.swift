/// How far predicted and true places in the context overlap, in code points: fractions, means over
/// the questions.
///
/// With I = max(0, min(ends) − max(starts)): accuracy I / union, precision I / predicted length,
/// recall I / true length, F1 of the two, all of the reference with the greatest F1. "No answer"
/// agrees with no answer alone, which counts 1. A question whose references have no place is left
/// out.
package struct OverlapScores: Scores, Equatable {
  package let accuracy: Double
  package let precision: Double
  package let recall: Double
  package let f1: Double
  /// Questions that were counted.
  package let total: Int

  package static let keys = [
    "overlap_accuracy", "overlap_precision", "overlap_recall", "overlap_f1",
  ]
  package static let mainMetric = "overlap_f1"
  package static let higherIsBetter = true
  package var values: [(key: String, value: Double)] {
    Array(zip(Self.keys, [accuracy, precision, recall, f1]).map { (key: $0, value: $1) })
  }

  /// - Parameters:
  ///   - predictions: the place of each answer, nil for "no answer".
  ///   - references: places that each question accepts, empty when it has no answer; nil when it
  ///     has answers, but none with a place.
  package static func score(
    predictions: [Range<Int>?], references: [[Range<Int>]?]
  ) -> OverlapScores {
    precondition(
      predictions.count == references.count,
      "OverlapScores: \(predictions.count) predictions, \(references.count) references")
    var sum = Overlap(accuracy: 0, precision: 0, recall: 0, f1: 0)
    var total = 0
    for case (let prediction, let places?) in zip(predictions, references) {
      total += 1
      let overlap = Overlap.best(prediction, places)
      sum.accuracy += overlap.accuracy
      sum.precision += overlap.precision
      sum.recall += overlap.recall
      sum.f1 += overlap.f1
    }
    let n = Double(max(1, total))
    return OverlapScores(
      accuracy: sum.accuracy / n, precision: sum.precision / n, recall: sum.recall / n,
      f1: sum.f1 / n, total: total)
  }

  private struct Overlap {
    var accuracy: Double
    var precision: Double
    var recall: Double
    var f1: Double

    static func best(_ prediction: Range<Int>?, _ references: [Range<Int>]) -> Overlap {
      guard let prediction, !prediction.isEmpty, !references.isEmpty else {
        let agree: Double = prediction == nil && references.isEmpty ? 1 : 0
        return Overlap(accuracy: agree, precision: agree, recall: agree, f1: agree)
      }
      var best = of(prediction, references[0])
      for reference in references.dropFirst() {
        let other = of(prediction, reference)
        if other.f1 > best.f1 { best = other }
      }
      return best
    }

    private static func of(_ a: Range<Int>, _ b: Range<Int>) -> Overlap {
      let shared = max(0, min(a.upperBound, b.upperBound) - max(a.lowerBound, b.lowerBound))
      let i = Double(shared)
      return Overlap(
        accuracy: i / Double(a.count + b.count - shared), precision: i / Double(a.count),
        recall: b.isEmpty ? 0 : i / Double(b.count), f1: 2 * i / Double(a.count + b.count))
    }
  }
}
