import Synchronization

/// A request to stop, set from any thread or signal handler and polled by long work.
package final class InterruptFlag: Sendable {
  private let requested = Atomic<Bool>(false)

  package init() {}

  package func request() { requested.store(true, ordering: .relaxed) }

  package func clear() { requested.store(false, ordering: .relaxed) }

  package var isRequested: Bool { requested.load(ordering: .relaxed) }
}
