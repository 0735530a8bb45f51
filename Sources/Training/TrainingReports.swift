import Autograd

/// One step, as logs and progress lines show it.
package struct StepReport: Sendable, Equatable {
  package var step: Int  // from 1
  package var epoch: Int  // from 1
  /// The mean over the batch (masked language modelling: over its masked tokens).
  package var loss: Double
  /// The rate the step was taken with.
  package var learningRate: Double
  package var seconds: Double
  /// Tokens of the batch; none of them is padding.
  package var tokens: Int
  /// Of tensors, at most in this epoch so far.
  package var peakBytes: Int
}

/// Tensor bytes at the moment they were most.
package struct PeakBytes: Sendable, Equatable {
  package var total = 0
  package var weights = 0
  package var gradients = 0
  package var optimizer = 0
  package var activations = 0

  package init() {}
}

/// One epoch, with its evaluation where there is one.
package struct EpochReport: Sendable {
  package var epoch: Int  // from 1
  /// The mean over what the epoch trained on.
  package var loss: Double
  /// Of training alone.
  package var seconds: Double
  package var tokens: Int
  package var peakBytes: PeakBytes
  /// The losses on the way, in pieces.
  package var curve: [LossCurve.Point]
  /// Empty without an evaluation set.
  package var scores: [(key: String, value: Double)] = []
  package var evaluationLoss: Double?
  package var evaluationSeconds = 0.0

  package var tokensPerSecond: Double { seconds > 0 ? Double(tokens) / seconds : 0 }

  package func score(_ key: String) -> Double? {
    scores.first { $0.key == key }?.value
  }
}

/// What a finished run was. The kept state is in the model.
package struct TrainingResult: Sendable {
  package var epochs: [EpochReport] = []
  /// The epoch with the best score; nil without an evaluation set.
  package var bestEpoch: Int?
  /// The epoch whose state the model holds.
  package var keptEpoch = 0
  package var stepsRun = 0
  /// What `stepsRun` would be without early stopping.
  package var totalSteps = 0
  package var trainableParameters = 0
  package var stoppedEarly = false
  /// The metric that chose the best epoch; nil without an evaluation set.
  package var metric: String?
  /// The evaluation of the kept epoch; nil without an evaluation set.
  package var evaluation: Evaluation?
  /// What its epochs' peak was said to become, where that was asked.
  package var forecast: PeakBytes?
  /// Whether a frozen encoder's features were there before the run, which counts them but not what
  /// computing them took.
  package var sharedFeatures = false
  /// The step from which a run that was stopped went on; 0 for one that began anew.
  package var resumedFrom = 0
  /// Whether an earlier run of the same was found instead.
  package var isStored = false

  package init() {}

  /// The largest peak of its epochs.
  package var peakBytes: PeakBytes? {
    epochs.map(\.peakBytes).max { $0.total < $1.total }
  }

  /// The epoch with that number.
  package func epoch(_ number: Int?) -> EpochReport? { epochs.first { $0.epoch == number } }
}

/// Who is told how far a run is. Called on the thread that trains, between two pieces of work.
package protocol TrainingObserver: AnyObject {
  func step(_ report: StepReport, of total: Int)
  func epoch(_ report: EpochReport)
  func evaluating(done: Int, of total: Int)
}
