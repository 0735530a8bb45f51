import Autograd
import Layers

/// What a run will hold, found by rehearsing the parts of it that take most: the code of the run
/// itself, on an engine that computes nothing.
package struct MemoryForecast: Sendable {
  /// As the run's own reports will count it, at its largest epoch.
  package var peak = PeakBytes()
  /// Everything, the base's weights and the held set's evaluation included, with what the
  /// allocator rounds up.
  package var reserved = 0
}

extension Trainer {
  /// What training a model will take.
  ///
  /// - Parameters:
  ///   - model: on a rehearsing engine of its own, with the method put on it.
  ///   - test: scored once after the training.
  ///   - sharesFeatures: earlier runs have computed what a frozen encoder gives.
  /// - Throws: what would keep the run from starting.
  package static func rehearse(
    _ model: any LanguageModel, on objective: any Objective, evaluation: (any Objective)?,
    test: (any Objective)?, settings: TrainingSettings, sharesFeatures: Bool = false
  ) throws(TrainingError) -> MemoryForecast {
    let (objective, evaluation) = (objective.rehearsing(), evaluation?.rehearsing())
    let test = test?.rehearsing()
    let run = try TrainingRun(
      model, on: objective, evaluation: evaluation, settings: settings, observer: nil)
    var forecast = MemoryForecast()
    do {
      forecast.peak = try run.rehearse()
      if sharesFeatures { forecast.peak = try run.rehearse() }
      if let test { try run.rehearse(scoringOn: test) }
    } catch { throw .interrupted(step: 0) }
    forecast.reserved = model.engine.rehearsedBytes
    return forecast
  }
}

extension TrainingRun {
  /// - Returns: the peak of the run's epochs.
  fileprivate func rehearse() throws(Interruption) -> PeakBytes {
    memory.restart()
    let largest = LargestShards(trainingOf: self).shards
    try rehearse(largest[0])
    if let evaluation { try rehearse(scoringOn: evaluation) }
    // What the first step and the first epoch leave is there from then on.
    if keepsValues {
      state.best = BestState(epoch: 1, score: 0, evaluation: Evaluation(examples: 0))
      try saveBestValues()
    }
    if totalSteps > 1 {
      for shard in largest { try rehearse(shard) }
      if let evaluation { try rehearse(scoringOn: evaluation) }
    }
    return memory.peak
  }

  /// A step on one shard. In a batch of several the later ones find gradients there.
  private func rehearse(_ shard: LargestShards.Shard) throws(Interruption) {
    for _ in 0..<(shard.isLater ? 2 : 1) {
      let tape = Tape(dropout: RandomKey(seed: settings.seed), on: engine)
      let loss = try objective.loss(
        model, shard: shard.examples,
        in: .training(seed: settings.seed, epoch: shard.epoch), scale: 1,
        settings: shardSettings, on: tape)
      if let loss { tape.backward(from: loss) }
    }
    optimizer.step(parameters, &state.optimizer, learningRate: 0)
  }

  fileprivate func rehearse(scoringOn objective: any Objective) throws(Interruption) {
    for shard in LargestShards(evaluationOf: objective, shardSettings).shards {
      try objective.rehearseOutputs(model, shard: shard.examples, settings: shardSettings)
    }
  }
}
