import Autograd

/// The words of the settings looked up in the tables.
extension TrainingSettings {
  func makeOptimizer() throws(TrainingError) -> any Optimizer {
    for type in Training.optimizers where type.name == optimizer { return type.init(self) }
    throw .unknownWord(
      option: "optimizer", word: optimizer, known: Training.optimizers.map { $0.name })
  }

  func findSchedule() throws(TrainingError) -> any Schedule.Type {
    for type in Training.schedules where type.name == schedule { return type }
    throw .unknownWord(
      option: "schedule", word: schedule, known: Training.schedules.map { $0.name })
  }

  /// The metric that chooses the best epoch; nil where nothing is scored.
  func findMetric(_ evaluation: (any Objective)?) throws(TrainingError) -> String? {
    guard let evaluation else {
      if patience != nil { throw .needsEvaluation(option: "patience") }
      if best != nil { throw .needsEvaluation(option: "best") }
      return nil
    }
    let keys = evaluation.metrics
    let known = keys + (keys.contains("loss") ? [] : ["loss"])
    let metric = best ?? type(of: evaluation).scores.mainMetric
    guard known.contains(metric) else {
      throw .unknownWord(option: "best", word: metric, known: known)
    }
    return metric
  }

  /// The order of an epoch's examples: a draw of its own for every epoch, by the seed alone.
  package func order(of epoch: Int, count: Int) -> [Int] {
    shuffle ? RandomKey(seed: seed)["order"][epoch].shuffled(count) : Array(0..<count)
  }
}
