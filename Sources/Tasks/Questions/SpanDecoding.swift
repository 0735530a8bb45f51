import Foundation

/// How an answer is chosen from logits.
package struct SpanSettings: Sendable, Equatable {
  /// Tokens an answer at most.
  package var maxAnswerLength = 30
  /// Candidates to list; the best is the best of all, whatever this says.
  package var nBest = 20
  /// "No answer" wins when its score exceeds the best span's by more than this.
  package var nullThreshold = 0.0
  /// Whether "no answer" may win.
  package var allowsNoAnswer: Bool

  package init(allowsNoAnswer: Bool) { self.allowsNoAnswer = allowsNoAnswer }
}

extension EncodedQuestions {
  /// The answer to every question.
  ///
  /// - Parameters:
  ///   - dataset: what was encoded.
  ///   - startLogits: a logit a token of `windows`.  [tokens]
  ///   - endLogits: likewise.  [tokens]
  package func answers(
    to dataset: Dataset, startLogits: [Float], endLogits: [Float], _ settings: SpanSettings
  ) -> [SpanAnswer] {
    precondition(
      startLogits.count == windows.tokens && endLogits.count == windows.tokens
        && dataset.examples.count == count,
      "answers: \(startLogits.count) and \(endLogits.count) logits, \(windows.tokens) tokens")
    return dataset.examples.indices.map { i in
      let search = SpanSearch(self, example: i, startLogits, endLogits, settings)
      return search.answer(in: CodePointText(dataset.examples[i].pair ?? ""))
    }
  }
}

/// The search for the best spans of one question, over all pairs of tokens that are allowed.
private struct SpanSearch {
  private struct Span {
    let score: Double
    let window: Int
    let start: Int
    let end: Int
  }

  private let questions: EncodedQuestions
  private let windows: Range<Int>
  private let startLogits: [Float]
  private let endLogits: [Float]
  private let settings: SpanSettings

  init(
    _ questions: EncodedQuestions, example: Int, _ startLogits: [Float], _ endLogits: [Float],
    _ settings: SpanSettings
  ) {
    self.questions = questions
    windows = questions.windows(of: example)
    self.startLogits = startLogits
    self.endLogits = endLogits
    self.settings = settings
  }

  func answer(in context: CodePointText) -> SpanAnswer {
    let best = bestSpans
    let null = nullScore
    let top = best.first?.score ?? -.infinity
    let greatest = settings.allowsNoAnswer ? max(top, null) : top
    let total = totalWeight(null, greatest)
    let probability = { (score: Double) in exp(score - greatest) / total }
    let candidates = best.map { span in
      let (window, first) = (windows.lowerBound + span.window, span.start)
      let token = questions.windows.offsets[window]
      let start = Int(questions.starts[token + first])
      let end = Int(questions.ends[token + span.end])
      return SpanCandidate(
        text: context[start..<end], start: start, end: end, score: span.score,
        probability: probability(span.score), window: span.window, tokens: first...span.end)
    }
    let first = candidates.first
    let isNull = first.map { settings.allowsNoAnswer && null - $0.score > settings.nullThreshold }
    let answer = isNull ?? true ? nil : first
    return SpanAnswer(
      text: answer?.text ?? "", range: answer.map { $0.start..<$0.end },
      probability: answer?.probability ?? (settings.allowsNoAnswer ? probability(null) : 0),
      nullScore: null, noAnswerProbability: first.map { 1 / (1 + exp($0.score - null)) } ?? 1,
      candidates: candidates)
  }

  /// Spans of at most `maxAnswerLength` tokens of the context that hold a code point, in order of
  /// window, start and end.
  private func forEachSpan(_ body: (Span) -> Void) {
    for window in windows {
      let token = questions.windows.offsets[window]
      let context = questions.contexts[window]
      for start in context {
        let startLogit = Double(startLogits[token + start])
        let from = questions.starts[token + start]
        let last = min(context.upperBound, start + max(1, settings.maxAnswerLength))
        for end in start..<last where questions.ends[token + end] > from {
          body(
            Span(
              score: startLogit + Double(endLogits[token + end]),
              window: window - windows.lowerBound, start: start, end: end))
        }
      }
    }
  }

  /// In order; at most `nBest`, and at least the best.
  private var bestSpans: [Span] {
    let size = max(1, settings.nBest)
    var best: [Span] = []
    // Spans come in the order that breaks ties, so that a later one must be better to go before.
    forEachSpan { span in
      if span.score.isNaN || (best.count == size && span.score <= best[size - 1].score) { return }
      if best.count == size { best.removeLast() }
      var place = best.count
      while place > 0, span.score > best[place - 1].score { place -= 1 }
      best.insert(span, at: place)
    }
    return best
  }

  private var nullScore: Double {
    var least = Double.infinity
    for window in windows {
      let token = questions.windows.offsets[window] + Int(questions.noAnswer[window])
      least = min(least, Double(startLogits[token]) + Double(endLogits[token]))
    }
    return least
  }

  /// Σ exp(score − greatest) over everything that is allowed.
  private func totalWeight(_ null: Double, _ greatest: Double) -> Double {
    var total = settings.allowsNoAnswer ? exp(null - greatest) : 0
    forEachSpan { span in
      // Less than the rounding of the sum is not worth an exponential.
      let difference = span.score - greatest
      if difference > -45 { total += exp(difference) }
    }
    return total
  }
}
