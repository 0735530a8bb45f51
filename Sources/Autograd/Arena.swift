import Foundation

/// Buffers for activations and gradients, used again and again.
///
/// Capacities come in classes an eighth of a power of two apart. What lies idle and what is in use
/// together never exceed what was in use at most by more than a sixteenth, so a process needs
/// little more than its tensors do.
package final class Arena: @unchecked Sendable {
  /// Memory and how many bytes of it there are.
  package struct Buffer {
    package var pointer: UnsafeMutableRawPointer
    package var capacity: Int
  }

  /// Buffers from here on are worth a search for one that is larger than need be.
  private static let largeBytes = 1 << 20

  private let lock = NSLock()
  private var idle: [Int: [UnsafeMutableRawPointer]] = [:]
  /// The keys of `idle` in rising order.
  private var capacities: [Int] = []
  package private(set) var idleBytes = 0
  package private(set) var usedBytes = 0
  private var mostUsedBytes = 0

  package init() {}

  deinit { releaseIdle() }

  /// The capacity in bytes that a request is rounded up to.
  static func capacity(for bytes: Int) -> Int {
    let bytes = max(bytes, 256)
    let step = max(64, (1 << (Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount)) / 8)
    return (bytes + step - 1) / step * step
  }

  /// - Parameter isBrief: what is given back with the shard may take a much larger buffer: a short
  ///   shard then finds those of a long one. What lives longer takes a buffer of its size.
  /// - Returns: nil when the system has no memory left.
  package func take(_ bytes: Int, isBrief: Bool) -> Buffer? {
    let capacity = Self.capacity(for: bytes)
    let most = isBrief && capacity >= Self.largeBytes ? 8 * capacity : capacity
    let (found, spare) = lock.withLock {
      let found = popIdle(capacity...most)
      usedBytes += found?.capacity ?? capacity
      mostUsedBytes = max(mostUsedBytes, usedBytes)
      return (found, found == nil ? popSpare() : [])
    }
    for buffer in spare { Pages.release(buffer.pointer, buffer.capacity) }
    return found ?? allocate(capacity).map { Buffer(pointer: $0, capacity: capacity) }
  }

  package func give(_ buffer: Buffer) {
    let spare = lock.withLock {
      usedBytes -= buffer.capacity
      if idle[buffer.capacity] == nil { insert(buffer.capacity) }
      idle[buffer.capacity, default: []].append(buffer.pointer)
      idleBytes += buffer.capacity
      return popSpare()
    }
    for buffer in spare { Pages.release(buffer.pointer, buffer.capacity) }
  }

  /// Gives what lies idle back to the system.
  package func releaseIdle() {
    let found = lock.withLock {
      defer { (idle, capacities, idleBytes) = ([:], [], 0) }
      return idle
    }
    for (capacity, buffers) in found {
      for buffer in buffers { Pages.release(buffer, capacity) }
    }
  }

  /// New memory; what lies idle is given back when the system has none left without it.
  func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
    if let buffer = Pages.allocate(bytes) { return buffer }
    releaseIdle()
    return Pages.allocate(bytes)
  }

  /// The smallest idle buffer of the range.
  private func popIdle(_ range: ClosedRange<Int>) -> Buffer? {
    let position = place(range.lowerBound)
    guard position < capacities.count, capacities[position] <= range.upperBound else { return nil }
    return pop(at: position)
  }

  /// Idle buffers beyond what may be kept, the smallest first: a large one serves more requests.
  private func popSpare() -> [Buffer] {
    var spare: [Buffer] = []
    while idleBytes > 0, usedBytes + idleBytes > mostUsedBytes + mostUsedBytes / 16 {
      spare.append(pop(at: 0))
    }
    return spare
  }

  private func pop(at position: Int) -> Buffer {
    let capacity = capacities[position]
    guard let pointer = idle[capacity]?.popLast() else { preconditionFailure("an empty class") }
    if idle[capacity]?.isEmpty == true {
      idle[capacity] = nil
      capacities.remove(at: position)
    }
    idleBytes -= capacity
    return Buffer(pointer: pointer, capacity: capacity)
  }

  private func insert(_ capacity: Int) { capacities.insert(capacity, at: place(capacity)) }

  /// Where the first capacity not below this one stands.
  private func place(_ capacity: Int) -> Int {
    var (low, high) = (0, capacities.count)
    while low < high {
      let middle = (low + high) / 2
      if capacities[middle] < capacity { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
