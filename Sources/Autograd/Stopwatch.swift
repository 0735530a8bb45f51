/// Where the time of steps goes, by operation: the time from one recorded operation to the next is
/// the later one's.
///
/// An engine without one measures nothing.
package final class Stopwatch {
  package struct Share: Sendable {
    package var forward = Duration.zero
    package var backward = Duration.zero
    /// Times it ran forward.
    package var calls = 0
  }

  package private(set) var shares: [String: Share] = [:]
  private var mark = ContinuousClock.now

  package init() {}

  /// Leaves out what happened since the last lap.
  package func skip() { mark = .now }

  package func lap(_ name: StaticString, isBackward: Bool) {
    let now = ContinuousClock.now
    let seconds = now - mark
    mark = now
    if isBackward {
      shares[name.description, default: Share()].backward += seconds
    } else {
      shares[name.description, default: Share()].forward += seconds
      shares[name.description, default: Share()].calls += 1
    }
  }
}
