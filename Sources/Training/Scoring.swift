import Autograd
import Layers
import Tasks

/// Evaluations: a model over all examples of a data set, in evaluation mode.
package enum Scoring {
  /// Scores a model.
  ///
  /// Examples are taken in data order and packed by `shardTokens`, so that the same model gives the
  /// same bits wherever it is scored.
  ///
  /// - Throws: `interrupted(step: 0)`; `notFinite`; what keeps the model from the data.
  package static func evaluate(
    _ model: any LanguageModel, on objective: any Objective,
    shardTokens: Int = ShardSettings.defaultTokens,
    observer: (any TrainingObserver)? = nil
  ) throws(TrainingError) -> Evaluation {
    try objective.check(model, training: false)
    let evaluation: Evaluation
    do {
      evaluation = try run(model, on: objective, ShardSettings(tokens: shardTokens), observer)
    } catch { throw .interrupted(step: 0) }
    guard evaluation.isFinite else { throw .notFinite }
    return evaluation
  }

  /// Scores a model that fits the data; the numbers may be anything.
  static func run(
    _ model: any LanguageModel, on objective: any Objective, _ settings: ShardSettings,
    _ observer: (any TrainingObserver)?
  ) throws(Interruption) -> Evaluation {
    let clock = ContinuousClock()
    let start = clock.now
    let interrupt = model.engine.interrupt
    var outputs: [Float] = []
    var done = 0
    let examples = Array(0..<objective.count)
    for shard in settings.shards(of: examples, tokens: objective.tokens(of:)) {
      if interrupt.isRequested { throw Interruption() }
      let more: [Float]?
      do {
        more = try model.engine.abandonable {
          try objective.outputs(model, shard: shard, settings: settings)
        }
      } catch { throw Interruption() }
      guard let more else { throw Interruption() }
      outputs += more
      done += shard.count
      observer?.evaluating(done: done, of: examples.count)
    }
    var evaluation = objective.evaluation(of: outputs)
    evaluation.raw = outputs
    evaluation.seconds = (clock.now - start).seconds
    return evaluation
  }
}

extension Duration {
  /// Seconds with their fraction.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
