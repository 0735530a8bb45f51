import Foundation

/// Scores of predicted tokens.
package struct LanguageModelingScores: Scores, Equatable {
  /// Mean of −log p over the scored tokens; 0 without any.
  package let loss: Double
  /// exp(loss)
  package let perplexity: Double

  package init(loss: Double) {
    self.loss = loss
    perplexity = exp(loss)
  }

  /// - Parameters:
  ///   - lossSum: Σ −log p of the scored tokens.
  ///   - tokens: how many they are.
  package init(lossSum: Double, tokens: Int) {
    self.init(loss: tokens == 0 ? 0 : lossSum / Double(tokens))
  }

  package static let keys = ["loss", "perplexity"]
  package static let mainMetric = "perplexity"
  package static let higherIsBetter = false
  package var values: [(key: String, value: Double)] {
    [("loss", loss), ("perplexity", perplexity)]
  }
}
