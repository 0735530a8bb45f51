import Autograd
import Layers

/// One run, step by step. What changes stands in `state` and in the model's trainable parameters:
/// a run given both of another one goes on where that one stood, to the same bits.
package final class TrainingRun {
  let model: any LanguageModel
  let objective: any Objective
  let evaluation: (any Objective)?
  let settings: TrainingSettings
  let observer: (any TrainingObserver)?
  let engine: Engine
  let parameters: [Parameter]
  let optimizer: any Optimizer
  let schedule: any Schedule.Type
  /// The metric that chooses the best epoch; nil without an evaluation.
  let metric: String?
  let memory: MemoryMeter
  /// Whether features from earlier runs are used.
  let sharesFeatures: Bool
  package var state: TrainingState
  /// What its peak was said to become, where that was asked.
  var forecast: PeakBytes?
  /// The step of the checkpoint it went on from.
  var resumedFrom = 0
  private var order: (epoch: Int, examples: [Int]) = (0, [])

  /// - Throws: what keeps the run from starting.
  package init(
    _ model: any LanguageModel, on objective: any Objective, evaluation: (any Objective)?,
    settings: TrainingSettings, observer: (any TrainingObserver)?
  ) throws(TrainingError) {
    try objective.check(model, training: true)
    try evaluation?.check(model, training: true)
    precondition(settings.batch > 0 && settings.epochs > 0, "a run without steps")
    (self.model, self.objective, self.evaluation) = (model, objective, evaluation)
    (self.settings, self.observer, engine) = (settings, observer, model.engine)
    parameters = model.tree.trainable.map(\.parameter)
    guard !parameters.isEmpty else { throw .nothingTrainable }
    optimizer = try settings.makeOptimizer()
    schedule = try settings.findSchedule()
    metric = try settings.findMetric(evaluation)
    let cached = objective.cachedBytes(for: model) + (evaluation?.cachedBytes(for: model) ?? 0)
    memory = MemoryMeter(of: model, cached: cached)
    sharesFeatures = objective.hasFeatures(of: model)
    state = TrainingState(parameters: parameters.count)
  }

  var stepsPerEpoch: Int { settings.stepsPerEpoch(examples: objective.trainedCount) }
  var totalSteps: Int { settings.totalSteps(examples: objective.trainedCount) }
  var shardSettings: ShardSettings { ShardSettings(tokens: settings.shardTokens) }

  /// The epoch of the step to come, from 1.
  var epoch: Int { state.epochs.count + 1 }

  /// Whether an epoch that is over may have to be gone back to.
  var keepsValues: Bool {
    settings.keep == .best && evaluation != nil && totalSteps > stepsPerEpoch
  }

  /// Asks for what stands beside the weights from the first step on: gradients, what the optimizer
  /// remembers, the best epoch's values.
  func askForMemory() throws(TrainingError) {
    let copies = 1 + type(of: optimizer).moments.count + (keepsValues ? 1 : 0)
    let weights = parameters.reduce(0) { $0 + $1.value.count }
    do {
      try MemoryAllowance.ask(
        engine, for: "room for gradients and the state of \(settings.optimizer)",
        copies * weights * MemoryLayout<Float>.stride, file: "training")
    } catch { throw .checkpoint(error) }
  }

  /// Runs from where the state stands to the end.
  ///
  /// - Throws: `interrupted` and `diverged` with the step. The state is then that of the last whole
  ///   step; after an interruption it can be gone on from.
  package func finish(
    log: StepLog? = nil, keeper: RunKeeper? = nil
  ) throws(TrainingError) -> TrainingResult {
    while true {
      if state.sums.steps > 0, state.step % stepsPerEpoch == 0 || state.step == totalSteps {
        try endEpoch()
      } else if state.step < totalSteps, !state.isStopped {
        if state.sums.steps == 0 { memory.restart() }
        let report = try takeStep()
        if let log {
          do { try log.write(report) } catch { throw .file(error) }
        }
        keeper?.stepTaken(self)
        observer?.step(report, of: totalSteps)
      } else {
        return keep()
      }
    }
  }

  private func takeStep() throws(TrainingError) -> StepReport {
    do { try saveBestValues() } catch { throw .interrupted(step: state.step) }
    let clock = ContinuousClock()
    let start = clock.now
    let batch = batch(of: state.step)
    let learningRate = learningRate(at: state.step)
    let loss = try gradients(of: batch)
    try clipGradients()
    try makeRoomForMoments()
    optimizer.step(parameters, &state.optimizer, learningRate: learningRate)
    engine.stopwatch?.lap("clipping, optimizer", isBackward: false)
    state.step += 1
    let seconds = (clock.now - start).seconds
    let tokens = batch.examples.reduce(0) { $0 + objective.tokens(of: $1) }
    state.sums.steps += 1
    state.sums.loss += loss * Double(batch.targets)
    state.sums.targets += batch.targets
    state.sums.seconds += seconds
    state.sums.tokens += tokens
    state.sums.curve.add(loss: loss, targets: batch.targets, at: state.step)
    return StepReport(
      step: state.step, epoch: epoch, loss: loss, learningRate: learningRate, seconds: seconds,
      tokens: tokens, peakBytes: memory.peak.total)
  }

  /// The rate of the step after `step` steps.
  func learningRate(at step: Int) -> Double {
    let total = settings.scheduledSteps(examples: objective.trainedCount)
    return settings.learningRate
      * schedule.factor(step: step, warmup: settings.warmupSteps(of: total), total: total)
  }

  private struct Batch {
    let examples: [Int]
    let pass: Pass
    /// What the mean loss is taken over.
    let targets: Int
  }

  /// The examples of the step after `step` steps, which is one of that epoch.
  func examples(of step: Int, in epoch: Int) -> [Int] {
    if order.epoch != epoch {
      let places = settings.order(of: epoch, count: objective.trainedCount)
      order = (epoch, objective.trained.map { trained in places.map { trained[$0] } } ?? places)
    }
    let start = step % stepsPerEpoch * settings.batch
    return Array(order.examples[start..<min(start + settings.batch, order.examples.count)])
  }

  private func batch(of step: Int) -> Batch {
    let examples = examples(of: step, in: epoch)
    let pass = Pass.training(seed: settings.seed, epoch: epoch)
    let targets = examples.reduce(0) { $0 + objective.targets(of: $1, in: pass) }
    return Batch(examples: examples, pass: pass, targets: targets)
  }

  /// Leaves the gradients of a batch's mean loss in the parameters, shard by shard.
  private func gradients(of batch: Batch) throws(TrainingError) -> Double {
    let step = state.step + 1
    let key = RandomKey(seed: settings.seed)["dropout"][step]
    let shards = shardSettings.shards(of: batch.examples, tokens: objective.tokens(of:))
    var loss = 0.0
    for (index, shard) in shards.enumerated() {
      if engine.interrupt.isRequested { throw abandon(.interrupted(step: state.step)) }
      let tape = Tape(dropout: key[index], on: engine)
      let shardLoss: Double?
      do {
        shardLoss = try engine.abandonable {
          let shardLoss = try objective.loss(
            model, shard: shard, in: batch.pass, scale: 1 / Float(max(1, batch.targets)),
            settings: shardSettings, on: tape)
          guard let shardLoss else { return 0 }
          let value = Double(shardLoss.pointer[0])
          if value.isFinite, !engine.interrupt.isRequested { tape.backward(from: shardLoss) }
          return value
        }
      } catch { throw abandon(.interrupted(step: state.step)) }
      guard let shardLoss else { throw abandon(.interrupted(step: state.step)) }
      loss += shardLoss
      guard loss.isFinite else { throw abandon(.diverged(step: step)) }
    }
    // A step that was not taken is easier to repeat than one that was taken to undo.
    if engine.interrupt.isRequested { throw abandon(.interrupted(step: state.step)) }
    return loss
  }

  /// Scales all gradients so that their norm is at most `clip`.
  ///
  /// Source: torch `nn/utils/clip_grad.py`, `clip_grad_norm_`.
  private func clipGradients() throws(TrainingError) {
    let gradients = parameters.compactMap(\.gradient)
    let norm = gradients.reduce(0) { $0 + sumOfSquares($1) }.squareRoot()
    guard norm.isFinite else { throw abandon(.diverged(step: state.step + 1)) }
    guard let clip = settings.clip else { return }
    let coefficient = clip / (norm + 1e-6)
    guard coefficient < 1 else { return }
    for gradient in gradients { scaleInPlace(gradient, Float(coefficient)) }
  }

  /// What the optimizer remembers of parameters whose first gradient this is: gigabytes of a large
  /// model in its first step, and the last that can be given up.
  private func makeRoomForMoments() throws(TrainingError) {
    for (index, parameter) in parameters.enumerated() where parameter.gradient != nil {
      if engine.interrupt.isRequested { throw abandon(.interrupted(step: state.step)) }
      optimizer.makeRoom(for: parameter.value, in: &state.optimizer.parameters[index])
    }
  }

  /// Gives up a step that was begun: the state stays at the step before.
  private func abandon(_ error: TrainingError) -> TrainingError {
    for parameter in parameters { parameter.gradient = nil }
    return error
  }
}
