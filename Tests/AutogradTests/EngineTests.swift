import Autograd
import Foundation
import Synchronization
import Testing

@Suite struct EngineTests {
  @Test(arguments: [1, 2, 3, 8])
  func runsEveryPieceOnce(_ threads: Int) {
    let engine = Engine(threads: threads)
    for count in [0, 1, 2, 7, 1000] {
      for _ in 0..<20 {
        let runs = UnsafeMutablePointer<Int>.allocate(capacity: max(count, 1))
        runs.update(repeating: 0, count: count)
        engine.parallel(count) { runs[$0] += 1 }
        #expect((0..<count).allSatisfy { runs[$0] == 1 })
        runs.deallocate()
      }
    }
  }

  @Test func nestedCallsRunInline() {
    let engine = Engine(threads: 2)
    let total = Atomic<Int>(0)
    engine.parallel(4) { _ in
      engine.parallel(5) { _ in total.add(1, ordering: .relaxed) }
    }
    #expect(total.load(ordering: .relaxed) == 20)
  }

  @Test func wakesAfterSleeping() {
    let engine = Engine(threads: 2)
    for _ in 0..<5 {
      Thread.sleep(forTimeInterval: 0.01)
      let total = Atomic<Int>(0)
      engine.parallel(100) { _ in total.add(1, ordering: .relaxed) }
      #expect(total.load(ordering: .relaxed) == 100)
    }
  }

  @Test func threadsCanBeChanged() {
    let engine = Engine(threads: 1)
    engine.threads = 3
    #expect(engine.threads == 3)
    let total = Atomic<Int>(0)
    engine.parallel(50) { _ in total.add(1, ordering: .relaxed) }
    #expect(total.load(ordering: .relaxed) == 50)
  }

  @Test func interruptIsSeenAcrossThreads() {
    let engine = Engine(threads: 1)
    let flag = engine.interrupt
    #expect(!flag.isRequested)
    let thread = Thread { flag.request() }
    thread.start()
    let deadline = Date.now.addingTimeInterval(5)
    while !flag.isRequested, Date.now < deadline { Thread.sleep(forTimeInterval: 0.001) }
    #expect(flag.isRequested)
    flag.clear()
    #expect(!flag.isRequested)
  }

  @Test func abandonableWorkStopsAtAnInterrupt() {
    let engine = Engine(threads: 2)
    let runs = Atomic<Int>(0)
    func work() -> Int? {
      engine.abandonable {
        for _ in 0..<10 {
          engine.parallel(100) { piece in
            if runs.add(1, ordering: .relaxed).newValue == 150 { engine.interrupt.request() }
          }
        }
        return 1
      }
    }
    #expect(work() == nil)
    #expect(runs.load(ordering: .relaxed) < 160)
    // Elsewhere an interrupt skips nothing.
    engine.parallel(100) { _ in runs.add(1, ordering: .relaxed) }
    #expect(runs.load(ordering: .relaxed) >= 250)
    engine.interrupt.clear()
    runs.store(1000, ordering: .relaxed)
    #expect(work() == 1)
    #expect(runs.load(ordering: .relaxed) == 2000)
  }

  @Test func fingerprintNamesLibraryCoreAndKernels() {
    let parts = Engine.fingerprint.split(separator: " ")
    #expect(parts.count == 2)
    #expect(parts[0].hasPrefix("openblas-0.") && parts[0].contains("/"))
    #expect(parts[1].hasPrefix("kernels/"))
  }

  @Test(arguments: [
    ("Prescott", "x86-64-v4", true, "Cooperlake"), ("Prescott", "x86-64-v4", false, "SkylakeX"),
    ("Core2", "x86-64-v3", false, "Haswell"), ("Prescott", "x86-64", false, nil),
    ("Haswell", "x86-64-v4", true, nil), ("Zen", "x86-64-v3", false, nil),
    ("Cooperlake", "x86-64-v4", true, nil), ("neoversen1", "arm64", false, nil),
  ])
  func anUnknownProcessorGetsItsKernels(
    _ chosen: String, _ set: String, _ hasBF16: Bool, _ better: String?
  ) {
    let found = Engine.betterCoreType(
      than: chosen, instructionSet: set, hasBF16: hasBF16, halvesVectors: false)
    #expect(found == better)
  }

  @Test(arguments: [
    ("Cooperlake", "Haswell"), ("SkylakeX", "Haswell"), ("Prescott", "Haswell"),
    ("Haswell", nil), ("Zen", nil),
  ])
  func halvedVectorsGetKernelsForHalves(_ chosen: String, _ better: String?) {
    let found = Engine.betterCoreType(
      than: chosen, instructionSet: "x86-64-v4", hasBF16: true, halvesVectors: true)
    #expect(found == better)
  }
}
