import Foundation

/// The memory of one or more tensors, accounted while it lives.
final class Storage {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  private(set) var kind: MemoryAccount.Kind
  private let engine: Engine
  /// Set when the buffer belongs to the arena.
  private let arenaCapacity: Int?

  /// Uninitialised memory; activations and gradients come from the arena.
  init(_ count: Int, _ engine: Engine, _ kind: MemoryAccount.Kind) {
    (self.count, self.engine, self.kind) = (count, engine, kind)
    let bytes = count * MemoryLayout<Float>.stride
    let found: UnsafeMutableRawPointer?
    if kind == .activations || kind == .gradients {
      let capacity = Arena.capacity(for: bytes)
      found = engine.arena.take(capacity: capacity)
      arenaCapacity = capacity
    } else {
      found = engine.arena.allocate(max(bytes, 64))
      arenaCapacity = nil
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
    if let arenaCapacity {
      engine.arena.give(pointer, capacity: arenaCapacity)
    } else {
      free(pointer)
    }
  }
}
