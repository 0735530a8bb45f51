import Autograd
import Checkpoints
import Files
import Layers

/// A run that stands between two steps, as a file and back.
extension TrainingRun {
  private var names: [String] { model.tree.trainable.map(\.name) }
  private var moments: [String] { type(of: optimizer).moments }

  /// What a checkpoint consists of; the tensors are those of the run and no copies.
  func checkpoint() -> (state: JSON, tensors: NamedTensors) {
    var tensors: NamedTensors = []
    for (index, (name, parameter)) in zip(names, parameters).enumerated() {
      tensors.append(("weight " + name, parameter.value))
      let kept = state.optimizer.parameters[index]?.tensors ?? []
      for (moment, tensor) in zip(moments, kept) { tensors.append((moment + " " + name, tensor)) }
      if let values = state.best?.values { tensors.append(("best " + name, values[index])) }
    }
    tensors += state.best?.evaluation.tensors("best evaluation", on: engine) ?? []
    tensors += state.latest?.tensors("latest evaluation", on: engine) ?? []
    return (json, tensors)
  }

  private var json: JSON {
    var object: JSONObject = [
      "step": .integer(state.step), "sums": state.sums.json,
      "epochs": .array(state.epochs.map(\.json)),
      "epochs_without_gain": .integer(state.epochsWithoutGain),
      "is_stopped": .bool(state.isStopped),
      "optimizer_steps": .array(
        state.optimizer.parameters.map { $0.map { .integer($0.step) } ?? .null }),
    ]
    if let best = state.best {
      object["best"] = .object([
        "epoch": .integer(best.epoch), "score": .exact(best.score),
        "seconds": .exact(best.evaluation.seconds), "has_values": .bool(best.values != nil),
      ])
    }
    if let latest = state.latest { object["latest_seconds"] = .exact(latest.seconds) }
    return .object(object)
  }

  /// Goes to where a checkpoint stands; false where the file is of another run.
  ///
  /// - Throws: `interrupted` with the step it would have gone on from; the run is then worth
  ///   nothing.
  func restore(_ file: RunFile) throws(TrainingError) -> Bool {
    guard let step = file.state["step"]?.int, step <= totalSteps,
      let state = readState(file, step), let values = weights(file, "weight ")
    else { return false }
    for (parameter, value) in zip(parameters, values) {
      if engine.interrupt.isRequested { throw .interrupted(step: step) }
      parameter.value.assign(value)
    }
    self.state = state
    return true
  }

  private func readState(_ file: RunFile, _ step: Int) -> TrainingState? {
    guard let sums = EpochSums(json: file.state["sums"]),
      let epochs = file.state["epochs"]?.array,
      let withoutGain = file.state["epochs_without_gain"]?.int,
      let isStopped = file.state["is_stopped"]?.bool,
      let steps = file.state["optimizer_steps"]?.array, steps.count == parameters.count
    else { return nil }
    var state = TrainingState(parameters: parameters.count)
    (state.step, state.sums, state.epochsWithoutGain) = (step, sums, withoutGain)
    state.isStopped = isStopped
    state.epochs = epochs.compactMap { EpochReport(json: $0) }
    guard state.epochs.count == epochs.count else { return nil }
    for (index, name) in names.enumerated() {
      guard let taken = steps[index].int else { continue }
      var kept = ParameterMoments(for: parameters[index].value, count: 0)
      kept.step = taken
      for moment in moments {
        guard let tensor = file[moment + " " + name],
          tensor.shape == parameters[index].value.shape
        else { return nil }
        // Only the file holds it beside, and is read no more.
        tensor.count(as: .optimizer)
        kept.tensors.append(tensor)
      }
      state.optimizer.parameters[index] = kept
    }
    state.latest = file.evaluation(
      "latest evaluation", of: evaluation, seconds: file.state["latest_seconds"])
    guard let best = file.state["best"], !best.isNull else { return state }
    guard let epoch = best["epoch"]?.int, let score = best["score"]?.exact,
      let result = file.evaluation("best evaluation", of: evaluation, seconds: best["seconds"])
    else { return nil }
    state.best = BestState(epoch: epoch, score: score, evaluation: result)
    if best["has_values"]?.bool == true {
      guard let values = weights(file, "best ") else { return nil }
      state.best?.values = values
    }
    return state
  }

  private func weights(_ file: RunFile, _ prefix: String) -> [Tensor]? {
    let found = zip(names, parameters).compactMap { name, parameter in
      file[prefix + name].flatMap { $0.shape == parameter.value.shape ? $0 : nil }
    }
    return found.count == parameters.count ? found : nil
  }
}
