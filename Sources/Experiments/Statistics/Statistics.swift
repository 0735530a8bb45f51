import Foundation

/// The tests and intervals that comparisons print.
package enum Statistics {
  /// Two-sided p of McNemar's exact test: of b + c examples that one model alone got right, how
  /// surprising is b, were either equally likely?
  ///
  /// Source: McNemar 1947; exact binomial form as scipy's `binomtest(b, b + c)` and statsmodels'
  /// `mcnemar(exact=True)`: min(1, 2 P(X ≤ min(b, c))).
  package static func mcnemar(b: Int, c: Int) -> Double {
    precondition(b >= 0 && c >= 0, "counts \(b) and \(c)")
    let (n, k) = (b + c, min(b, c))
    guard b != c else { return 1 }
    // P(X ≤ k) of n fair draws.
    return min(1, 2 * incompleteBeta(0.5, Double(n - k), Double(k + 1)))
  }

  /// The least difference in accuracy that a paired test on n examples would find four times in
  /// five (80 % power, two-sided 5 %): the d for which
  ///
  ///     n = (1.960 √ψ + 0.842 √(ψ − d²))² / d²
  ///
  /// with ψ the share of examples on which the two disagree (ψ ≥ d).
  ///
  /// Source: Connor 1987, Biometrics 43:207, eq. 2.
  ///
  /// - Parameter discordance: ψ; where it is too small for any d, all disagreements are taken to
  ///   go one way (ψ = d), which 0, the default, supposes from the start.
  /// - Returns: a fraction from 0 to 1; 1 where no difference would be found.
  package static func detectableDifference(n: Int, discordance: Double = 0) -> Double {
    precondition((0...1).contains(discordance), "a discordance of \(discordance)")
    guard n > 0 else { return 1 }
    func excess(_ d: Double) -> Double {
      let psi = max(discordance, d)
      let root =
        1.959963984540054 * psi.squareRoot()
        + 0.8416212335729143 * (psi - d * d).squareRoot()
      return Double(n) * d * d - root * root
    }
    var (low, high) = (0.0, 1.0)
    guard excess(high) > 0 else { return 1 }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if excess(middle) > 0 { high = middle } else { low = middle }
    }
    return high
  }

  /// The least mean difference that a paired test on n examples would find four times in five (80 %
  /// power, two-sided 5 %), by the normal approximation: (1.960 + 0.842) s / √n.
  ///
  /// - Parameter deviation: s, the standard deviation of the differences; nil where none is known.
  /// - Returns: a fraction from 0 to 1; 1 where no difference would be found.
  package static func detectableMean(n: Int, deviation: Double?) -> Double {
    guard let deviation, n > 1 else { return 1 }
    return min(1, (1.959963984540054 + 0.8416212335729143) * deviation / Double(n).squareRoot())
  }

  /// The mean and the sample's standard deviation (n − 1; nil for fewer than two values).
  package static func meanAndStandardDeviation(
    _ values: [Double]
  ) -> (mean: Double, standardDeviation: Double?) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    guard values.count > 1 else { return (mean, nil) }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / (n - 1)).squareRoot())
  }

  /// Student's paired t test, two-sided; nil for fewer than two pairs.
  ///
  /// Source: Student 1908; as scipy's `ttest_rel`. Where all differences are 0 there is nothing to
  /// test and p is 1 (scipy has no number).
  package static func pairedTTest(differences: [Double]) -> PairedTTest? {
    let (mean, deviation) = meanAndStandardDeviation(differences)
    guard let deviation else { return nil }
    let freedom = differences.count - 1
    if deviation == 0, mean == 0 { return PairedTTest(mean: 0, t: 0, freedom: freedom, p: 1) }
    let t = mean / (deviation / Double(differences.count).squareRoot())
    return PairedTTest(mean: mean, t: t, freedom: freedom, p: studentTwoSided(t, freedom))
  }

  /// P(|T| ≥ |t|) of Student's distribution.
  package static func studentTwoSided(_ t: Double, _ freedom: Int) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    let v = Double(freedom)
    return incompleteBeta(v / (v + t * t), v / 2, 0.5)
  }
}

/// A paired t test's outcome.
package struct PairedTTest: Sendable, Equatable {
  /// The mean difference.
  package let mean: Double
  package let t: Double
  /// Degrees of freedom.
  package let freedom: Int
  package let p: Double
}
