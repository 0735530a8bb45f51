import Experiments
import Language
import Layers
import Training

/// What a training statement says before, in the course of and after its work, beside its output:
/// on standard error, so that notebooks do not hold it.
extension Session {
  /// What rows will take, said and checked; nil where something keeps a row from starting, which
  /// the run itself reports better.
  ///
  /// - Parameters:
  ///   - stored: which rows take no time, as they were run before.
  ///   - title: "train a"
  /// - Throws: `not-enough-memory`, when it is more than the machine has.
  func forecast(
    _ rows: [ComparisonRow], of base: any LanguageModel, _ work: Work, evaluation: Work?,
    test: Work?, stored: [Bool] = [], title: String, at span: Span
  ) throws(Diagnostic) -> ComparisonForecast? {
    let forecast = try? ComparisonForecast(
      of: rows, base: base, on: work.objective, evaluation: evaluation?.objective,
      test: test?.objective)
    guard let forecast, let largest = forecast.largest else { return nil }
    let steps = rows.reduce(0) {
      $0 + $1.settings.totalSteps(examples: work.objective.trainedCount)
    }
    let peak = Figures.bytes(largest.memory.peak.total)
    let seconds = workClock(forecast, rows, of: base, stored: stored)?.secondsLeft ?? 0
    var line = "\(title): "
    if rows.count > 1 { line += "\(rows.count) rows, " }
    line += "\(Figures.plural(steps, "step")); about "
    // Known of earlier runs; else it is said after the first steps.
    if seconds >= 1 { line += "\(Figures.duration(seconds)) and " }
    line += "\(peak) of tensors"
    if rows.count > 1 { line += " at most (\(largest.name))" }
    onRemark?(line)
    guard engine.canAllocate(forecast.needed) else {
      throw Diagnostic(
        code: "not-enough-memory", exit: 70,
        message: "\(title) would allocate about \(Figures.bytes(forecast.needed)), more than the "
          + "\(Figures.bytes(engine.availableMemory)) of memory that the machine or a limit leaves",
        span: span, note: "(--force runs it all the same)")
    }
    return forecast
  }

  /// A clock of the rows' work, which knows how long such work took earlier.
  func workClock(
    _ forecast: ComparisonForecast?, _ rows: [ComparisonRow], of base: any LanguageModel,
    stored: [Bool] = []
  ) -> WorkClock? {
    guard let forecast else { return nil }
    return WorkClock(
      forecast.rows.map(\.work), earlier: rows.map { timing(of: $0, on: base) }, stored: stored)
  }

  /// What it took.
  func report(_ peak: PeakBytes?, _ forecast: ComparisonForecast?, title: String) {
    guard let peak, let largest = forecast?.largest else { return }
    var line = "\(title): \(Figures.bytes(peak.total)) of tensors at peak "
    line += "(forecast \(Figures.bytes(largest.memory.peak.total)))"
    if let resident = ResidentMemory.peak {
      line += "; the process had \(Figures.bytes(resident)) resident at peak"
    }
    onRemark?(line)
  }
}
