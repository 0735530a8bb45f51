import Autograd
import Testing

@Suite struct ArenaTests {
  static let megabyte = 1 << 20

  @Test func shorterShardFindsTheBuffersOfALongerOne() throws {
    let arena = Arena()
    let long = try (1...4).map { try #require(arena.take($0 * 3 * Self.megabyte, isBrief: true)) }
    for buffer in long { arena.give(buffer) }
    let lasting = Set(long.map(\.pointer))
    for size in 1...4 {
      let short = try #require(arena.take(size * 2 * Self.megabyte, isBrief: true))
      #expect(lasting.contains(short.pointer), "\(size)")
    }
    #expect(arena.usedBytes <= long.reduce(0) { $0 + $1.capacity })
  }

  @Test func lastingBufferHasTheSizeItAskedFor() throws {
    let arena = Arena()
    arena.give(try #require(arena.take(8 * Self.megabyte, isBrief: true)))
    let lasting = try #require(arena.take(2 * Self.megabyte, isBrief: false))
    #expect(lasting.capacity == 2 * Self.megabyte)
    arena.give(lasting)
  }

  /// Sizes that never fit each other: what lies idle has to go.
  @Test func idleAndUsedTogetherStayNearTheMostThatWasUsed() throws {
    let arena = Arena()
    var most = 0
    for size in [40, 4, 36, 5, 44, 3, 39].map({ $0 * Self.megabyte }) {
      let buffers = try (0..<3).map { try #require(arena.take(size + $0, isBrief: false)) }
      most = max(most, arena.usedBytes)
      #expect(arena.usedBytes + arena.idleBytes <= most + most / 16)
      for buffer in buffers { arena.give(buffer) }
      #expect(arena.usedBytes + arena.idleBytes <= most + most / 16)
    }
    #expect(arena.usedBytes == 0)
    arena.releaseIdle()
    #expect(arena.idleBytes == 0)
  }
}
