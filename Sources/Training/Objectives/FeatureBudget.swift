/// Room for what frozen encoders give, in memory and files, shared by the data sets of a statement.
package final class FeatureBudget {
  package let limit: Int
  package private(set) var used = 0
  private weak var rehearsed: FeatureBudget?

  /// - Parameter limit: bytes at most.
  package init(limit: Int) { self.limit = limit }

  /// Takes so many bytes; false where they are not to be had.
  func reserve(_ bytes: Int) -> Bool {
    guard bytes <= limit - used else { return false }
    used += bytes
    return true
  }

  func release(_ bytes: Int) { used -= bytes }

  /// One of the same limit with nothing taken, for all data sets of a rehearsal.
  func rehearsing() -> FeatureBudget {
    if let rehearsed { return rehearsed }
    let other = FeatureBudget(limit: limit)
    rehearsed = other
    return other
  }
}
