/// The memory of one or more tensors, accounted while it lives.
final class Storage {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  private(set) var kind: MemoryAccount.Kind
  private let engine: Engine
  /// Bytes of the buffer, which may be more than the numbers take.
  private let capacity: Int
  private let isFromArena: Bool

  /// Uninitialised memory; activations and gradients come from the arena.
  init(_ count: Int, _ engine: Engine, _ kind: MemoryAccount.Kind) {
    (self.count, self.engine, self.kind) = (count, engine, kind)
    let bytes = count * MemoryLayout<Float>.stride
    isFromArena = kind == .activations || kind == .gradients
    capacity = isFromArena ? Arena.capacity(for: bytes) : max(bytes, 64)
    let found =
      if let rehearsal = engine.rehearsal {
        rehearsal.take(capacity)
      } else {
        isFromArena ? engine.arena.take(capacity: capacity) : engine.arena.allocate(capacity)
      }
    guard let buffer = found else { engine.whenMemoryEnds(bytes) }
    pointer = buffer.bindMemory(to: Float.self, capacity: max(count, 1))
    engine.memory.add(bytes, kind)
  }

  /// Counts the bytes under another kind from now on.
  func move(to kind: MemoryAccount.Kind) {
    let bytes = count * MemoryLayout<Float>.stride
    engine.memory.subtract(bytes, self.kind)
    engine.memory.add(bytes, kind)
    self.kind = kind
  }

  deinit {
    engine.memory.subtract(count * MemoryLayout<Float>.stride, kind)
    if let rehearsal = engine.rehearsal {
      rehearsal.give(capacity)
    } else if isFromArena {
      engine.arena.give(pointer, capacity: capacity)
    } else {
      Pages.release(pointer, capacity)
    }
  }
}
