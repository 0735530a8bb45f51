/// Scores of one evaluation, by the keys of files and tables.
package protocol Scores: Sendable {
  /// In the order in which they are printed.
  var values: [(key: String, value: Double)] { get }
  /// The key by which the best epoch is chosen.
  static var mainMetric: String { get }
  /// Whether a higher main metric is better.
  static var higherIsBetter: Bool { get }
  /// Every key, for `best=`.
  static var keys: [String] { get }
}

extension Scores {
  package subscript(key: String) -> Double? { values.first { $0.key == key }?.value }
}
