import Foundation

/// Bytes held by tensors, now and at the moment when most were held.
package final class MemoryAccount: @unchecked Sendable {
  package enum Kind: Int, CaseIterable, Sendable {
    case weights, gradients, optimizer, activations
  }

  private let lock = NSLock()
  private var held = [Int](repeating: 0, count: Kind.allCases.count)
  private var total = 0
  private var heldAtPeak = [Int](repeating: 0, count: Kind.allCases.count)
  private var totalAtPeak = 0

  package init() {}

  package var now: [Kind: Int] { lock.withLock { Self.byKind(held) } }

  /// The largest total since the last reset, and what it consisted of.
  package var peak: (total: Int, byKind: [Kind: Int]) {
    lock.withLock { (totalAtPeak, Self.byKind(heldAtPeak)) }
  }

  /// Starts a new peak at what is held now.
  package func resetPeak() {
    lock.withLock { (totalAtPeak, heldAtPeak) = (total, held) }
  }

  func add(_ bytes: Int, _ kind: Kind) {
    lock.withLock {
      held[kind.rawValue] += bytes
      total += bytes
      guard total > totalAtPeak else { return }
      totalAtPeak = total
      for kind in 0..<held.count { heldAtPeak[kind] = held[kind] }
    }
  }

  func subtract(_ bytes: Int, _ kind: Kind) {
    lock.withLock {
      held[kind.rawValue] -= bytes
      total -= bytes
    }
  }

  private static func byKind(_ bytes: [Int]) -> [Kind: Int] {
    Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, bytes[$0.rawValue]) })
  }
}
