import Autograd
import Layers

/// What happens between two epochs: the evaluation, which epoch is the best, whether to go on.
extension TrainingRun {
  func endEpoch() throws(TrainingError) {
    state.sums.curve.endPiece()
    let sums = state.sums
    var report = EpochReport(
      epoch: epoch, loss: sums.loss / Double(max(1, sums.targets)), seconds: sums.seconds,
      tokens: sums.tokens, peakBytes: memory.peak, curve: sums.curve.points)
    if let evaluation, let metric {
      let result = try evaluate(evaluation)
      report.scores = result.values
      (report.evaluationLoss, report.evaluationSeconds) = (result.loss, result.seconds)
      report.peakBytes = memory.peak
      weigh(result, by: metric, in: type(of: evaluation))
    }
    state.sums = EpochSums()
    state.epochs.append(report)
    observer?.epoch(report)
  }

  private func evaluate(_ objective: any Objective) throws(TrainingError) -> Evaluation {
    let result: Evaluation
    do {
      result = try Scoring.run(model, on: objective, shardSettings, observer)
    } catch { throw .interrupted(step: state.step) }
    guard result.isFinite else { throw .diverged(step: state.step) }
    return result
  }

  /// Ties go to the earlier epoch, and a score that is no number is never the best.
  private func weigh(_ result: Evaluation, by metric: String, in objective: any Objective.Type) {
    state.latest = result
    let score = result.value(metric) ?? .nan
    let isBetter =
      if let best = state.best {
        objective.higherIsBetter(metric) ? score > best.score : score < best.score
      } else {
        !score.isNaN
      }
    if isBetter {
      state.best = BestState(epoch: epoch, score: score, evaluation: result)
      state.epochsWithoutGain = 0
    } else {
      state.epochsWithoutGain += 1
    }
    if let patience = settings.patience, state.epochsWithoutGain >= patience {
      state.isStopped = true
    }
  }

  /// Copies the best epoch's values just before they would be lost: a run whose last epoch is its
  /// best never needs the memory.
  func saveBestValues() throws(Interruption) {
    guard settings.keep == .best, state.best != nil, state.best?.values == nil else { return }
    var values: [Tensor] = []
    for parameter in parameters {
      if engine.interrupt.isRequested { throw Interruption() }
      values.append(parameter.value.copied(kind: .weights))
    }
    state.best?.values = values
  }

  /// Puts the state that is kept into the model.
  func keep() -> TrainingResult {
    var result = TrainingResult()
    result.epochs = state.epochs
    result.bestEpoch = state.best?.epoch
    result.stepsRun = state.step
    result.totalSteps = totalSteps
    result.trainableParameters = model.tree.trainableCount
    result.stoppedEarly = state.isStopped && state.step < totalSteps
    result.metric = metric
    result.sharedFeatures = sharesFeatures
    result.resumedFrom = resumedFrom
    result.forecast = forecast
    if settings.keep == .best, let best = state.best {
      for (parameter, value) in zip(parameters, best.values ?? []) { parameter.value.assign(value) }
      (result.keptEpoch, result.evaluation) = (best.epoch, best.evaluation)
    } else {
      (result.keptEpoch, result.evaluation) = (state.epochs.count, state.latest)
    }
    return result
  }
}
