/// Scores of a classification as the experiment of `preset="kg_peft"` computes them: of each batch,
/// then their mean, a short last batch like the others; a batch with nothing to divide by counts 0.
///
/// Source: stage_1_sc of KG_peft, with scikit-learn's scores of a batch.
package struct KGPEFTClassificationScores: Scores, Equatable {
  package let accuracy: Double
  package let precision: Double
  package let recall: Double
  package let f1: Double

  package static let keys = ClassificationScores.keys
  package static let mainMetric = "f1"
  package static let higherIsBetter = true
  package var values: [(key: String, value: Double)] {
    [("accuracy", accuracy), ("precision", precision), ("recall", recall), ("f1", f1)]
  }

  /// - Parameters:
  ///   - classes: true classes, as many as predictions.
  ///   - count: number of classes of the model.
  package static func score(
    predictions: [Int32], classes: [Int32], count: Int, batch: Int = 16
  ) -> KGPEFTClassificationScores {
    precondition(
      predictions.count == classes.count && batch > 0,
      "KGPEFTClassificationScores: \(predictions.count) predictions, \(classes.count) classes")
    let parts = stride(from: 0, to: classes.count, by: batch).map { start in
      let range = start..<min(start + batch, classes.count)
      return ClassificationScores.score(
        predictions: Array(predictions[range]), classes: Array(classes[range]), count: count)
    }
    func mean(_ score: (ClassificationScores) -> Double) -> Double {
      parts.reduce(0) { $0 + score($1) } / Double(max(1, parts.count))
    }
    return KGPEFTClassificationScores(
      accuracy: mean(\.accuracy), precision: mean(\.precision), recall: mean(\.recall),
      f1: mean(\.f1))
  }
}
