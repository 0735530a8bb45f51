import Autograd
import Testing

@Suite struct SystemMemoryTests {
  @Test func thereIsSomeAndNotEverything() {
    let engine = Engine(threads: 1)
    #expect(engine.availableMemory > 0)
    #expect(engine.canAllocate(1 << 20))
    #if os(Linux)
      #expect(engine.availableMemory < 1 << 50)
      #expect(!engine.canAllocate(1 << 50) && !engine.canAllocate(.max))
    #endif
  }

  @Test func idleBuffersAreGivenBackBeforeTheAnswerIsNo() {
    let engine = Engine(threads: 1)
    let before = engine.memory.now
    for _ in 0..<3 { _ = Tensor(zeros: [1 << 20], on: engine) }
    #expect(!engine.canAllocate(.max))
    // What was given back is allocated again without harm.
    #expect(Tensor(zeros: [1 << 20], on: engine).values.allSatisfy { $0 == 0 })
    #expect(engine.memory.now == before)
  }
}
