import Autograd
import Checkpoints
import Files
import Layers

/// Where a run is kept: a checkpoint while it goes on, its result when it is over.
///
/// What cannot be kept costs a warning and never the run.
package final class RunKeeper {
  /// The file of the finished run.
  private let result: String
  /// The file of the run that goes on. Runs that differ in `max_steps` alone pass through the same
  /// states and share it.
  private let checkpoint: String
  /// Seconds between two checkpoints, as somebody asked for; nil for what costs next to nothing.
  private let interval: Double?
  /// Told the step from which a run that was stopped goes on.
  private let onResume: (Int) -> Void
  private let onWarning: (String) -> Void
  /// The step of the checkpoint on disk.
  package private(set) var keptStep: Int?

  private var last = ContinuousClock.now
  /// What the last checkpoint took, in seconds.
  private var cost = 0.0
  /// Held while the run goes on: two processes may run the same statement, and one of them keeps
  /// it.
  private var lock: FileLock?
  private var isOff = false
  /// Writes the checkpoint of a run that was stopped while its user goes on; nil to wait for it.
  private let later: LaterCheckpoints?

  /// Unless somebody asked for other times: a minute, and more for a checkpoint that would take
  /// more than a fiftieth of it.
  private var dueAfter: Double { interval ?? max(Self.usualInterval, 50 * cost) }

  package static let usualInterval = 60.0

  package init(
    result: String, checkpoint: String, interval: Double? = nil, later: LaterCheckpoints? = nil,
    onResume: @escaping (Int) -> Void = { _ in }, onWarning: @escaping (String) -> Void = { _ in }
  ) {
    (self.result, self.checkpoint, self.interval) = (result, checkpoint, interval)
    self.later = later
    (self.onResume, self.onWarning) = (onResume, onWarning)
  }

  /// Whether the run was made before.
  package var hasResult: Bool { AtomicFile.exists(result) }

  /// The finished run, put into the model; nil where there is none.
  ///
  /// - Throws: `interrupted`.
  func finished(_ run: TrainingRun) throws(TrainingError) -> TrainingResult? {
    try wait(for: result, run)
    guard let file = try read(result, of: run.engine) else { return nil }
    return try run.restoreResult(file)
  }

  /// What this process still writes is there before it is read.
  private func wait(for path: String, _ run: TrainingRun) throws(TrainingError) {
    guard let later else { return }
    let flag = run.engine.interrupt
    later.wait(for: path) { flag.isRequested }
    if flag.isRequested { throw .interrupted(step: 0) }
  }

  /// Takes the run to where an earlier process left it.
  ///
  /// - Throws: `interrupted`, where a large checkpoint was being read.
  func resume(_ run: TrainingRun) throws(TrainingError) {
    try wait(for: checkpoint, run)
    do { lock = try FileLock(path: checkpoint + ".lock") } catch {
      warn("\(error)")
      return
    }
    if lock == nil {
      isOff = true
      onWarning("another process runs the same statement: this one keeps no checkpoint")
      return
    }
    guard let file = try read(checkpoint, of: run.engine) else { return }
    let isRestored: Bool
    do { isRestored = try run.restore(file) } catch {
      keptStep = file.state["step"]?.int
      throw error
    }
    guard isRestored else {
      // A longer run has come further than this one will: its checkpoint stays.
      isOff = file.state["step"]?.int.map { $0 > run.totalSteps } ?? false
      return
    }
    keptStep = run.state.step
    run.resumedFrom = run.state.step
    onResume(run.state.step)
  }

  /// Writes a checkpoint when it is time for one.
  func stepTaken(_ run: TrainingRun) {
    guard !isOff, (ContinuousClock.now - last).seconds >= dueAfter else { return }
    keep(run)
  }

  /// Writes a checkpoint of a run that was asked to stop; where somebody waits for it, a second
  /// request gives it up.
  func interrupted(_ run: TrainingRun) {
    defer { lock = nil }
    guard !isOff, run.state.step > 0, run.state.step != keptStep else { return }
    if let later, let lock {
      later.write(run.checkpoint(), to: checkpoint, holding: lock)
      keptStep = run.state.step
      return
    }
    let flag = run.engine.interrupt
    flag.clear()
    keep(run) { flag.isRequested }
    flag.request()
  }

  private func keep(_ run: TrainingRun, isGivenUp: () -> Bool = { false }) {
    let start = ContinuousClock.now
    do {
      let (state, tensors) = run.checkpoint()
      try RunFile.write(state, tensors, to: checkpoint, isGivenUp: isGivenUp)
      keptStep = run.state.step
    } catch {
      if !isGivenUp() { warn("\(error)") }
    }
    last = ContinuousClock.now
    cost = (last - start).seconds
  }

  /// Writes the result, after which nobody needs the checkpoint of the whole run.
  func ended(_ run: TrainingRun, _ outcome: TrainingResult) {
    defer { lock = nil }
    let (flag, content) = (run.engine.interrupt, run.kept(outcome))
    let isWhole = !isOff && lock != nil && run.settings.maxSteps == nil
    let obsolete = isWhole ? [checkpoint, checkpoint + ".lock"] : []
    do {
      try RunFile.write(content.state, content.tensors, to: result) {
        later != nil && lock != nil && flag.isRequested
      }
    } catch {
      guard let later, let lock, flag.isRequested else { return warn("\(error)") }
      return later.write(content, to: result, holding: lock, insteadOf: obsolete)
    }
    for path in obsolete { AtomicFile.remove(path) }
  }

  /// Scores a model whose run this is, or finds what an earlier process said of the same data.
  ///
  /// - Parameter key: of the data and how they are read.
  package func score(
    _ model: any LanguageModel, on objective: any Objective, key: String,
    shardTokens: Int = ShardSettings.defaultTokens, observer: (any TrainingObserver)?
  ) throws(TrainingError) -> Evaluation {
    let path = result + "-" + key
    if let file = try read(path, of: model.engine),
      let found = file.evaluation("evaluation", of: objective, seconds: file.state["seconds"])
    {
      return found
    }
    let evaluation = try Scoring.evaluate(
      model, on: objective, shardTokens: shardTokens, observer: observer)
    do {
      try RunFile.write(
        .object(["seconds": .exact(evaluation.seconds)]),
        evaluation.tensors("evaluation", on: model.engine), to: path)
    } catch { warn("\(error)") }
    return evaluation
  }

  private func read(_ path: String, of engine: Engine) throws(TrainingError) -> RunFile? {
    do { return try RunFile(path, on: engine) } catch {
      if case .interrupted = error { throw .interrupted(step: 0) }
      onWarning("what the cache holds is damaged and not used: \(error)")
      return nil
    }
  }

  private func warn(_ reason: String) {
    if !isOff { onWarning("this run is not kept: \(reason)") }
    isOff = true
  }
}
