import Synchronization

/// Whether somebody still waits for the work at hand.
///
/// Long loops over files and texts end early when nobody does, with whatever they have; who asked for
/// it then looks here and throws the result away. It belongs to the task at hand and not to the process:
/// two sessions know nothing of each other.
package final class Patience: Sendable {
  @TaskLocal private static var current: Patience?

  private let isEnded: @Sendable () -> Bool
  private let noticed = Atomic<Bool>(false)

  /// - Parameter isEnded: asked again and again.
  package init(isEnded: @escaping @Sendable () -> Bool) { self.isEnded = isEnded }

  /// Runs work that may end early.
  package func during<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outcome = Self.$current.withValue(self) { Swift.Result(catching: work) }
    return try outcome.get()
  }

  /// Whether a loop ended early: what came of it is worth nothing.
  package var wasOver: Bool { noticed.load(ordering: .relaxed) }

  /// Asked by loops whose turns take a while.
  package static var isOver: Bool {
    guard let current, current.isEnded() else { return false }
    current.noticed.store(true, ordering: .relaxed)
    return true
  }

  /// The same for loops of many short turns, asked in some of them.
  package static func isOver(atTurn turn: Int) -> Bool { turn & 0x3FF == 0 && isOver }
}
