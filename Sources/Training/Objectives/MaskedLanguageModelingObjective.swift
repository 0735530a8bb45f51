import Autograd
import Layers
import Tasks

/// Hidden tokens told from the others around them, by cross-entropy over the vocabulary.
///
/// Every epoch of a run hides other tokens; evaluations always hide the same.
///
/// Source: Devlin et al. 2018, arXiv:1810.04805, section 3.1.
package final class MaskedLanguageModelingObjective: Objective {
  package static let name = "masked language modelling"
  package static let head = HeadKind.maskedLanguageModelling
  package static var scores: any Scores.Type { LanguageModelingScores.self }

  package let data: EncodedDataset
  package let vocabulary: MaskingVocabulary
  package private(set) var remarks: [String] = []

  package init(_ data: EncodedDataset, _ vocabulary: MaskingVocabulary) {
    (self.data, self.vocabulary) = (data, vocabulary)
  }

  package var count: Int { data.count }

  package func tokens(of example: Int) -> Int { data.length(example) }

  package func check(_ model: any LanguageModel, training: Bool) throws(TrainingError) {
    try checkHead(model)
    guard training, model.encoderIsFrozen else { return }
    remarks = [FeatureCache.recomputed("of other masks each time")]
  }

  package func targets(of example: Int, in pass: Pass) -> Int {
    masking(of: example, in: pass).positions.count
  }

  package func loss(
    _ model: any LanguageModel, shard: [Int], in pass: Pass, scale: Float,
    settings: ShardSettings, on tape: Tape
  ) throws(Interruption) -> Tensor? {
    let hidden = HiddenTokens(self, shard, in: pass)
    guard !hidden.rows.isEmpty else { return nil }
    let isFrozen = model.encoderIsFrozen
    let states = gatherRows(model.encode(hidden.batch, on: isFrozen ? nil : tape), hidden.rows)
    let logits = model.logits(isFrozen ? states.on(tape) : states)
    return crossEntropy(logits, labels: hidden.labels, scale: scale)
  }

  /// −log p of every hidden token.
  package func outputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) -> [Float] {
    let hidden = HiddenTokens(self, shard, in: .evaluation)
    guard !hidden.rows.isEmpty else { return [] }
    let states = gatherRows(model.encode(hidden.batch, on: nil), hidden.rows)
    let logProbabilities = logSoftmax(model.logits(states))
    let columns = logProbabilities.shape[1]
    return hidden.labels.enumerated().map { row, label in
      -logProbabilities.pointer[row * columns + Int(label)]
    }
  }

  package func evaluation(of outputs: [Float]) -> Evaluation {
    var evaluation = Evaluation(examples: count)
    let scores = LanguageModelingScores(
      lossSum: outputs.reduce(0) { $0 + Double($1) }, tokens: outputs.count)
    (evaluation.scores, evaluation.loss) = (scores, scores.loss)
    return evaluation
  }

  func masking(of example: Int, in pass: Pass) -> Masking {
    let draw =
      switch pass {
      case .training(let seed, let epoch): RandomKey(seed: seed)["masking"][epoch][example]
      case .evaluation: RandomKey(seed: 0)["masking"]["evaluation"][example]
      }
    return Masking(data.ids(example), vocabulary, draw: draw)
  }
}

/// A shard with its tokens hidden, the rows they stand in and what they were.
private struct HiddenTokens {
  var batch = PackedBatch()
  var rows: [Int32] = []
  var labels: [Int32] = []

  init(_ objective: MaskedLanguageModelingObjective, _ shard: [Int], in pass: Pass) {
    for example in shard {
      var ids = Array(objective.data.ids(example))
      let masking = objective.masking(of: example, in: pass)
      let start = batch.tokens
      for (position, replacement) in zip(masking.positions, masking.replacements) {
        rows.append(Int32(start + position))
        labels.append(ids[position])
        ids[position] = replacement
      }
      batch.append(ids: ids, typeIDs: Array(objective.data.typeIDs(example)))
    }
  }
}
