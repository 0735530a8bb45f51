import Commands
import Foundation
import Language
import Notebooks

/// Runs statements on a session for a person: with progress, Ctrl-C and the records of `--json`.
final class Runner: SteppingEvaluator {
  let session: Session
  let console: Console
  private let progress: ProgressLine
  private let records: RecordFile?

  init(_ session: Session, _ console: Console, records: RecordFile?) {
    self.session = session
    self.console = console
    self.records = records
    progress = ProgressLine(console)
    session.onProgress = { [progress] in progress.update($0) }
    session.isStopping = { Signals.shared.pending != nil }
    session.onSettings = { [console] in console.settings = $0 }
    session.onRemark = { [progress, console] sentence in
      progress.end()
      console.remark(sentence)
    }
  }

  var arithmetic: String { session.arithmetic }
  var lastForesight: Foresight? { session.lastForesight }

  var writesRedirectedTo: String? {
    get { session.writesRedirectedTo }
    set { session.writesRedirectedTo = newValue }
  }

  func evaluate(
    _ statement: Statement, in source: SourceText, cell: Int?
  ) throws(Diagnostic) -> StatementResult {
    if let signal = Signals.shared.pending { throw Runner.interrupted(by: signal, statement.span) }
    progress.begin()
    defer { progress.end() }
    let target = InterruptTarget(session)
    let stop: @Sendable () -> Void = { target.stop() }
    let result: StatementResult
    do {
      result = try Signals.shared.whileRunning(stop: stop) { () throws(Diagnostic) in
        try session.evaluate(statement, in: source, cell: cell)
      }
    } catch {
      guard error.exit == 130, let signal = Signals.shared.pending else { throw error }
      var error = error
      error.exit = 128 + signal
      throw error
    }
    try records?.append(result)
    return result
  }

  var moment: Moment { session.moment }

  func settle() { session.settle() }

  func foresee(
    _ statement: Statement, in source: SourceText, cell: Int
  ) throws(Diagnostic) -> Foresight {
    try session.foresee(statement, in: source, cell: cell)
  }

  /// Takes the progress line away, for a question in its place.
  func endProgress() { progress.end() }

  private static func interrupted(by signal: Int32, _ span: Span) -> Diagnostic {
    Diagnostic(
      code: "interrupted", exit: 128 + signal, message: "interrupted before this statement",
      span: span)
  }
}

/// The one thing of a session that other threads may touch.
private struct InterruptTarget: @unchecked Sendable {
  private let session: Session
  init(_ session: Session) { self.session = session }
  func stop() { session.requestInterrupt() }
}
