import Autograd
import Files
import Layers

/// Trains models.
package enum Trainer {
  /// Trains a model's trainable parameters, in place; the kept state is in them on return.
  ///
  /// On failure they are left where the run stood: who wants the old state keeps a copy.
  ///
  /// - Parameters:
  ///   - evaluation: what every epoch is scored on; chooses the epoch that is kept.
  ///   - forecast: what its peak is said to become: kept with the result.
  ///   - log: a file for a line a step.
  ///   - keeper: gives the run where it was made before, goes on where it was stopped, and keeps
  ///     it.
  /// - Throws: `interrupted` and `diverged` with the step; before the first step, what keeps the
  ///   run from starting.
  package static func train(
    _ model: any LanguageModel, on objective: any Objective, evaluation: (any Objective)? = nil,
    settings: TrainingSettings, forecast: PeakBytes? = nil, log: String? = nil,
    observer: (any TrainingObserver)? = nil, keeper: RunKeeper? = nil
  ) throws(TrainingError) -> TrainingResult {
    let run = try TrainingRun(
      model, on: objective, evaluation: evaluation, settings: settings, observer: observer)
    run.forecast = forecast
    // A log is of steps that were taken: an old result has none.
    if log == nil, let result = try keeper?.finished(run) { return result }
    try run.askForMemory()
    try keeper?.resume(run)
    let stepLog: StepLog?
    do {
      stepLog = try log.map { path throws(FileError) in
        try StepLog(path, keeping: run.state.step)
      }
    } catch { throw .file(error) }
    do {
      let result = try run.finish(log: stepLog, keeper: keeper)
      keeper?.ended(run, result)
      return result
    } catch {
      if case .interrupted = error { keeper?.interrupted(run) }
      throw error
    }
  }
}

/// A model as those see it who train models and never look inside: comparisons.
package typealias BaseModel = any LanguageModel
