import Commands

/// How far a statement has come: one repainted line on a terminal, a line per 10 % elsewhere.
///
/// A terminal is painted at most ten times a second. On a pipe a phase shows nothing in its first
/// seconds, so that quick work leaves no trace there.
final class ProgressLine {
  private let console: Console
  private let clock = ContinuousClock()
  private var painted: ContinuousClock.Instant?
  private var phases: [String: Phase] = [:]

  /// Training, or scoring, on a pipe.
  private struct Phase {
    var started: ContinuousClock.Instant
    var done: Int
    /// The last tenth that got a line.
    var tenth = 0
  }

  init(_ console: Console) { self.console = console }

  /// Call before a statement.
  func begin() {
    painted = nil
    phases = [:]
  }

  /// Call after a statement, and in its course before anything else is shown.
  func end() {
    if console.isTerminal, painted != nil { console.paint("\r\u{1B}[K") }
    painted = nil
  }

  func update(_ progress: Progress) {
    guard console.settings.progress else { return end() }
    if console.isTerminal { paint(progress) } else { report(progress) }
  }

  /// The last column stays free: some terminals go to the next line behind it.
  private func paint(_ progress: Progress) {
    let now = clock.now
    if let painted, now - painted < .milliseconds(100) { return }
    painted = now
    console.paint("\r" + progress.line(columns: LineEditor.columns - 1) + "\u{1B}[K")
  }

  private func report(_ progress: Progress) {
    guard !progress.isAside else { return }
    let now = clock.now
    let key = "\(progress.unit)/\(progress.total)"
    var phase = phases[key] ?? Phase(started: now, done: 0)
    // Scoring starts anew after every epoch.
    if progress.done < phase.done { phase = Phase(started: now, done: 0) }
    phase.done = progress.done
    defer { phases[key] = phase }
    guard progress.total > 0, now - phase.started >= .seconds(3) else { return }
    let reached = progress.done * 10 / progress.total
    guard reached > phase.tenth else { return }
    phase.tenth = reached
    console.remark(progress.sentence)
  }
}
