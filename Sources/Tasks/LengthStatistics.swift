/// How long the examples of a data set are.
package struct LengthStatistics: Sendable, Equatable {
  /// The middle length, of an even number the mean of the two middle ones; 0 without examples.
  package let median: Double
  package let max: Int
  /// Share of examples that were cut, from 0 to 1.
  package let shareTruncated: Double

  package init(_ lengths: [Int], truncated: Int = 0) {
    let sorted = lengths.sorted()
    let n = sorted.count
    median = n == 0 ? 0 : Double(sorted[(n - 1) / 2] + sorted[n / 2]) / 2
    max = sorted.last ?? 0
    shareTruncated = n == 0 ? 0 : Double(truncated) / Double(n)
  }
}
