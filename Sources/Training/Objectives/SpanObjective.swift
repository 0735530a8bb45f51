import Autograd
import Layers
import Tasks

/// What objectives over spans have in common: a start and an end of each sequence, both by softmax
/// over its own tokens.
protocol SpanObjective: Objective {
  var states: TokenStates { get }

  /// The first and the last token taught for a sequence, counted from its own first; nil without
  /// answers.
  func label(of sequence: Int) -> (start: Int32, end: Int32)?
}

extension SpanObjective {
  package static var head: HeadKind { .questionAnswering }

  package func targets(of sequence: Int, in pass: Pass) -> Int { 1 }

  package func loss(
    _ model: any LanguageModel, shard: [Int], in pass: Pass, scale: Float,
    settings: ShardSettings, on tape: Tape
  ) throws(Interruption) -> Tensor? {
    guard let labels = labels(of: shard) else { preconditionFailure("training without answers") }
    let hidden = try states.training(model, shard, settings, on: tape)
    return spanCrossEntropy(model.logits(hidden), labels, scale: scale)
  }

  /// A start and an end logit a token.
  package func outputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) -> [Float] {
    model.logits(try states.evaluation(model, shard, settings)).values
  }

  package var features: FeatureCache? { states.cache }

  /// Nil without answers.
  func labels(of sequences: [Int]) -> SpanLabels? {
    let labels = sequences.compactMap(label(of:))
    guard labels.count == sequences.count else { return nil }
    let offsets = sequences.reduce(into: [Int32(0)]) {
      $0.append($0[$0.count - 1] + Int32(tokens(of: $1)))
    }
    return SpanLabels(offsets: offsets, starts: labels.map(\.start), ends: labels.map(\.end))
  }
}
