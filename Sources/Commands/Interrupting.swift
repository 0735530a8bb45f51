import Files
import Language
import Training

/// How Ctrl-C ends what computes nothing: reading, counting, learning a vocabulary.
extension Session {
  /// Runs work whose loops end early when an interrupt is requested, and throws then: what came of
  /// them is worth nothing.
  func patiently<T>(
    at span: Span, _ work: () throws(Diagnostic) -> T
  ) throws(Diagnostic) -> T {
    let flag = engine.interrupt
    let patience = Patience { flag.isRequested }
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
