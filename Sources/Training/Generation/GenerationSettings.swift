/// How the next token is chosen and when a text ends, under the names of transformers.
package struct GenerationSettings: Sendable, Equatable {
  /// New tokens, at most.
  package var maxTokens = 64
  /// 0 takes the likeliest token, of equals the lowest id; else logits are divided by it and a
  /// token is drawn.
  package var temperature = 0.0
  /// Draws among so many likeliest tokens.
  package var topK: Int?
  /// Draws among the fewest likeliest tokens whose probabilities reach this sum.
  package var topP: Double?
  /// Above 1 makes tokens that stand in the prompt or the text less likely.
  package var repetitionPenalty = 1.0
  package var seed: UInt64 = 0
  /// Texts that end the answer before them.
  package var stop: [String] = []
  /// Goes on past end-of-text tokens.
  package var ignoresEnd = false

  package init() {}
}

/// Why a text ended.
package enum GenerationEnd: String, Sendable {
  case endToken
  case stopString
  case maxTokens
  /// Every position of the model is taken.
  case positions
  case interrupted
}
