import Autograd
import Layers
import Tasks

/// One class a text, by softmax cross-entropy over the logits of its pooled row.
///
/// Source: Devlin et al. 2018, arXiv:1810.04805, section 4.1.
package final class TextClassificationObjective: Objective {
  package static let name = "text classification"
  package static let head = HeadKind.sequenceClassification
  package static var scores: any Scores.Type { ClassificationScores.self }

  package let data: EncodedDataset
  /// The classes' names, in order.
  package let labels: [String]
  private let frozen: FrozenEncoding
  package let features: FeatureCache?
  private let scoredBatch: Int?

  /// - Parameters:
  ///   - frozen: its budget is for features of every token: one row a text is always kept.
  ///   - scoredBatch: average scores over batches of so many, as the experiment of
  ///     `preset="kg_peft"` does; nil for the scores of the whole set.
  package init(
    _ data: EncodedDataset, labels: [String], frozen: FrozenEncoding = FrozenEncoding(),
    scoredBatch: Int? = nil
  ) {
    (self.data, self.labels, self.scoredBatch) = (data, labels, scoredBatch)
    self.frozen = frozen
    var unlimited = frozen
    (unlimited.budget, unlimited.isOnce) = (nil, false)
    features =
      frozen.keepsDropout
      ? nil
      : FeatureCache(
        rows: [Int](repeating: 1, count: data.count), tokens: data.length, unlimited)
  }

  package var count: Int { data.count }

  package func tokens(of example: Int) -> Int { data.length(example) }

  package func check(_ model: any LanguageModel, training: Bool) throws(TrainingError) {
    try checkHead(model)
    let classes = model.specification.labels.count
    guard classes == labels.count else {
      throw .wrongClassCount(model: classes, dataset: labels.count)
    }
    if training, data.classes == nil { throw .unlabelled }
  }

  package func targets(of example: Int, in pass: Pass) -> Int { 1 }

  package func loss(
    _ model: any LanguageModel, shard: [Int], in pass: Pass, scale: Float,
    settings: ShardSettings, on tape: Tape
  ) throws(Interruption) -> Tensor? {
    guard let classes = data.classes else { preconditionFailure("training without labels") }
    let pooled =
      keepsFeatures(of: model)
      ? try keptRows(model, shard, settings).on(tape) : pooledRows(model, shard, on: tape)
    return crossEntropy(model.logits(pooled), labels: shard.map { classes[$0] }, scale: scale)
  }

  package func outputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) -> [Float] {
    // A model without anything trained is evaluated once, most likely: nothing to keep.
    let isReused = keepsFeatures(of: model) && !model.tree.trainable.isEmpty
    let pooled =
      isReused ? try keptRows(model, shard, settings) : pooledRows(model, shard, on: nil)
    return model.logits(pooled).values
  }

  package func rehearsing() -> any Objective {
    TextClassificationObjective(
      data, labels: labels, frozen: frozen.rehearsing(), scoredBatch: scoredBatch)
  }

  private func pooledRows(_ model: any LanguageModel, _ shard: [Int], on tape: Tape?) -> Tensor {
    let batch = PackedBatch(data, shard)
    return model.encode(batch, rows: model.pooledRows(batch), on: tape)
  }

  private func keptRows(
    _ model: any LanguageModel, _ shard: [Int], _ settings: ShardSettings
  ) throws(Interruption) -> Tensor {
    let kept = try features?.rows(shard, of: model, settings: settings) {
      pooledRows(model, $0, on: nil)
    }
    return kept ?? pooledRows(model, shard, on: nil)
  }
}

extension TextClassificationObjective {
  package func evaluation(of outputs: [Float]) -> Evaluation {
    let columns = outputs.count / max(1, count)
    precondition(columns * count == outputs.count, "\(outputs.count) logits of \(count) examples")
    var evaluation = Evaluation(examples: count)
    (evaluation.outputs, evaluation.logits) = (columns, outputs)
    evaluation.predictions = predictedClasses(outputs, outputs: columns)
    guard let classes = data.classes else { return evaluation }
    evaluation.classes = classes
    evaluation.exampleScores = [
      ExampleScores(
        key: "accuracy", isBinary: true,
        values: zip(evaluation.predictions, classes).map { $0 == $1 ? 1 : 0 })
    ]
    evaluation.scores = scores(evaluation.predictions, classes, count: columns)
    let losses = (0..<count).map { evaluation.negativeLogProbability(of: $0, Int(classes[$0])) }
    evaluation.loss = losses.reduce(0, +) / Double(max(1, count))
    return evaluation
  }
}

extension TextClassificationObjective {
  private func scores(_ predictions: [Int32], _ classes: [Int32], count: Int) -> any Scores {
    if let scoredBatch {
      return KGPEFTClassificationScores.score(
        predictions: predictions, classes: classes, count: count, batch: scoredBatch)
    }
    return ClassificationScores.score(predictions: predictions, classes: classes, count: count)
  }
}

extension PackedBatch {
  /// Some examples of a data set, in the order given.
  init(_ data: EncodedDataset, _ examples: [Int]) {
    self.init()
    for example in examples {
      append(ids: Array(data.ids(example)), typeIDs: Array(data.typeIDs(example)))
    }
  }
}
