import Autograd
import Checkpoints
import Files
import Foundation

/// Checkpoints of runs that were stopped, and results of those that came to their end just then,
/// written while their user goes on: a large one takes seconds, and whoever pressed Ctrl-C wants
/// the prompt.
package final class LaterCheckpoints: @unchecked Sendable {
  /// Nothing changes the tensors of a run that was stopped; they are only read from here on.
  private struct Job: @unchecked Sendable {
    let state: JSON
    let tensors: NamedTensors
    let path: String
    /// Held until the file is there.
    let lock: FileLock
    /// What nobody needs once it is there.
    let obsolete: [String]
  }

  private let condition = NSCondition()
  private var paths: Set<String> = []
  private var isGivenUp = false
  private var problems: [String] = []

  package init() {}

  /// Whether one is still being written.
  package var isBusy: Bool { condition.withLock { !paths.isEmpty } }

  /// What could not be written since this was asked last.
  package func takeProblems() -> [String] {
    condition.withLock {
      defer { problems = [] }
      return problems
    }
  }

  func write(
    _ content: (state: JSON, tensors: NamedTensors), to path: String, holding lock: FileLock,
    insteadOf obsolete: [String] = []
  ) {
    let job = Job(
      state: content.state, tensors: content.tensors, path: path, lock: lock, obsolete: obsolete)
    condition.withLock { _ = paths.insert(path) }
    Thread.detachNewThread { [self] in run(job) }
  }

  private func run(_ job: Job) {
    var problem: String?
    do throws(CheckpointError) {
      try RunFile.write(job.state, job.tensors, to: job.path) {
        condition.withLock { isGivenUp }
      }
      for path in job.obsolete { AtomicFile.remove(path) }
    } catch { problem = "\(error)" }
    // Before anybody who waits asks for it.
    job.lock.release()
    condition.withLock {
      if let problem, !isGivenUp { problems.append(problem) }
      paths.remove(job.path)
      condition.broadcast()
    }
  }

  /// Waits until a file is written, or all of them.
  ///
  /// - Parameter isOver: asked now and then; true ends the waiting.
  package func wait(for path: String? = nil, isOver: () -> Bool) {
    condition.lock()
    defer { condition.unlock() }
    while path.map({ paths.contains($0) }) ?? !paths.isEmpty, !isOver() {
      _ = condition.wait(until: Date(timeIntervalSinceNow: 0.05))
    }
  }

  /// Leaves those that are not written yet as they were before.
  package func giveUp() { condition.withLock { isGivenUp = true } }
}
