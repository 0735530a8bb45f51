import Foundation
import Language

/// Volatile values stand in fields whose width depends on the declaration alone, so that a
/// timing never moves a column. A value too long for its field loses decimals, then is printed
/// with an exponent.
extension OutputPart {
  /// A duration, always in seconds: `  41.2 s`. `unit: false` where the header says `seconds`.
  package static func seconds(
    _ seconds: Double, width: Int = 9, decimals: Int = 1, unit: Bool = true
  ) -> OutputPart {
    volatile(seconds, unit: unit ? "s" : "", width: width, decimals: decimals)
  }

  /// Memory, always in MB of 10⁶ bytes: `  90.3 MB`.
  package static func megabytes(
    _ bytes: Int, width: Int = 10, decimals: Int = 1, unit: Bool = true
  ) -> OutputPart {
    volatile(Double(bytes) / 1e6, unit: unit ? "MB" : "", width: width, decimals: decimals)
  }

  /// A rate, without decimals: `  1843 tokens/s`, or bare where the header names the unit.
  package static func rate(_ perSecond: Double, width: Int = 9, unit: String = "") -> OutputPart {
    volatile(perSecond, unit: unit, width: width, decimals: 0)
  }

  private static func volatile(
    _ value: Double, unit: String, width: Int, decimals: Int
  ) -> OutputPart {
    let suffix = unit.isEmpty ? "" : " " + unit
    // Five columns hold every finite number (1e308), so the field never grows.
    let field = max(5, width - displayWidth(suffix))
    let printed = padded(fitted(value, columns: field, decimals: decimals), to: field) + suffix
    return OutputPart(kind: .volatile, printed: printed, exact: unit)
  }

  private static func fitted(_ value: Double, columns: Int, decimals: Int) -> String {
    let value = value.isFinite ? max(0, value) : 0
    for decimals in stride(from: max(0, decimals), through: 0, by: -1) where value < 1e15 {
      let printed = fixedPoint(value, decimals: decimals)
      if printed.utf8.count <= columns { return printed }
    }
    var exponent = 0
    var mantissa = value
    while mantissa >= 9.5 {
      mantissa /= 10
      exponent += 1
    }
    return "\(Int(mantissa.rounded()))e\(exponent)"
  }

  /// `value` with a leading zero and a fixed number of decimals, the same in every locale.
  static func fixedPoint(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    return String(format: "%.\(decimals)f", value)
  }

  static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth(text))) + text
  }
}
