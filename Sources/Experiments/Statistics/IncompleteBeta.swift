import Foundation

extension Statistics {
  /// The regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1.
  ///
  /// Source: DLMF 8.17.22 (continued fraction, by the modified Lentz algorithm) and 8.17.4
  /// (symmetry, for the side on which the fraction converges fast).
  package static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0 && (0...1).contains(x), "I_\(x)(\(a), \(b))")
    if x == 0 || x == 1 { return x }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let logBeta = lgamma(a).0 + lgamma(b).0 - lgamma(a + b).0
    let front = exp(a * log(x) + b * log1p(-x) - logBeta) / a
    return front / denominator(x, a, b)
  }

  /// 1 + d₁ / (1 + d₂ / (1 + …))
  private static func denominator(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var (c, d, result) = (1.0, 0.0, 1.0)
    for index in 1..<10_000 {
      let m = Double(index / 2)
      let term =
        index % 2 == 0
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + term * d)
      c = guarded(1 + term / c)
      result *= c * d
      if abs(c * d - 1) < 1e-15 { break }
    }
    return result
  }
}
