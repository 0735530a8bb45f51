import Autograd
import Layers
import Tasks

/// Every next token of packed texts, by cross-entropy over the vocabulary.
///
/// Source: Radford et al. 2018, "Improving Language Understanding by Generative Pre-Training",
/// eq. 1; packing as `PackedTexts` says.
package final class CausalLanguageModelingObjective: Objective {
  package static let name = "causal language modelling"
  package static let head = HeadKind.causalLanguageModelling
  package static var scores: any Scores.Type { LanguageModelingScores.self }

  package let texts: PackedTexts
  private let states: TokenStates
  private var data: EncodedDataset { texts.sequences }

  package init(_ texts: PackedTexts, frozen: FrozenEncoding = FrozenEncoding()) {
    self.texts = texts
    let data = texts.sequences
    let predicting = (0..<data.count).map { Array(0..<Int32(max(1, data.length($0)) - 1)) }
    states = TokenStates(data, chosen: predicting, frozen: frozen)
  }

  package var count: Int { data.count }

  package func tokens(of example: Int) -> Int { data.length(example) }

  package func check(_ model: any LanguageModel, training: Bool) throws(TrainingError) {
    try checkHead(model)
  }

  package func targets(of example: Int, in pass: Pass) -> Int { data.length(example) - 1 }

  package func loss(
    _ model: any LanguageModel, shard: [Int], in pass: Pass, scale: Float,
    settings: ShardSettings, on tape: Tape
  ) throws(Interruption) -> Tensor? {
    let labels = labels(shard)
    guard !labels.isEmpty else { return nil }
    return nextTokenLoss(
      model, try states.training(model, shard, settings, on: tape), labels, scale: scale)
  }

  /// −log p of every token of each sequence but its first.
  package func outputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) -> [Float] {
    let labels = labels(shard)
    guard !labels.isEmpty else { return [] }
    return labelLosses(model, try states.evaluation(model, shard, settings), labels)
  }

  package var features: FeatureCache? { states.cache }

  package func rehearsing() -> any Objective {
    CausalLanguageModelingObjective(texts, frozen: states.frozen.rehearsing())
  }

  private func labels(_ shard: [Int]) -> [Int32] { shard.flatMap { data.ids($0).dropFirst() } }

  package func evaluation(of outputs: [Float]) -> Evaluation {
    var evaluation = Evaluation(examples: texts.texts.count)
    let scores = LanguageModelingScores(
      lossSum: outputs.reduce(0) { $0 + Double($1) }, tokens: outputs.count)
    (evaluation.scores, evaluation.loss) = (scores, scores.loss)
    evaluation.tokenLosses = outputs
    evaluation.generated = zip(texts.words.indices, texts.sums(of: outputs)).map { i, nll in
      GeneratedRow(text: texts.words[i], ids: Array(texts.ids[texts.texts[i]]), nll: nll)
    }
    return evaluation
  }
}

/// Packed sequences with the tokens that are to be predicted in them, and the rows whose states
/// predict them: no other row costs a logit.
struct NextTokens {
  private(set) var batch = PackedBatch()
  private(set) var rows: [Int32] = []
  private(set) var labels: [Int32] = []

  /// Adds a sequence of which the tokens from `first` on are predicted, each from those before it.
  mutating func append(_ ids: [Int32], from first: Int) {
    precondition(first > 0, "a token predicted from nothing")
    let start = Int32(batch.tokens)
    batch.append(ids: ids, typeIDs: [Int32](repeating: 0, count: ids.count))
    for i in first..<max(first, ids.count) {
      rows.append(start + Int32(i) - 1)
      labels.append(ids[i])
    }
  }

  /// `scale` times the sum of −log p, on the tape; nil without a label.
  func loss(_ model: any LanguageModel, scale: Float, on tape: Tape) -> Tensor? {
    guard !rows.isEmpty else { return nil }
    let isFrozen = model.encoderIsFrozen
    let encoded = model.encode(batch, on: isFrozen ? nil : tape)
    let states = gatherRows(isFrozen ? encoded.on(tape) : encoded, rows)
    return nextTokenLoss(model, states, labels, scale: scale)
  }

  /// −log p of every label, in evaluation mode.
  func losses(_ model: any LanguageModel) -> [Float] {
    rows.isEmpty ? [] : labelLosses(model, gatherRows(model.encode(batch, on: nil), rows), labels)
  }
}

/// `scale` times the sum of −log p of a label for each row of final states.
private func nextTokenLoss(
  _ model: any LanguageModel, _ states: Tensor, _ labels: [Int32], scale: Float
) -> Tensor {
  guard let product = model.vocabularyProjection else {
    return crossEntropy(model.logits(states), labels: labels, scale: scale)
  }
  return vocabularyCrossEntropy(
    states, weight: product.weight, bias: product.bias, labels: labels, scale: scale)
}

/// −log p of a label for each row of final states; for evaluation.
func labelLosses(_ model: any LanguageModel, _ states: Tensor, _ labels: [Int32]) -> [Float] {
  if let product = model.vocabularyProjection {
    return vocabularyLosses(
      states, weight: product.weight, bias: product.bias, labels: labels)
  }
  // An adapter on the output: some rows at a time, so that no vocabulary makes this large.
  let rows = 64
  return stride(from: 0, to: labels.count, by: rows).flatMap { first -> [Float] in
    let part = first..<min(first + rows, labels.count)
    let log = logSoftmax(model.logits(gatherRows(states, part.map(Int32.init))))
    let columns = log.shape[1]
    return part.enumerated().map { row, i in -log.pointer[row * columns + Int(labels[i])] }
  }
}
