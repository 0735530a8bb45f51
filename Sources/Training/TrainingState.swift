import Autograd

/// All that a run is between two steps, beside the trained parameters themselves: what a run
/// checkpoint has to hold. Random draws have no state, so the position is a number.
package struct TrainingState {
  /// Steps taken.
  package var step = 0
  package var optimizer: OptimizerState
  /// The epoch in progress.
  package var sums = EpochSums()
  /// The epochs that are over.
  package var epochs: [EpochReport] = []
  package var best: BestState?
  /// The evaluation of the last epoch that is over.
  package var latest: Evaluation?
  package var epochsWithoutGain = 0
  package var isStopped = false

  package init(parameters: Int) { optimizer = OptimizerState(count: parameters) }
}

/// What an epoch adds up while it runs.
package struct EpochSums: Sendable {
  package var steps = 0
  package var loss = 0.0
  package var targets = 0
  package var seconds = 0.0
  package var tokens = 0
  package var curve = LossCurve()
}

/// The best epoch so far.
package struct BestState {
  package var epoch: Int
  package var score: Double
  package var evaluation: Evaluation
  /// Copies of the trained parameters; nil as long as the parameters themselves are that state.
  package var values: [Tensor]?

  package init(epoch: Int, score: Double, evaluation: Evaluation) {
    (self.epoch, self.score, self.evaluation) = (epoch, score, evaluation)
  }
}
