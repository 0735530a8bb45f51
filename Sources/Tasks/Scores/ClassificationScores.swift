/// Precision, recall and F1 of one class; 0 where there is nothing to divide by.
package struct ClassScores: Sendable, Equatable {
  package let precision: Double
  package let recall: Double
  package let f1: Double
  /// Number of examples of the class.
  package let support: Int
}

/// Scores of a classification over the whole set, as scikit-learn computes them.
///
/// Of two classes precision, recall and F1 are those of class 1. Of any other number they are the
/// means over the classes that occur among examples or predictions (`average="macro"`,
/// `zero_division=0`): a class that nobody has and nobody predicts does not pull the mean down.
package struct ClassificationScores: Scores, Equatable {
  package let accuracy: Double
  package let precision: Double
  package let recall: Double
  package let f1: Double
  /// Examples by true class (row) and predicted class (column).  [count, count]
  package let confusion: [[Int]]
  /// In the order of classes.
  package let perClass: [ClassScores]

  package static let keys = ["accuracy", "precision", "recall", "f1"]
  package static let mainMetric = "accuracy"
  package static let higherIsBetter = true
  package var values: [(key: String, value: Double)] {
    [("accuracy", accuracy), ("precision", precision), ("recall", recall), ("f1", f1)]
  }

  /// - Parameters:
  ///   - predictions: predicted classes.
  ///   - classes: true classes, as many.
  ///   - count: number of classes of the model.
  package static func score(
    predictions: [Int32], classes: [Int32], count: Int
  ) -> ClassificationScores {
    precondition(
      predictions.count == classes.count,
      "ClassificationScores: \(predictions.count) predictions, \(classes.count) classes")
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    for (prediction, truth) in zip(predictions, classes) {
      confusion[Int(truth)][Int(prediction)] += 1
    }
    return ClassificationScores(confusion: confusion)
  }

  /// - Parameter confusion: examples by true class (row) and predicted class (column).
  package init(confusion: [[Int]]) {
    self.confusion = confusion
    let support = confusion.map { $0.reduce(0, +) }
    let predicted = confusion.indices.map { c in confusion.reduce(0) { $0 + $1[c] } }
    let correct = confusion.indices.map { confusion[$0][$0] }
    perClass = confusion.indices.map { c in
      ClassScores(
        precision: ratio(correct[c], predicted[c]), recall: ratio(correct[c], support[c]),
        f1: ratio(2 * correct[c], support[c] + predicted[c]), support: support[c])
    }
    accuracy = ratio(correct.reduce(0, +), support.reduce(0, +))
    let present = confusion.indices.filter { support[$0] + predicted[$0] > 0 }
    let averaged = confusion.count == 2 ? [perClass[1]] : present.map { [perClass] in perClass[$0] }
    precision = mean(averaged.map(\.precision))
    recall = mean(averaged.map(\.recall))
    f1 = mean(averaged.map(\.f1))
  }
}

/// a / b; 0 when b is.
private func ratio(_ a: Int, _ b: Int) -> Double { b == 0 ? 0 : Double(a) / Double(b) }

private func mean(_ values: [Double]) -> Double {
  values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
