import Foundation
import Tasks
import Testing

@Suite struct LanguageModelingScoresTests {
  @Test func perplexityIsTheExponentOfTheMeanLoss() {
    let scores = LanguageModelingScores(lossSum: 6, tokens: 3)
    #expect(scores.loss == 2)
    #expect(scores.perplexity == exp(2.0))
    #expect(scores.values.map(\.key) == LanguageModelingScores.keys)
    #expect(LanguageModelingScores.mainMetric == "perplexity")
    #expect(!LanguageModelingScores.higherIsBetter)
  }

  @Test func noTokensGiveNoLoss() {
    #expect(LanguageModelingScores(lossSum: 0, tokens: 0).perplexity == 1)
  }
}
