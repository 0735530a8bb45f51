import Foundation
import Tasks

/// One score of every example of a data set, in data order.
package struct ExampleScores: Sendable, Equatable {
  /// "accuracy", "exact", "f1"
  package let key: String
  /// Whether all values are 0 or 1.
  package let isBinary: Bool
  /// Fractions.
  package let values: [Double]

  package init(key: String, isBinary: Bool, values: [Double]) {
    (self.key, self.isBinary, self.values) = (key, isBinary, values)
  }
}

/// What a model said of a data set, and how well that scores.
package struct Evaluation: Sendable {
  /// Nil where the data have no labels.
  package var scores: (any Scores)?
  /// The mean loss of an example or target; nil where the data have no labels.
  package var loss: Double?
  package let examples: Int
  /// Logits of one example.
  package var outputs = 0
  /// [examples, outputs] in data order; empty where an example has no logits of its own.
  package var logits: [Float] = []
  /// The class of the largest logit, the first of equals; as many as examples, or none.
  package var predictions: [Int32] = []
  /// What the data say; nil where they say nothing.
  package var classes: [Int32]?
  /// What questions were answered, in data order; empty for other tasks.
  package var answers: [SpanAnswer] = []
  /// A tag a word of each sentence; empty for other tasks.
  package var tags: [[String]] = []
  /// What single examples score, for paired tests; the first is the more telling one.
  package var exampleScores: [ExampleScores] = []
  /// Whether every number that the model gave is one, where `logits` does not hold them.
  package var isOfNumbers = true
  /// What the model wrote for each example; empty where it writes nothing.
  package var generated: [GeneratedRow] = []
  /// −log p of each token that texts were scored by; empty for other tasks.
  package var tokenLosses: [Float] = []
  package var seconds = 0.0
  /// The model's outputs that all of it follows from, as the objective took them.
  package var raw: [Float] = []

  package init(examples: Int) { self.examples = examples }

  /// The scores in the order they are printed.
  package var values: [(key: String, value: Double)] { scores?.values ?? [] }

  /// A score, or the loss, by its key.
  package func value(_ key: String) -> Double? {
    values.first { $0.key == key }?.value ?? (key == "loss" ? loss : nil)
  }

  package func logits(of example: Int) -> ArraySlice<Float> {
    logits[example * outputs..<(example + 1) * outputs]
  }

  /// The classes' probabilities of one example: softmax of its logits.
  package func probabilities(of example: Int) -> [Double] {
    Tasks.probabilities(logits(of: example))
  }

  func negativeLogProbability(of example: Int, _ label: Int) -> Double {
    Training.negativeLogProbability(logits(of: example), label)
  }

  /// Whether every number in it is one.
  var isFinite: Bool {
    (loss?.isFinite ?? true) && isOfNumbers && logits.allSatisfy(\.isFinite)
  }
}

/// −log softmax(logits)[label] of one row.
func negativeLogProbability(_ row: ArraySlice<Float>, _ label: Int) -> Double {
  let largest = Double(row.max() ?? 0)
  let sum = row.reduce(0) { $0 + exp(Double($1) - largest) }
  return log(sum) + largest - Double(row[row.startIndex + label])
}
