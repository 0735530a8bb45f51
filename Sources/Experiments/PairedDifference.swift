import Training

/// One score of two models on the same examples, tested for a difference.
package struct PairedDifference: Sendable, Equatable {
  /// How the examples differ.
  package enum Outcome: Sendable, Equatable {
    /// Examples that only the first, or only the second, got right.
    case binary(onlyFirst: Int, onlySecond: Int)
    /// The first's score minus the second's, an example each.
    case graded([Double])
  }

  /// "accuracy", "exact", "f1"
  package let key: String
  package let examples: Int
  package let outcome: Outcome

  package init(key: String, examples: Int, outcome: Outcome) {
    (self.key, self.examples, self.outcome) = (key, examples, outcome)
  }

  /// A difference for each score that both evaluations have of the same examples, in their order.
  package static func all(_ first: Evaluation, _ second: Evaluation) -> [PairedDifference] {
    guard first.classes == second.classes else { return [] }
    return first.exampleScores.compactMap { one in
      second.exampleScores.first { $0.key == one.key }.flatMap { PairedDifference(one, $0) }
    }
  }

  /// Nil where the two were not scored on as many examples, or on none.
  init?(_ first: ExampleScores, _ second: ExampleScores) {
    guard first.values.count == second.values.count, !first.values.isEmpty else { return nil }
    let differences = zip(first.values, second.values).map { $0 - $1 }
    let outcome: Outcome =
      first.isBinary && second.isBinary
      ? .binary(
        onlyFirst: differences.count { $0 > 0 }, onlySecond: differences.count { $0 < 0 })
      : .graded(differences)
    self.init(key: first.key, examples: differences.count, outcome: outcome)
  }

  /// How much better the first is.
  package var difference: Double {
    switch outcome {
    case .binary(let first, let second): Double(first - second) / Double(examples)
    case .graded(let differences): differences.reduce(0, +) / Double(examples)
    }
  }

  /// Two-sided p: of McNemar's exact test, or of Student's paired t test; 1 for a single example.
  package var p: Double {
    switch outcome {
    case .binary(let first, let second): Statistics.mcnemar(b: first, c: second)
    case .graded(let differences): Statistics.pairedTTest(differences: differences)?.p ?? 1
    }
  }

  /// The least difference that so many examples would show, given how often the two disagree, or
  /// how far their differences spread.
  package var detectable: Double {
    switch outcome {
    case .binary(let first, let second):
      Statistics.detectableDifference(
        n: examples, discordance: Double(first + second) / Double(examples))
    case .graded(let differences):
      Statistics.detectableMean(
        n: examples, deviation: Statistics.meanAndStandardDeviation(differences).standardDeviation)
    }
  }
}
