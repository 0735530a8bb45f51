/// Memory for what frozen encoders give, shared by the data sets of a statement.
package final class FeatureBudget {
  package let limit: Int
  package private(set) var used = 0

  /// - Parameter limit: bytes at most.
  package init(limit: Int) { self.limit = limit }

  /// Takes so many bytes; false where they are not to be had.
  func reserve(_ bytes: Int) -> Bool {
    guard bytes <= limit - used else { return false }
    used += bytes
    return true
  }

  func release(_ bytes: Int) { used -= bytes }
}
