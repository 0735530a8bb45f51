/// How a model is trained, with the defaults of Hugging Face's Trainer where the statement table
/// has no other.
package struct TrainingSettings: Sendable, Equatable {
  /// Which state the model holds when training returns.
  package enum Keep: String, Sendable, CaseIterable {
    /// The epoch with the best score, the earlier of equals; the last without an evaluation.
    case best
    case last
  }

  package var epochs = 3
  /// Stops after this many steps. The schedule still runs over all the epochs, so that the state
  /// is the one a longer run passes through.
  package var maxSteps: Int?
  /// Examples of one step.
  package var batch = 16
  package var learningRate: Double
  package var optimizer = "adamw"
  package var weightDecay = 0.0
  package var beta1 = 0.9
  package var beta2 = 0.999
  package var epsilon = 1e-8
  package var schedule = "linear"
  /// Below 1 a fraction of all steps, rounded up; else a number of steps.
  package var warmup = 0.0
  /// The largest norm of all gradients together; nil leaves them as they are.
  package var clip: Double? = 1.0
  package var seed: UInt64 = 0
  package var shuffle = true
  /// Stops after this many epochs without a better score.
  package var patience: Int?
  package var keep = Keep.best
  /// The metric by which an epoch is the best; nil for the task's main metric.
  package var best: String?
  /// Tokens of one forward and backward pass, at most (a longer sequence stands alone).
  package var shardTokens = ShardSettings.defaultTokens

  package init(learningRate: Double) { self.learningRate = learningRate }

  /// Steps of an epoch over `examples` examples: the last batch may be smaller.
  package func stepsPerEpoch(examples: Int) -> Int { (examples + batch - 1) / batch }

  /// Steps over which the schedule runs.
  package func scheduledSteps(examples: Int) -> Int { epochs * stepsPerEpoch(examples: examples) }

  /// Steps that will be taken unless `patience` ends the run earlier.
  package func totalSteps(examples: Int) -> Int {
    min(scheduledSteps(examples: examples), maxSteps ?? .max)
  }

  /// Source: transformers `TrainingArguments.get_warmup_steps`.
  package func warmupSteps(of total: Int) -> Int {
    Int(warmup < 1 ? (Double(total) * warmup).rounded(.up) : warmup)
  }
}
