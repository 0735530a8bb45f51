import Experiments
import Training

/// Feeds the reports of one run, or of the rows of a comparison, to whoever shows progress.
class ProgressObserver: TrainingObserver {
  fileprivate let session: Session
  var title: String
  /// What the whole statement is called.
  private let whole: String
  private var work: WorkClock?
  private var losses: [Double] = []
  private var tokens = 0
  private var seconds = 0.0
  private var bytes: Int?
  /// Steps of rows that are behind, and of all rows.
  private var before = 0
  private let overall: Int?
  private var hasForetold = false
  /// What was said before the start.
  private let foretold: Double?
  /// Examples of a scoring that have been reported.
  private var scored = 0
  private let clock = ContinuousClock()
  private var scoringSince: ContinuousClock.Instant

  /// - Parameters:
  ///   - work: of the rows that will be trained; nil where something is scored only.
  ///   - overall: steps of all of them.
  init(_ session: Session, title: String, work: WorkClock? = nil, overall: Int? = nil) {
    (self.session, self.title, self.overall, whole) = (session, title, overall, title)
    (self.work, foretold) = (work, work?.secondsLeft)
    scoringSince = clock.now
    // Of a run, the reports say how much it is.
    if work == nil { session.engine.memory.resetPeak() }
  }

  /// Shows a run before its first step, with what earlier ones tell of it.
  func begin() {
    guard let overall, work != nil else { return }
    var progress = Progress(title: title, done: before, total: overall, unit: "step")
    progress.secondsLeft = work?.secondsLeft
    session.onProgress?(progress)
  }

  /// Begins another row.
  func next(title: String, before: Int) {
    (self.title, self.before) = (title, before)
    (losses, tokens, seconds) = ([], 0, 0)
    begin()
  }

  func step(_ report: StepReport, of total: Int) {
    tokens += report.tokens
    seconds += report.seconds
    bytes = report.peakBytes
    losses.append(report.loss)
    // The curve needs its shape, not every point.
    if losses.count > 60 { losses = stride(from: 1, to: losses.count, by: 2).map { losses[$0] } }
    work?.trained(steps: report.step)
    scoringSince = clock.now
    var progress = Progress(
      title: title, done: before + report.step, total: overall ?? total, unit: "step")
    progress.loss = report.loss
    progress.learningRate = report.learningRate
    progress.rate = seconds > 0 ? Double(tokens) / seconds : nil
    progress.bytes = bytes
    progress.secondsLeft = work?.secondsLeft
    progress.losses = losses
    session.onProgress?(progress)
    foretell(after: before + report.step)
  }

  func epoch(_ report: EpochReport) { bytes = report.peakBytes.total }

  func evaluating(done: Int, of total: Int) {
    work?.scored(done - scored, of: total)
    scored = done == total ? 0 : done
    var progress = Progress(title: title + ", scoring", done: done, total: total, unit: "example")
    let seconds = (clock.now - scoringSince) / .seconds(1)
    if seconds > 0, done > 0 {
      progress.rate = Double(done) / seconds
      progress.rateUnit = "examples"
      progress.secondsLeft = seconds / Double(done) * Double(total - done)
    }
    progress.secondsLeft = work?.secondsLeft ?? progress.secondsLeft
    progress.bytes = bytes ?? session.engine.memory.peak.total
    progress.isAside = tokens > 0 || before > 0
    session.onProgress?(progress)
    if done == total { scoringSince = clock.now }
  }

  /// Ends a row, and notes what it took for later ones of its shape.
  func endRow(keys: [String]) {
    if let timing = work?.timing { session.timings?.note(timing, of: keys) }
    work?.endRow()
  }

  /// Says once, after the first steps, how long all of it will take, where that is worth a line.
  private func foretell(after steps: Int) {
    guard !hasForetold, let work, let left = work.secondsLeft,
      steps >= 3 && work.elapsed >= 1 || work.elapsed >= 10
    else { return }
    hasForetold = true
    let total = work.elapsed + left
    guard total >= 10 else { return }
    // What was said before the start, from earlier runs, is not said again unless it was wrong.
    if foretold.map({ total > $0 * 1.5 || total < $0 / 1.5 }) ?? true {
      session.onRemark?("\(whole): about \(Figures.duration(total))")
    }
    ask(about: total)
    self.work?.pause()
  }

  /// Given how many seconds all of it will take.
  func ask(about seconds: Double) {}
}

/// Says which row of a comparison is being trained, and how far the whole of it is.
final class ComparisonProgress: ProgressObserver, ComparisonObserver {
  private var finished = 0
  private let examples: Int
  private let count: Int
  private let keys: (ComparisonRow) -> [String]
  /// Whether somebody who was asked did not want to wait so long.
  private(set) var isDeclined = false

  /// - Parameter keys: by which timings like a row's are found.
  init(
    _ session: Session, rows: [ComparisonRow], examples: Int, work: WorkClock?,
    keys: @escaping (ComparisonRow) -> [String]
  ) {
    (self.examples, self.keys, count) = (examples, keys, rows.count)
    let overall = rows.reduce(0) { $0 + $1.settings.totalSteps(examples: examples) }
    super.init(session, title: "compare", work: work, overall: overall)
  }

  func began(_ row: ComparisonRow, number: Int, of total: Int) {
    next(title: "\(row.name) (row \(number) of \(total))", before: finished)
  }

  func ended(_ result: RowResult, number: Int, of total: Int) {
    finished += result.row.settings.totalSteps(examples: examples)
    endRow(keys: keys(result.row))
  }

  /// Before more than an hour, where somebody sits at the prompt.
  override func ask(about seconds: Double) {
    guard seconds > 3600, let ask = session.onLongWork else { return }
    let rows = Figures.plural(count, "row")
    guard !ask("\(rows) will take about \(Figures.duration(seconds)); go on?") else { return }
    isDeclined = true
    session.requestInterrupt()
  }
}
