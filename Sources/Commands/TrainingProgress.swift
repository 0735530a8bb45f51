import Experiments
import Training

/// Feeds the reports of one run, or of the rows of a comparison, to whoever shows progress.
class ProgressObserver: TrainingObserver {
  fileprivate let session: Session
  var title: String
  /// What the whole statement is called.
  private let whole: String
  private var work: WorkClock?
  private var scored = 0
  private var losses: [Double] = []
  private var tokens = 0
  private var seconds = 0.0
  /// Steps of rows that are behind, and of all rows; nil where there is one run only.
  private var before = 0
  private let overall: Int?
  private var hasForetold = false

  /// - Parameter work: of the rows that will be trained; none where something is scored only.
  init(_ session: Session, title: String, work: [RowWork] = [], overall: Int? = nil) {
    (self.session, self.title, self.overall, whole) = (session, title, overall, title)
    self.work = work.isEmpty ? nil : WorkClock(work)
  }

  /// Begins another row.
  func next(title: String, before: Int) {
    (self.title, self.before) = (title, before)
    (losses, tokens, seconds) = ([], 0, 0)
  }

  func step(_ report: StepReport, of total: Int) {
    tokens += report.tokens
    seconds += report.seconds
    losses.append(report.loss)
    // The curve needs its shape, not every point.
    if losses.count > 60 { losses = stride(from: 1, to: losses.count, by: 2).map { losses[$0] } }
    work?.trained(steps: report.step)
    var progress = Progress(
      title: title, done: before + report.step, total: overall ?? total, unit: "step")
    progress.loss = report.loss
    progress.learningRate = report.learningRate
    progress.tokensPerSecond = seconds > 0 ? Double(tokens) / seconds : nil
    progress.secondsLeft = work?.secondsLeft
    progress.losses = losses
    session.onProgress?(progress)
    foretell(after: before + report.step)
  }

  func epoch(_ report: EpochReport) {}

  func evaluating(done: Int, of total: Int) {
    work?.scored(done - scored, of: total)
    scored = done == total ? 0 : done
    var progress = Progress(title: title + ", scoring", done: done, total: total, unit: "example")
    progress.isAside = tokens > 0 || before > 0
    session.onProgress?(progress)
  }

  func endRow() { work?.endRow() }

  /// Says once, after the first steps, how long all of it will take, where that is worth a line.
  private func foretell(after steps: Int) {
    guard !hasForetold, let work, let left = work.secondsLeft,
      steps >= 3 && work.elapsed >= 1 || work.elapsed >= 10
    else { return }
    hasForetold = true
    let total = work.elapsed + left
    guard total >= 10 else { return }
    session.onRemark?("\(whole): about \(Figures.duration(total))")
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
  /// Whether somebody who was asked did not want to wait so long.
  private(set) var isDeclined = false

  init(_ session: Session, rows: [ComparisonRow], examples: Int, _ forecast: ComparisonForecast?) {
    (self.examples, count) = (examples, rows.count)
    let overall = rows.reduce(0) { $0 + $1.settings.totalSteps(examples: examples) }
    super.init(
      session, title: "compare", work: forecast?.rows.map(\.work) ?? [], overall: overall)
  }

  func began(_ row: ComparisonRow, number: Int, of total: Int) {
    next(title: "\(row.name) (row \(number) of \(total))", before: finished)
  }

  func ended(_ result: RowResult, number: Int, of total: Int) {
    finished += result.row.settings.totalSteps(examples: examples)
    endRow()
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
