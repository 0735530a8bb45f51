import Foundation

/// Memory for an engine that only rehearses: all of its tensors stand in one place, since nobody
/// reads their numbers, and what real ones would take is counted.
final class Rehearsal: @unchecked Sendable {
  /// Threads of the engine it rehearses for: workers have buffers of their own.
  let threads: Int
  private let lock = NSLock()
  /// The last is the largest; tensors may still stand in the others.
  private var places: [Arena.Buffer] = []
  private var held = 0
  private var most = 0

  init(threads: Int) { self.threads = threads }

  deinit {
    for place in places { Pages.release(place.pointer, place.capacity) }
  }

  /// Buffers in use at once, at most, with what the arena rounds up and keeps idle.
  var mostHeld: Int { lock.withLock { most + most / 16 } }

  /// - Returns: nil when the system has not so much address space in one piece.
  func take(_ capacity: Int) -> Arena.Buffer? {
    lock.withLock {
      held += capacity
      most = max(most, held)
      if let place = places.last, place.capacity >= capacity {
        return Arena.Buffer(pointer: place.pointer, capacity: capacity)
      }
      let size = max(capacity, 2 * (places.last?.capacity ?? 1 << 19))
      guard let memory = Pages.allocate(size) else { return nil }
      places.append(Arena.Buffer(pointer: memory, capacity: size))
      return Arena.Buffer(pointer: memory, capacity: capacity)
    }
  }

  func give(_ buffer: Arena.Buffer) { lock.withLock { held -= buffer.capacity } }
}

extension Engine {
  /// An engine on which operations compute nothing: a run on it takes next to no time or memory,
  /// and its account tells from the shapes alone what the run would hold here. Numbers are
  /// worthless there, so nothing may depend on them.
  package func rehearsing() -> Engine {
    Engine(whenMemoryEnds: whenMemoryEnds, rehearsal: Rehearsal(threads: threads))
  }

  package var isRehearsal: Bool { rehearsal != nil }

  /// The most that buffers took at once in a rehearsal, with what the arena would add.
  package var rehearsedBytes: Int { rehearsal?.mostHeld ?? 0 }
}
