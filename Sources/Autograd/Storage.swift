/// The memory of one or more tensors, accounted while it lives.
final class Storage {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  private(set) var kind: MemoryAccount.Kind
  private let engine: Engine
  private let buffer: Arena.Buffer
  private let isFromArena: Bool

  /// Uninitialised memory; activations and gradients come from the arena.
  ///
  /// - Parameter isKept: activations that outlive their shard.
  init(_ count: Int, _ engine: Engine, _ kind: MemoryAccount.Kind, isKept: Bool = false) {
    (self.count, self.engine, self.kind) = (count, engine, kind)
    let bytes = count * MemoryLayout<Float>.stride
    isFromArena = kind == .activations || kind == .gradients
    let found: Arena.Buffer? =
      if let rehearsal = engine.rehearsal {
        rehearsal.take(isFromArena ? Arena.capacity(for: bytes) : max(bytes, 64))
      } else if isFromArena {
        engine.arena.take(bytes, isBrief: kind == .activations && !isKept)
      } else {
        engine.arena.allocate(max(bytes, 64))
          .map { Arena.Buffer(pointer: $0, capacity: max(bytes, 64)) }
      }
    guard let found else { engine.whenMemoryEnds(bytes) }
    buffer = found
    pointer = buffer.pointer.bindMemory(to: Float.self, capacity: max(count, 1))
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
      rehearsal.give(buffer)
    } else if isFromArena {
      engine.arena.give(buffer)
    } else {
      Pages.release(buffer.pointer, buffer.capacity)
    }
  }
}
