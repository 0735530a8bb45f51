import Adapters
import Training

/// One row of a comparison: by definition `x = adapter METHOD on base seed=…` and
/// `train x on d seed=…`.
package struct ComparisonRow: Sendable {
  /// What the table calls it; rows that differ in their seed alone share it.
  package var name: String
  package var method: any AdapterMethod
  package var settings: TrainingSettings
  /// Draws the head that the checkpoint lacked, the adapter, the order and dropout.
  package var seed: UInt64

  package init(
    name: String, method: any AdapterMethod, settings: TrainingSettings, seed: UInt64
  ) {
    (self.name, self.method, self.settings, self.seed) = (name, method, settings, seed)
    self.settings.seed = seed
  }
}

/// The epochs that tables show.
package enum Moment: String, Sendable, CaseIterable {
  case first, last, best
}

/// What became of a row.
package struct RowResult {
  package enum Outcome: Sendable {
    case trained(TrainingResult)
    case diverged(step: Int)
  }

  package let row: ComparisonRow
  package let trainableParameters: Int
  package private(set) var outcome: Outcome
  /// The row's adapter in its kept state; nil where it diverged.
  package let adapted: AdaptedModel?
  /// The held set, scored once with the kept state.
  package let test: Evaluation?

  package var training: TrainingResult? {
    if case .trained(let result) = outcome { result } else { nil }
  }

  /// Whether an earlier row has computed the features of the frozen encoder.
  var sharesFeatures: Bool {
    get { training?.sharedFeatures ?? false }
    set {
      guard case .trained(var result) = outcome else { return }
      result.sharedFeatures = newValue
      outcome = .trained(result)
    }
  }

  /// The step that diverged.
  package var divergedStep: Int? {
    if case .diverged(let step) = outcome { step } else { nil }
  }

  /// A row's report at its first, last or best epoch.
  package func epoch(_ moment: Moment) -> EpochReport? {
    guard let training else { return nil }
    return switch moment {
    case .first: training.epochs.first
    case .last: training.epochs.last
    case .best: training.epoch(training.bestEpoch)
    }
  }

  /// What rows are compared by: the held set where there is one, else the kept epoch's evaluation.
  package var decisive: Evaluation? { test ?? training?.evaluation }

  /// Seconds of training, the mean over its epochs.
  package var secondsPerEpoch: Double? {
    guard let training, training.stepsRun > 0, !training.epochs.isEmpty else { return nil }
    return training.epochs.reduce(0) { $0 + $1.seconds } / Double(training.epochs.count)
  }

  /// The largest peak of its epochs.
  package var peakBytes: PeakBytes? {
    training?.peakBytes
  }
}
