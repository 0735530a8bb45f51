import Foundation
import Tasks

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
  /// What the model wrote for each example; empty where it writes nothing.
  package var generated: [GeneratedRow] = []
  /// −log p of each token that texts were scored by; empty for other tasks.
  package var tokenLosses: [Float] = []
  package var seconds = 0.0

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
    let row = logits(of: example)
    let largest = Double(row.max() ?? 0)
    let sum = row.reduce(0) { $0 + exp(Double($1) - largest) }
    return log(sum) + largest - Double(row[row.startIndex + label])
  }

  /// Whether every number in it is one.
  var isFinite: Bool {
    (loss?.isFinite ?? true) && logits.allSatisfy(\.isFinite)
      && generated.allSatisfy(\.nll.isFinite)
  }
}
