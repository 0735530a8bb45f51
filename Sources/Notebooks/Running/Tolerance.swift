/// How far trained numbers may lie apart on another arithmetic.
package struct Tolerance: Equatable, Sendable {
  /// Absolute, for scores and probabilities; a hundredfold for percentages.
  package var score = 0.02
  /// Relative, for losses.
  package var loss = 0.01

  package init() {}

  /// - Parameters:
  ///   - expected: as printed in the notebook; half a unit of its last digit is lost there.
  ///   - exact: the value now at full precision.
  func allows(_ kind: OutputPart.Kind, expected: String, exact: String) -> Bool {
    guard let old = Double(expected), let new = Double(exact), old.isFinite, new.isFinite
    else { return expected == exact }
    let decimals = expected.utf8.drop { $0 != UInt8(ascii: ".") }.dropFirst().count
    let rounding = (0..<decimals).reduce(0.5) { unit, _ in unit / 10 }
    switch kind {
    case .score: return abs(new - old) <= score + rounding
    case .percentage: return abs(new - old) <= 100 * score + rounding
    case .loss: return abs(new - old) <= loss * abs(old) + rounding
    default: return false
    }
  }
}
