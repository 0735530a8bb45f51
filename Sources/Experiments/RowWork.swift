import Training

/// How much a row computes, in passes of a token through the encoder or decoder.
package struct RowWork: Sendable {
  /// Of the amounts: another one where they are counted otherwise, so that no timing in one is
  /// taken for one in the other.
  package static let unit = "passes 2"

  private let perToken: Double
  private let keepsFeatures: Bool
  /// Whether an earlier row has computed the features.
  private let isComputed: Bool
  /// Of a forward pass, what a token takes behind kept features, where that is worth counting: a
  /// decoder's words, not an encoder's classes.
  private let headShare: Double
  private let stepsPerEpoch: Int
  private let steps: Int
  private let trainedTokens: Double
  private let scoredTokens: Double
  private let testedTokens: Double
  private let scorings: Int

  /// - Parameters:
  ///   - model: with the row's method put on it.
  ///   - sharesFeatures: an earlier row has computed all that a frozen encoder gives.
  init(
    _ model: BaseModel, on objective: any Objective, evaluation: (any Objective)?,
    test: (any Objective)?, _ settings: TrainingSettings, sharesFeatures: Bool
  ) {
    func scoring(_ objective: any Objective) -> Double {
      Double((0..<objective.count).reduce(0) { $0 + objective.scoringTokens(of: $1) })
    }
    keepsFeatures = objective.keepsFeatures(of: model)
    isComputed = keepsFeatures && sharesFeatures
    let share = Self.trainedShare(of: model)
    headShare = keepsFeatures && share > 0.01 ? share : 0
    // Forward; backward to what is trained; and for every trained weight its gradient.
    perToken = model.encoderIsFrozen ? 1 : 2 + share
    stepsPerEpoch = settings.stepsPerEpoch(examples: objective.trainedCount)
    steps = settings.totalSteps(examples: objective.trainedCount)
    let trained = objective.trained ?? Array(0..<objective.count)
    trainedTokens = Double(trained.reduce(0) { $0 + objective.tokens(of: $1) })
    scoredTokens = evaluation.map(scoring) ?? 0
    testedTokens = test.map(scoring) ?? 0
    let epochs = (steps + stepsPerEpoch - 1) / max(stepsPerEpoch, 1)
    scorings = (evaluation == nil ? 0 : epochs) + (test == nil ? 0 : 1)
  }

  /// Work of these amounts.
  package init(
    perToken: Double = 2, stepsPerEpoch: Int, steps: Int, trainedTokens: Double,
    scoredTokens: Double = 0, scorings: Int = 0
  ) {
    (self.perToken, self.stepsPerEpoch, self.steps) = (perToken, stepsPerEpoch, steps)
    (self.trainedTokens, self.scoredTokens) = (trainedTokens, scoredTokens)
    (self.scorings, testedTokens, keepsFeatures) = (scorings, 0, false)
    (isComputed, headShare) = (false, 0)
  }

  private static func trainedShare(of model: BaseModel) -> Double {
    let weights = model.tree.linears.map(\.layer.weight)
    let trained = weights.filter(\.isTrainable).reduce(0) { $0 + $1.value.count }
    return Double(trained) / Double(max(1, weights.reduce(0) { $0 + $1.value.count }))
  }

  /// The training of the first steps.
  package func training(_ steps: Int) -> Double {
    let epochs = Double(steps) / Double(max(stepsPerEpoch, 1))
    guard keepsFeatures else { return epochs * trainedTokens * perToken }
    // Forward and, for every weight, its gradient.
    return ((isComputed ? 0 : min(epochs, 1)) + 2 * headShare * epochs) * trainedTokens
  }

  /// The training of all steps.
  package var training: Double { training(steps) }

  /// All evaluations, the held set's among them.
  package var scoring: Double {
    let times = Double(scorings - (testedTokens > 0 ? 1 : 0))
    guard keepsFeatures else { return times * scoredTokens + testedTokens }
    let encoded: Double = isComputed ? 0 : 1
    return (encoded * min(times, 1) + headShare * times) * scoredTokens
      + (encoded + headShare) * testedTokens
  }

  /// One of them, on average.
  package var scoringOnce: Double { scoring / Double(max(scorings, 1)) }
}
