/// A span that could be the answer.
package struct SpanCandidate: Sendable, Equatable {
  package let text: String
  /// Code points of the context, end exclusive.
  package let start: Int
  package let end: Int
  /// Start logit + end logit.
  package let score: Double
  /// Softmax of the scores of all spans that are allowed, of every window, and of "no answer" where
  /// it is.
  package let probability: Double
  /// Among the question's own windows, from 0.
  package let window: Int
  /// First and last token within the window.
  package let tokens: ClosedRange<Int>

  package init(
    text: String, start: Int, end: Int, score: Double, probability: Double, window: Int,
    tokens: ClosedRange<Int>
  ) {
    self.text = text
    self.start = start
    self.end = end
    self.score = score
    self.probability = probability
    self.window = window
    self.tokens = tokens
  }
}

/// What a model answers to one question.
package struct SpanAnswer: Sendable, Equatable {
  /// A slice of the context; empty for "no answer".
  package let text: String
  /// Code points of the context, end exclusive; nil for "no answer".
  package let range: Range<Int>?
  /// Of what was answered, span or "no answer".
  package let probability: Double
  /// The least of start logit + end logit at CLS over the windows.
  package let nullScore: Double
  /// From 0 to 1, rising with `nullScore` minus the best span's score, one half where they are
  /// equal.
  package let noAnswerProbability: Double
  /// The best spans, the best first; of equal scores the earlier window, start, then end.
  package let candidates: [SpanCandidate]

  package init(
    text: String, range: Range<Int>?, probability: Double, nullScore: Double,
    noAnswerProbability: Double, candidates: [SpanCandidate]
  ) {
    self.text = text
    self.range = range
    self.probability = probability
    self.nullScore = nullScore
    self.noAnswerProbability = noAnswerProbability
    self.candidates = candidates
  }

  /// The best span's score; nil when no span is allowed.
  package var score: Double? { candidates.first?.score }
  package var isNoAnswer: Bool { range == nil }
}
