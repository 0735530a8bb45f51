import CKernels
import Foundation
import Synchronization

/// Threads that share out the pieces of one job at a time; the calling thread works too.
///
/// A worker spins for a short while between jobs, then sleeps. Which worker takes which piece is
/// left to chance; results may not depend on it.
final class WorkerPool: @unchecked Sendable {
  /// Runs one piece on one worker; worker 0 is the caller.
  typealias Body = (_ piece: Int, _ worker: Int) -> Void

  let threads: Int
  private let busy = Atomic<Bool>(false)
  /// Counts jobs, so that a waiting worker sees a new one.
  private let generation = Atomic<Int>(0)
  /// Bit 0: the job is open to workers. Above it: how many have joined.
  private let gate = Atomic<Int>(0)
  private let nextPiece = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)
  private let condition = NSCondition()
  /// Written by the caller while the gate is closed and empty, read by those who joined.
  private var job: Body?
  private var count = 0

  private static let spins = 2000

  init(threads: Int) {
    precondition(threads > 0, "a pool of \(threads) threads")
    self.threads = threads
    for worker in 1..<max(threads, 1) {
      let thread = Thread { self.serve(as: worker) }
      thread.name = "autograd-\(worker)"
      thread.start()
    }
  }

  /// Lets the threads end; the pool may not be used after.
  func stop() {
    stopping.store(true, ordering: .sequentiallyConsistent)
    generation.add(1, ordering: .sequentiallyConsistent)
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }

  /// Runs pieces 0..<count and returns when all are done. A call from within a piece, or while
  /// another thread uses the pool, runs inline.
  func run(_ count: Int, _ body: Body) {
    let isAlone = count == 1 || threads == 1
    guard count > 0 else { return }
    guard !isAlone, !busy.exchange(true, ordering: .acquiring) else {
      for piece in 0..<count { body(piece, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in share(count, body) }
    busy.store(false, ordering: .releasing)
  }

  private func share(_ count: Int, _ body: @escaping Body) {
    (job, self.count) = (body, count)
    nextPiece.store(0, ordering: .relaxed)
    gate.store(1, ordering: .releasing)
    generation.add(1, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      condition.lock()
      condition.broadcast()
      condition.unlock()
    }
    work(as: 0)
    gate.subtract(1, ordering: .acquiringAndReleasing)
    waitForWorkers()
    job = nil
  }

  @inline(never)
  private func work(as worker: Int) {
    guard let job else { return }
    while true {
      let piece = nextPiece.add(1, ordering: .relaxed).oldValue
      guard piece < count else { return }
      job(piece, worker)
    }
  }

  private func waitForWorkers() {
    for _ in 0..<Self.spins {
      if gate.load(ordering: .acquiring) == 0 { return }
      kernel_pause()
    }
    condition.lock()
    while gate.load(ordering: .acquiring) != 0 { condition.wait() }
    condition.unlock()
  }

  // MARK: the workers' side

  private func serve(as worker: Int) {
    // Signals are for the thread that reads the terminal.
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var seen = 0
    while !stopping.load(ordering: .sequentiallyConsistent) {
      seen = waitForJob(after: seen)
      if join() {
        work(as: worker)
        leave()
      }
    }
  }

  private func waitForJob(after seen: Int) -> Int {
    for _ in 0..<Self.spins {
      let now = generation.load(ordering: .acquiring)
      if now != seen { return now }
      kernel_pause()
    }
    condition.lock()
    defer { condition.unlock() }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    defer { sleepers.subtract(1, ordering: .sequentiallyConsistent) }
    while true {
      let now = generation.load(ordering: .sequentiallyConsistent)
      if now != seen { return now }
      condition.wait()
    }
  }

  private func join() -> Bool {
    var state = gate.load(ordering: .acquiring)
    while state & 1 == 1 {
      let result = gate.compareExchange(
        expected: state, desired: state + 2, ordering: .acquiringAndReleasing)
      if result.exchanged { return true }
      state = result.original
    }
    return false
  }

  private func leave() {
    guard gate.subtract(2, ordering: .acquiringAndReleasing).newValue == 0 else { return }
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
}
