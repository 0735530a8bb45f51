import Autograd
import Layers
import Tasks

/// A tag a word, by softmax cross-entropy over the logits of its first piece; the mean is over the
/// words that have one.
///
/// A word without pieces, and one behind the cut of a long sentence, is no part of the loss; it is
/// taken for "O" and counts in the scores like any other, so that cutting cannot improve them. (The
/// scripts around `seqeval` in transformers leave such words out of the scores; without them the
/// two are equal.)
///
/// Source: Devlin et al. 2018, arXiv:1810.04805, section 5.3.
package final class TokenClassificationObjective: Objective {
  package static let name = "token classification"
  package static let head = HeadKind.tokenClassification
  package static var scores: any Scores.Type { EntityScores.self }
  /// What a word is where the model says nothing of it.
  package static let outside = "O"

  package let sentences: EncodedSentences
  /// The classes' names, in order.
  package let labels: [String]
  package let trained: [Int]?
  private let states: TokenStates

  package init(
    _ sentences: EncodedSentences, labels: [String], frozen: FrozenEncoding = FrozenEncoding()
  ) {
    (self.sentences, self.labels) = (sentences, labels)
    let pieces = (0..<sentences.count).map { sentence in
      sentences.words(sentence).compactMap { sentences.firstPieces[$0].map(Int32.init) }
    }
    states = TokenStates(sentences.tokens, chosen: pieces, frozen: frozen)
    let labelled = pieces.indices.filter { !pieces[$0].isEmpty }
    trained = labelled.count == pieces.count ? nil : labelled
  }

  package var count: Int { sentences.count }

  package func tokens(of sentence: Int) -> Int { sentences.tokens.length(sentence) }

  package func check(_ model: any LanguageModel, training: Bool) throws(TrainingError) {
    try checkHead(model)
    let classes = model.specification.labels.count
    guard classes == labels.count else {
      throw .wrongClassCount(model: classes, dataset: labels.count)
    }
    guard training else { return }
    if sentences.classes == nil { throw .unlabelled }
    if trainedCount == 0 { throw .nothingToLearn(reason: "max_length cuts every tagged word off") }
  }

  package func targets(of sentence: Int, in pass: Pass) -> Int { words(sentence).count }

  package func loss(
    _ model: any LanguageModel, shard: [Int], in pass: Pass, scale: Float,
    settings: ShardSettings, on tape: Tape
  ) throws(Interruption) -> Tensor? {
    guard let classes = sentences.classes else { preconditionFailure("training without tags") }
    let rows = try states.training(model, shard, settings, on: tape)
    return crossEntropy(
      model.logits(rows), labels: shard.flatMap { words($0).map { classes[$0] } }, scale: scale)
  }

  /// A row of logits for each word that has a piece.
  package func outputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) -> [Float] {
    guard shard.contains(where: { !words($0).isEmpty }) else { return [] }
    return model.logits(try states.evaluation(model, shard, settings)).values
  }

  package var features: FeatureCache? { states.cache }

  package func rehearsing() -> any Objective {
    TokenClassificationObjective(sentences, labels: labels, frozen: states.frozen.rehearsing())
  }

  /// The words of a sentence that have a piece.
  private func words(_ sentence: Int) -> [Int] {
    sentences.words(sentence).filter { sentences.firstPieces[$0] != nil }
  }
}

extension TokenClassificationObjective {
  package func evaluation(of outputs: [Float]) -> Evaluation {
    let seen = (0..<count).flatMap(words)
    precondition(
      outputs.count == seen.count * labels.count, "\(outputs.count) logits, \(seen.count) words")
    var evaluation = Evaluation(examples: count)
    evaluation.isOfNumbers = outputs.allSatisfy(\.isFinite)
    let predicted = predictedClasses(outputs, outputs: labels.count)
    var byWord = [String](repeating: Self.outside, count: sentences.firstPieces.count)
    for (word, label) in zip(seen, predicted) { byWord[word] = labels[Int(label)] }
    evaluation.tags = (0..<count).map { Array(byWord[sentences.words($0)]) }
    guard let classes = sentences.classes else { return evaluation }
    let truths = (0..<count).map { sentences.words($0).map { labels[Int(classes[$0])] } }
    evaluation.scores = EntityScores.score(predictions: evaluation.tags, truths: truths)
    evaluation.exampleScores = [
      ExampleScores(
        key: "whole sentences", isBinary: true,
        values: zip(evaluation.tags, truths).map { $0 == $1 ? 1 : 0 })
    ]
    let losses = seen.enumerated().map { row, word in
      negativeLogProbability(
        outputs[row * labels.count..<(row + 1) * labels.count], Int(classes[word]))
    }
    evaluation.loss = losses.reduce(0, +) / Double(max(1, losses.count))
    return evaluation
  }
}
