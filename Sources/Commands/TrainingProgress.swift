import Experiments
import Training

/// Feeds the reports of one run, or of the rows of a comparison, to whoever shows progress.
class ProgressObserver: TrainingObserver {
  private let session: Session
  var title: String
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var losses: [Double] = []
  private var tokens = 0
  private var seconds = 0.0
  /// Steps of rows that are behind, and of all rows; nil where there is one run only.
  private var before = 0
  private let overall: Int?

  init(_ session: Session, title: String, overall: Int? = nil) {
    (self.session, self.title, self.overall) = (session, title, overall)
    start = clock.now
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
    let done = before + report.step
    let all = overall ?? total
    var progress = Progress(title: title, done: done, total: all, unit: "step")
    progress.loss = report.loss
    progress.learningRate = report.learningRate
    progress.tokensPerSecond = seconds > 0 ? Double(tokens) / seconds : nil
    let elapsed = clock.now - start
    progress.secondsLeft = elapsed / Double(done) * Double(all - done) / .seconds(1)
    progress.losses = losses
    session.onProgress?(progress)
  }

  func epoch(_ report: EpochReport) {}

  func evaluating(done: Int, of total: Int) {
    var progress = Progress(title: title + ", scoring", done: done, total: total, unit: "example")
    progress.isAside = tokens > 0 || before > 0
    session.onProgress?(progress)
  }
}

/// Says which row of a comparison is being trained, and how far the whole of it is.
final class ComparisonProgress: ProgressObserver, ComparisonObserver {
  private var finished = 0
  private let examples: Int

  init(_ session: Session, rows: [ComparisonRow], examples: Int) {
    self.examples = examples
    let overall = rows.reduce(0) { $0 + $1.settings.totalSteps(examples: examples) }
    super.init(session, title: "compare", overall: overall)
  }

  func began(_ row: ComparisonRow, number: Int, of total: Int) {
    next(title: "\(row.name) (row \(number) of \(total))", before: finished)
  }

  func ended(_ result: RowResult, number: Int, of total: Int) {
    finished += result.row.settings.totalSteps(examples: examples)
  }
}
