import Autograd
import Checkpoints
import Files
import Layers

/// A run that is over, as a file and back: the state kept, and what there is to say of it.
extension TrainingRun {
  /// What the file of a result consists of; the tensors are those of the model and no copies.
  func kept(_ result: TrainingResult) -> (state: JSON, tensors: NamedTensors) {
    var tensors: NamedTensors = model.tree.trainable.map {
      ("weight " + $0.name, $0.parameter.value)
    }
    tensors += result.evaluation?.tensors("evaluation", on: engine) ?? []
    func number(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
    let state: JSON = .object([
      "epochs": .array(result.epochs.map(\.json)), "best_epoch": number(result.bestEpoch),
      "kept_epoch": .integer(result.keptEpoch), "steps_run": .integer(result.stepsRun),
      "total_steps": .integer(result.totalSteps),
      "trainable_parameters": .integer(result.trainableParameters),
      "stopped_early": .bool(result.stoppedEarly),
      "metric": result.metric.map { .string($0) } ?? .null,
      "forecast": result.forecast.map(\.json) ?? .null,
      "evaluation_seconds": result.evaluation.map { .exact($0.seconds) } ?? .null,
    ])
    return (state, tensors)
  }

  /// Puts a finished run's state into the model; nil where the file is of another run.
  ///
  /// - Throws: `interrupted`; the model is then worth nothing.
  func restoreResult(_ file: RunFile) throws(TrainingError) -> TrainingResult? {
    let state = file.state
    guard let epochs = state["epochs"]?.array, let kept = state["kept_epoch"]?.int,
      let steps = state["steps_run"]?.int, let total = state["total_steps"]?.int,
      let trainable = state["trainable_parameters"]?.int,
      let stopped = state["stopped_early"]?.bool
    else { return nil }
    var result = TrainingResult()
    result.epochs = epochs.compactMap { EpochReport(json: $0) }
    guard result.epochs.count == epochs.count, trainable == model.tree.trainableCount else {
      return nil
    }
    (result.keptEpoch, result.stepsRun, result.totalSteps) = (kept, steps, total)
    (result.trainableParameters, result.stoppedEarly) = (trainable, stopped)
    (result.bestEpoch, result.metric) = (state["best_epoch"]?.int, state["metric"]?.string)
    result.forecast = PeakBytes(json: state["forecast"])
    result.evaluation = file.evaluation(
      "evaluation", of: evaluation, seconds: state["evaluation_seconds"])
    guard (result.evaluation == nil) == (evaluation == nil) else { return nil }
    var values: [Tensor] = []
    for (name, parameter) in model.tree.trainable {
      guard let value = file["weight " + name], value.shape == parameter.value.shape else {
        return nil
      }
      values.append(value)
    }
    for (parameter, value) in zip(parameters, values) {
      if engine.interrupt.isRequested { throw .interrupted(step: 0) }
      parameter.value.assign(value)
    }
    result.isStored = true
    return result
  }
}
