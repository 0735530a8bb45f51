import Files
import Language
import Training

/// How Ctrl-C ends what computes nothing (reading, counting, learning a vocabulary), and how far it
/// has come meanwhile.
extension Session {
  /// Runs work whose loops end early when an interrupt is requested, and throws then: what came of
  /// them is worth nothing.
  ///
  /// - Parameter span: of what the interrupt is reported at; nil for the statement's verb.
  func patiently<T>(
    with s: CheckedStatement, at span: Span? = nil, _ work: () throws(Diagnostic) -> T
  ) throws(Diagnostic) -> T {
    let span = span ?? s.statement.verb.span
    let flag = engine.interrupt
    let teller = ReadingProgress(s, onProgress)
    let patience = Patience(isEnded: { flag.isRequested }, onAdvance: { teller.tell($0) })
    let result: T
    do {
      result = try patience.during(work)
    } catch {
      guard patience.wasOver, error.exit != 130 else { throw error }
      throw Self.interrupted(at: span)
    }
    if patience.wasOver { throw Self.interrupted(at: span) }
    return result
  }

  /// At a prompt the checkpoint of an interrupted run is written while its user goes on.
  package func writeCheckpointsLater() { laterCheckpoints = LaterCheckpoints() }

  /// Whether such a checkpoint is still being written.
  package var isWritingCheckpoint: Bool { laterCheckpoints?.isBusy ?? false }

  /// What could not be written since this was asked last.
  package func takeCheckpointProblems() -> [String] { laterCheckpoints?.takeProblems() ?? [] }

  /// Waits until they are written.
  ///
  /// - Parameter isGivenUp: asked now and then; true leaves the older ones.
  package func finishCheckpoints(isGivenUp: () -> Bool) {
    laterCheckpoints?.wait(isOver: isGivenUp)
    laterCheckpoints?.giveUp()
    laterCheckpoints?.wait { false }
  }
}

/// Shows how far reading, encoding or learning a vocabulary has come, once it takes a while.
private struct ReadingProgress: @unchecked Sendable {
  private static let patience = Duration.milliseconds(500)
  private let title: String
  /// Called by the statement's thread alone.
  private let show: ((Progress) -> Void)?
  private let start = ContinuousClock.now

  init(_ s: CheckedStatement, _ show: ((Progress) -> Void)?) {
    let words = s.verb.forms[s.form].slots.compactMap { slot -> String? in
      if case .word(let name)? = s.slots[slot.name]?.value { name } else { nil }
    }
    let subject = s.binding?.value ?? words.first
    title = ([s.verb.name] + (subject.map { [$0] } ?? [])).joined(separator: " ")
    self.show = show
  }

  func tell(_ advance: Patience.Advance) {
    guard let show, ContinuousClock.now - start >= Self.patience else { return }
    var progress = Progress(
      title: title, done: advance.done, total: advance.total, unit: advance.unit)
    progress.isAside = true
    show(progress)
  }
}
