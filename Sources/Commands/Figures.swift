import Foundation

/// How figures are written: short, aligned, in the field's units.
package enum Figures {
  /// 1310 → "1 310", with no-break spaces left to the reader's eye: plain ones.
  static func count(_ n: Int) -> String {
    var digits = Array(String(abs(n)))
    var i = digits.count - 3
    while i > 0 {
      digits.insert(" ", at: i)
      i -= 3
    }
    return (n < 0 ? "-" : "") + String(digits)
  }

  /// 66 955 010 → "66 955 k"; below ten thousand the count itself.
  static func weights(_ n: Int) -> String {
    n < 10_000 ? count(n) : count((n + 500) / 1000) + " k"
  }

  /// Bytes as "5.2 MB", "33 KB".
  package static func bytes(_ n: Int) -> String {
    switch n {
    case ..<1000: plural(n, "byte")
    case ..<1_000_000: "\((n + 500) / 1000) KB"
    case ..<1_000_000_000: fixed(Double(n) / 1e6, 1) + " MB"
    default: fixed(Double(n) / 1e9, 2) + " GB"
    }
  }

  /// A learning rate or another setting in its shortest form: 0.0003 → "3e-4".
  static func setting(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e6 { return String(Int(value)) }
    if abs(value) >= 0.01, abs(value) < 1e6 { return "\(value)" }
    var exponent = Int(log10(abs(value)).rounded(.down))
    var mantissa = value / pow(10, Double(exponent))
    mantissa = (mantissa * 1e6).rounded() / 1e6
    if abs(mantissa) >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    let digits = mantissa == mantissa.rounded() ? "\(Int(mantissa))" : "\(mantissa)"
    return "\(digits)e\(exponent)"
  }

  /// As `setting`, of so many digits at most.
  static func setting(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return "\(value)" }
    return setting(Double(String(format: "%.\(digits - 1)e", value)) ?? value)
  }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  /// A p value: "p = 0.0215", "p < 0.0001".
  static func significance(_ p: Double) -> String {
    p < 0.0001 ? "p < 0.0001" : "p = " + fixed(p, 4)
  }

  /// A share as "1.3 %".
  static func percent(_ part: Int, of whole: Int, digits: Int = 0) -> String {
    guard whole > 0, part > 0 else { return "0 %" }
    let share = 100 * Double(part) / Double(whole)
    if digits == 1, share < 0.05 { return "under 0.1 %" }
    return fixed(share, digits) + " %"
  }

  /// "18 s", "4 min 5 s", "2 h 10 min".
  package static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  /// "1 text", "2 texts".
  static func plural(_ n: Int, _ one: String, _ many: String? = nil) -> String {
    count(n) + " " + (n == 1 ? one : many ?? one + "s")
  }
}
