import Training

/// Two models' predictions on the same examples, tested against each other.
package struct PairedDifference: Sendable, Equatable {
  package let examples: Int
  /// Examples that only the first, or only the second, got right.
  package let onlyFirst: Int
  package let onlySecond: Int

  package init(examples: Int, onlyFirst: Int, onlySecond: Int) {
    (self.examples, self.onlyFirst, self.onlySecond) = (examples, onlyFirst, onlySecond)
  }

  /// Nil where the two did not classify the same labelled examples.
  package init?(_ first: Evaluation, _ second: Evaluation) {
    guard let classes = first.classes, classes == second.classes, !classes.isEmpty,
      first.predictions.count == classes.count, second.predictions.count == classes.count
    else { return nil }
    var (onlyFirst, onlySecond) = (0, 0)
    for (index, truth) in classes.enumerated() {
      switch (first.predictions[index] == truth, second.predictions[index] == truth) {
      case (true, false): onlyFirst += 1
      case (false, true): onlySecond += 1
      default: break
      }
    }
    self.init(examples: classes.count, onlyFirst: onlyFirst, onlySecond: onlySecond)
  }

  /// How much more accurate the first is.
  package var accuracyDifference: Double { Double(onlyFirst - onlySecond) / Double(examples) }

  /// Two-sided p of McNemar's exact test.
  package var p: Double { Statistics.mcnemar(b: onlyFirst, c: onlySecond) }

  /// The least difference in accuracy that so many examples would show, given how often the two
  /// disagree.
  package var detectable: Double {
    Statistics.detectableDifference(
      n: examples, discordance: Double(onlyFirst + onlySecond) / Double(examples))
  }
}
