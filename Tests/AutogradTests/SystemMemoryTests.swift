import Autograd
import Foundation
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

  #if os(Linux)
    /// A limit far above what the other tests of this process take, put back at once.
    @Test func aLimitOnTheAddressSpaceIsSeen() throws {
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmSize:") })
      let used = try #require(Int(line.filter { $0.isNumber })) * 1024
      let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
      var before = rlimit()
      try #require(getrlimit(resource, &before) == 0)
      var limited = before
      limited.rlim_cur = rlim_t(used + (3 << 30))
      try #require(setrlimit(resource, &limited) == 0)
      let engine = Engine(threads: 1)
      let (available, fits) = (engine.availableMemory, engine.canAllocate(4 << 30))
      #expect(setrlimit(resource, &before) == 0)
      #expect(available < 3 << 30 && !fits)
    }
  #endif

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
