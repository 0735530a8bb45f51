import Adapters
import Autograd
import Experiments
import Language
import Layers
import Notebooks
import Training

/// What a training run depends on: adapter, data, settings and how texts are read.
///
/// It says nothing of statements, so that a row of a comparison and `adapter` with `train` find
/// each other's runs.
struct RunKey {
  /// Of the finished run; of the adapter in its state then.
  let result: String
  /// Of the states it passes through: `max_steps` only says where it ends.
  let states: String

  /// - Returns: nil where something it depends on has no key: there is no cache.
  init?(
    adapter: String, data: DatasetObject, evaluation: DatasetObject?, settings: TrainingSettings,
    reading: ReadingSettings, isPreset: Bool
  ) {
    guard !adapter.isEmpty, !data.key.isEmpty, evaluation?.key.isEmpty != true else { return nil }
    var endless = settings
    endless.maxSteps = nil
    states = digest(of: [
      "run", adapter, data.key, evaluation?.key ?? "", "\(endless)", "\(reading)",
      isPreset ? "preset" : "", Engine.fingerprint, "\(resultRevision)",
    ])
    result = digest(of: [states, settings.maxSteps.map { "\($0)" } ?? "all"])
  }
}

extension AdapterObject {
  /// Of an adapter that no training has touched yet.
  ///
  /// - Parameter headSeed: draws the head that the checkpoint lacked.
  static func freshKey(
    _ method: any AdapterMethod, on base: ModelObject, seed: UInt64, headSeed: UInt64
  ) -> String {
    guard !base.key.isEmpty else { return "" }
    return digest(of: [
      "adapter", method.name, "\(method.settings)", base.key, "\(seed)", "\(headSeed)",
      "\(resultRevision)",
    ])
  }
}

extension Session {
  /// Where a run is kept; nil without a cache.
  ///
  /// - Parameter title: "train a"
  func keeper(of key: RunKey?, title: String) -> RunKeeper? {
    guard let cache, let key else { return nil }
    return RunKeeper(
      result: cache.runFile(key.result), checkpoint: cache.checkpointFile(key.states),
      interval: settings.checkpoint, later: laterCheckpoints,
      onResume: { [weak self] step in
        self?.onRemark?("\(title): continuing at step \(step)")
      },
      onWarning: { [weak self] in self?.onRemark?("warning: \(title): \($0)") })
  }

  /// What tells a set that is scored once from others.
  func scoringKey(_ work: Work?) -> String {
    guard let request = work?.request else { return "" }
    let key = digest(of: [
      request.data.key, "\(request.reading)", "\(request.presetBatch ?? 0)",
    ])
    return String(key.prefix(16))
  }

  /// The score of a held set, kept beside the run.
  func score(
    _ model: any LanguageModel, _ work: Work, beside keeper: RunKeeper?,
    observer: any TrainingObserver
  ) throws(TrainingError) -> Evaluation {
    guard let keeper, !work.request.data.key.isEmpty else {
      return try Scoring.evaluate(model, on: work.objective, observer: observer)
    }
    return try keeper.score(
      model, on: work.objective, key: scoringKey(work), observer: observer)
  }
}
