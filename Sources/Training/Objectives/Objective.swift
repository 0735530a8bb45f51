import Autograd
import Layers
import Tasks

/// The tasks a model can be trained for. One file a task, one line here.
package var objectives: [any Objective.Type] {
  [
    TextClassificationObjective.self,
    QuestionAnsweringObjective.self,
    KGPEFTSpanObjective.self,
    TokenClassificationObjective.self,
    MaskedLanguageModelingObjective.self,
    CausalLanguageModelingObjective.self,
    GenerativeAnswerObjective.self,
  ]
}

/// What a pass over the data draws from, for objectives that draw (masking).
package enum Pass: Sendable, Equatable {
  /// Epochs count from 1.
  case training(seed: UInt64, epoch: Int)
  /// The same draws every time.
  case evaluation
}

/// Encoded data and what is computed on them: the loss of a shard, and the outputs that scores are
/// made of. It holds no weights, so that many models can share one.
package protocol Objective: AnyObject {
  /// "text classification"
  static var name: String { get }
  /// The head a model must have.
  static var head: HeadKind { get }
  /// How its evaluations are scored.
  static var scores: any Scores.Type { get }

  /// The scores by which an epoch of these data can be the best; the loss beside them always is.
  var metrics: [String] { get }

  /// Number of sequences.
  var count: Int { get }

  /// The sequences that training takes; nil for all.
  var trained: [Int]? { get }

  /// Length of one example's sequence.
  func tokens(of example: Int) -> Int

  /// What scoring an example costs, as a forward pass over so many tokens.
  func scoringTokens(of example: Int) -> Int

  /// - Throws: what keeps the model from these data: another head, other classes; in training, a
  ///   data set without labels.
  func check(_ model: any LanguageModel, training: Bool) throws(TrainingError)

  /// Number of things an example contributes to a mean loss: itself, or its masked tokens.
  func targets(of example: Int, in pass: Pass) -> Int

  /// `scale` times the summed loss of a shard, a scalar on the tape; nil when it has no target.
  ///
  /// - Throws: `Interruption`, when the engine is asked to stop between two pieces of work.
  func loss(
    _ model: any LanguageModel, shard: [Int], in pass: Pass, scale: Float, settings: ShardSettings,
    on tape: Tape
  ) throws(Interruption) -> Tensor?

  /// What the model says of a shard in evaluation mode, a fixed count of numbers an example or
  /// target, in order.
  func outputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) -> [Float]

  /// `outputs` for the memory it takes, on an engine that computes nothing: what it is may not
  /// depend on what the model says.
  func rehearseOutputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption)

  /// The same data with nothing cached, for a rehearsal.
  func rehearsing() -> any Objective

  /// What keeps a frozen encoder's features; nil where they are never kept.
  var features: FeatureCache? { get }

  /// What became known while it was trained or scored: features that did not fit, and so on.
  var remarks: [String] { get }

  /// The evaluation that all shards' outputs, one after the other, amount to.
  func evaluation(of outputs: [Float]) -> Evaluation
}

extension Objective {
  package var metrics: [String] { Self.scores.keys }
  package var trained: [Int]? { nil }
  package var remarks: [String] { features?.remark.map { [$0] } ?? [] }
  package var features: FeatureCache? { nil }

  package func scoringTokens(of example: Int) -> Int { tokens(of: example) }

  /// Number of sequences that training takes.
  package var trainedCount: Int { trained?.count ?? count }

  package func rehearseOutputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) {
    _ = try outputs(model, shard: shard, settings: settings)
  }

  package func rehearsing() -> any Objective { self }

  /// Whether a model's features are computed once and kept, where they fit.
  package func keepsFeatures(of model: any LanguageModel) -> Bool {
    features != nil && model.encoderIsFrozen
  }

  /// Whether some of them are there from earlier runs.
  package func hasFeatures(of model: any LanguageModel) -> Bool {
    model.encoderIsFrozen && features?.holds(of: model) == true
  }

  /// Bytes of activations kept from earlier runs that a run of this model would use.
  package func cachedBytes(for model: any LanguageModel) -> Int {
    keepsFeatures(of: model) ? features?.bytes ?? 0 : 0
  }

  /// Whether the larger value of a metric is the better one.
  package static func higherIsBetter(_ metric: String) -> Bool {
    metric == scores.mainMetric ? scores.higherIsBetter : !["loss", "perplexity"].contains(metric)
  }

  /// What both training and evaluation need of a model.
  func checkHead(_ model: any LanguageModel) throws(TrainingError) {
    let found = model.specification.head
    guard found == Self.head else {
      throw .wrongHead(objective: Self.name, expected: Self.head, found: found)
    }
    guard count > 0 else { throw .noExamples }
    let positions = model.specification.maximumPositions
    for example in 0..<count where tokens(of: example) > positions {
      throw .tooLong(tokens: tokens(of: example), example: example, positions: positions)
    }
  }
}
