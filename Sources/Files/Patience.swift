import Synchronization

/// Whether somebody still waits for the work at hand, and how far it has come for those who do.
///
/// Long loops over files and texts end early when nobody does, with whatever they have; who asked
/// for it then looks here and throws the result away. It belongs to the task at hand and not to the
/// process: two sessions know nothing of each other.
package final class Patience: Sendable {
  @TaskLocal private static var current: Patience?

  /// How far a loop has come.
  package struct Advance: Sendable {
    package let done: Int
    package let total: Int
    /// What is counted: "text".
    package let unit: String
  }

  private let isEnded: @Sendable () -> Bool
  private let onAdvance: @Sendable (Advance) -> Void
  private let noticed = Atomic<Bool>(false)

  /// - Parameters:
  ///   - isEnded: asked again and again.
  ///   - onAdvance: told now and then, by the thread of the work.
  package init(
    isEnded: @escaping @Sendable () -> Bool,
    onAdvance: @escaping @Sendable (Advance) -> Void = { _ in }
  ) {
    (self.isEnded, self.onAdvance) = (isEnded, onAdvance)
  }

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

  /// Said by loops whose turns, together, take a while; most turns say nothing.
  package static func tell(_ turn: Int, of total: Int, _ unit: String) {
    guard turn & 0xFF == 0, let current else { return }
    current.onAdvance(Advance(done: turn, total: total, unit: unit))
  }

  /// The same for bytes of a large file.
  package static func tell(bytes done: Int, of total: Int, atTurn turn: Int) {
    guard turn & 0x3FF == 0, total >= 10_000_000, let current else { return }
    current.onAdvance(Advance(done: done / 1_000_000, total: total / 1_000_000, unit: "MB"))
  }
}
