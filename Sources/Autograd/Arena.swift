import Foundation

/// Buffers for activations and gradients, used again and again.
///
/// Capacities come in classes an eighth of a power of two apart, so that shards of about equal size
/// find each other's buffers. What lies idle never exceeds what was in use at most.
final class Arena: @unchecked Sendable {
  private let lock = NSLock()
  private var idle: [Int: [UnsafeMutableRawPointer]] = [:]
  private var idleBytes = 0
  private var usedBytes = 0
  private var mostUsedBytes = 0

  deinit { releaseIdle() }

  /// The capacity in bytes that a request is rounded up to.
  static func capacity(for bytes: Int) -> Int {
    let bytes = max(bytes, 256)
    let step = max(64, (1 << (Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount)) / 8)
    return (bytes + step - 1) / step * step
  }

  /// - Returns: nil when the system has no memory left.
  func take(capacity: Int) -> UnsafeMutableRawPointer? {
    let found = lock.withLock { () -> UnsafeMutableRawPointer? in
      usedBytes += capacity
      mostUsedBytes = max(mostUsedBytes, usedBytes)
      guard let buffer = idle[capacity]?.popLast() else { return nil }
      idleBytes -= capacity
      return buffer
    }
    return found ?? allocate(capacity)
  }

  func give(_ buffer: UnsafeMutableRawPointer, capacity: Int) {
    let isKept = lock.withLock { () -> Bool in
      usedBytes -= capacity
      guard usedBytes + idleBytes + capacity <= mostUsedBytes else { return false }
      idle[capacity, default: []].append(buffer)
      idleBytes += capacity
      return true
    }
    if !isKept { Pages.release(buffer, capacity) }
  }

  /// Gives what lies idle back to the system.
  func releaseIdle() {
    let found = lock.withLock {
      defer { (idle, idleBytes) = ([:], 0) }
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
}
