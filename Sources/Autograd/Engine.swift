import Synchronization

/// The last resort when the system refuses so many bytes in the middle of an operation: it may
/// report and end the process, and nothing else. What users decide the size of is asked about
/// beforehand, with `canAllocate`.
package typealias MemoryEnd = @Sendable (_ bytes: Int) -> Never

/// Nobody was named to report it: a mistake in the program, not of its user.
package let unreportedMemoryEnd: MemoryEnd = { bytes in
  preconditionFailure("no memory for \(bytes) bytes, and nobody to say so")
}

/// What computes: a worker pool, the buffers and the memory account.
///
/// One thread at a time works with an engine. The pieces a job is cut into depend on shapes only,
/// so the results are the same bits for any number of threads.
package final class Engine: @unchecked Sendable {
  package let memory = MemoryAccount()
  package let interrupt = InterruptFlag()
  /// Set to see where time goes.
  package var stopwatch: Stopwatch?
  let whenMemoryEnds: MemoryEnd
  let arena = Arena()
  /// Set where nothing is computed.
  let rehearsal: Rehearsal?
  /// Whether whoever asks for memory is told that there is enough (`--force`).
  package var ignoresMemoryLimits = false
  private var pool: WorkerPool
  private let isAbandonable = Atomic<Bool>(false)

  /// - Parameter whenMemoryEnds: whoever runs for a person gives one that reports; a test makes
  ///   nothing large.
  package init(threads: Int, whenMemoryEnds: @escaping MemoryEnd = unreportedMemoryEnd) {
    (self.whenMemoryEnds, rehearsal) = (whenMemoryEnds, nil)
    BLAS.prepare()
    pool = WorkerPool(threads: threads)
  }

  init(whenMemoryEnds: @escaping MemoryEnd, rehearsal: Rehearsal) {
    (self.whenMemoryEnds, self.rehearsal) = (whenMemoryEnds, rehearsal)
    pool = WorkerPool(threads: 1)
  }

  deinit { pool.stop() }

  /// How many threads compute, the caller included.
  package var threads: Int {
    get { rehearsal?.threads ?? pool.threads }
    set {
      guard newValue != pool.threads else { return }
      pool.stop()
      pool = WorkerPool(threads: newValue)
    }
  }

  /// Runs pieces 0..<count, in any order and on any thread. A nested call runs inline.
  package func parallel(_ count: Int, _ body: (Int) -> Void) {
    parallelWithWorker(count) { piece, _ in body(piece) }
  }

  /// The same, telling each piece its worker's number below `threads`: for buffers of its own.
  func parallelWithWorker(_ count: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    if isRehearsal { return }
    guard isAbandonable.load(ordering: .relaxed) else { return pool.run(count, body) }
    pool.run(count) { piece, worker in
      if !interrupt.isRequested { body(piece, worker) }
    }
  }

  /// Runs `body`, whose operations compute nothing more once an interrupt is requested: a forward
  /// and backward then end within one piece of work, whatever they return.
  ///
  /// - Returns: nil when an interrupt was requested, as the results are then worthless; gradients
  ///   and whatever else `body` wrote to must be thrown away by the caller.
  package func abandonable<Result>(_ body: () throws -> Result) rethrows -> Result? {
    let outer = isAbandonable.exchange(true, ordering: .relaxed)
    defer { isAbandonable.store(outer, ordering: .relaxed) }
    let result = try body()
    return interrupt.isRequested ? nil : result
  }
}
