import Commands
import Language

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
    if console.isTerminal { paint(progress) } else { report(progress) }
  }

  // MARK: on a terminal

  private func paint(_ progress: Progress) {
    let now = clock.now
    if let painted, now - painted < .milliseconds(100) { return }
    painted = now
    let text = ProgressLine.text(progress, columns: LineEditor.columns - 1)
    console.paint("\r" + text + "\u{1B}[K")
  }

  /// "train a  ━━━━╸━━━━  step 331 of 600 · loss 0.4 · 18 s left ⠁⠂⠄", cut to the columns given.
  static func text(_ progress: Progress, columns: Int) -> String {
    let fraction = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
    let facts = facts(progress).joined(separator: " · ")
    let full = [
      progress.title, bar(fraction, width: 20), facts + " " + sparkline(progress.losses),
    ]
    let plain = [progress.title, bar(fraction, width: 20), facts]
    let short = [progress.title, facts]
    for parts in [full, plain, short] {
      let text = parts.joined(separator: "  ")
      if displayWidth(text) <= columns { return text }
    }
    return cut(facts, to: columns)
  }

  private static func cut(_ text: String, to columns: Int) -> String {
    var width = 0
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      width += scalar.displayWidth
      if width > columns { break }
      view.append(scalar)
    }
    return String(view)
  }

  private static func facts(_ progress: Progress) -> [String] {
    var facts = ["\(progress.unit) \(progress.done) of \(progress.total)"]
    if let loss = progress.loss { facts.append("loss \(rounded(loss, 4))") }
    if let rate = progress.tokensPerSecond {
      facts.append("\(Int(min(max(rate, 0), 1e12))) tokens/s")
    }
    if let seconds = progress.secondsLeft { facts.append("\(Figures.duration(seconds)) left") }
    return facts
  }

  private static func bar(_ fraction: Double, width: Int) -> String {
    let done = min(width, max(0, Int(fraction * Double(width))))
    if done == width { return String(repeating: "━", count: width) }
    return String(repeating: "━", count: done) + "╸"
      + String(repeating: "─", count: width - done - 1)
  }

  /// Braille dots, low for a low loss.
  static func sparkline(_ losses: [Double]) -> String {
    let finite = losses.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), finite.count > 1 else { return "" }
    let dots = ["⡀", "⠄", "⠂", "⠁"]
    let step = max(1, (finite.count + 11) / 12)
    return stride(from: 0, to: finite.count, by: step).map { index in
      let height = high > low ? (finite[index] - low) / (high - low) : 0
      return dots[min(3, Int(height * 4))]
    }.joined()
  }

  // MARK: on a pipe

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
    let facts = ProgressLine.facts(progress).joined(separator: ", ")
    console.remark("\(progress.title): \(facts)")
  }

  // MARK: numbers

  private static func rounded(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "\(value)" }
    let scale = (0..<decimals).reduce(1) { unit, _ in unit * 10 }
    let whole = Int((abs(value) * Double(scale)).rounded())
    let digits = String(whole % scale)
    let fraction = String(repeating: "0", count: decimals - digits.count) + digits
    return (value < 0 ? "-" : "") + "\(whole / scale).\(fraction)"
  }
}
