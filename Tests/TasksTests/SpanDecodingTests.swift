import Files
import Foundation
import Tasks
import Testing
import Tokenizers

@Suite struct SpanDecodingTests {
  /// Windows of 64 tokens over the written questions, which overlap by 16.
  private static let dataset = try! DatasetLoader.load(
    .file(FileBytes(mapping: TestFiles.fixtures + "/questions.json")), DatasetRequest())
  private static let questions = try! encodeQuestions(
    dataset, with: WindowCuttingTests.tokenizer("cased"), maxLength: 64, stride: 16
  ) { false }

  /// Logits of one digit behind the point, so that many scores are equal.
  private func logits(seed: UInt64) -> [Float] {
    var state = seed
    return (0..<Self.questions.windows.tokens).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int(state >> 33) % 60 - 30) / 8
    }
  }

  private struct Pair {
    let score: Double
    let window, start, end, from, to: Int
  }

  /// Every pair that is allowed, by its definition, in the order of ties.
  private func allPairs(_ example: Int, _ s: [Float], _ e: [Float], _ most: Int) -> [Pair] {
    let q = Self.questions
    var pairs: [Pair] = []
    for (k, window) in q.windows(of: example).enumerated() {
      let token = q.windows.offsets[window]
      for start in q.contexts[window] {
        for end in q.contexts[window] where start <= end && end - start < most {
          let (from, to) = (Int(q.starts[token + start]), Int(q.ends[token + end]))
          let score = Double(s[token + start]) + Double(e[token + end])
          pairs.append(
            Pair(score: score, window: k, start: start, end: end, from: from, to: to))
        }
      }
    }
    return pairs.sorted {
      (-$0.score, $0.window, $0.start, $0.end) < (-$1.score, $1.window, $1.start, $1.end)
    }
  }

  @Test(arguments: [(1, 30, 20), (2, 30, 1), (3, 3, 50), (4, 1, 7)])
  func answersAreTheBestOfAllPairs(seed: Int, most: Int, nBest: Int) throws {
    let (s, e) = (logits(seed: UInt64(seed)), logits(seed: UInt64(seed) + 100))
    var settings = SpanSettings(allowsNoAnswer: true)
    settings.maxAnswerLength = most
    settings.nBest = nBest
    let answers = Self.questions.answers(
      to: Self.dataset, startLogits: s, endLogits: e, settings)
    #expect(answers.count == Self.dataset.examples.count)
    for (i, answer) in answers.enumerated() {
      let pairs = allPairs(i, s, e, most)
      let null = Self.questions.windows(of: i).map { window in
        let token = Self.questions.windows.offsets[window]
        return Double(s[token]) + Double(e[token])
      }.min()!
      #expect(answer.nullScore == null)
      #expect(answer.candidates.count == min(nBest, pairs.count))
      let total = pairs.reduce(exp(null)) { $0 + exp($1.score) }
      for (candidate, pair) in zip(answer.candidates, pairs) {
        #expect(candidate.score == pair.score && candidate.window == pair.window)
        #expect(candidate.tokens == pair.start...pair.end, "question \(i)")
        #expect(candidate.start == pair.from && candidate.end == pair.to)
        let context = Array(Self.dataset.examples[i].pair!.unicodeScalars)
        #expect(
          Array(candidate.text.unicodeScalars) == Array(context[pair.from..<pair.to]))
        #expect(isNear(candidate.probability, exp(pair.score) / total, 1e-12))
      }
      guard let best = pairs.first else {
        #expect(answer.isNoAnswer && answer.noAnswerProbability == 1 && answer.score == nil)
        continue
      }
      #expect(answer.isNoAnswer == (null > best.score))
      #expect(answer.range == (null > best.score ? nil : best.from..<best.to))
      #expect(isNear(answer.noAnswerProbability, 1 / (1 + exp(best.score - null)), 1e-12))
      let chosen = null > best.score ? null : best.score
      #expect(isNear(answer.probability, exp(chosen) / total, 1e-12))
    }
  }

  private func answer(
    _ example: Int, _ change: (inout [Float], inout [Float], Int) -> Void,
    allowsNoAnswer: Bool = true, threshold: Double = 0
  ) -> SpanAnswer {
    var s = [Float](repeating: 0, count: Self.questions.windows.tokens)
    var e = s
    change(&s, &e, Self.questions.windows.offsets[Self.questions.firstWindows[example]])
    var settings = SpanSettings(allowsNoAnswer: allowsNoAnswer)
    settings.nullThreshold = threshold
    return Self.questions.answers(
      to: Self.dataset, startLogits: s, endLogits: e, settings)[example]
  }

  @Test func equalScoresGoToTheFirstWindowStartAndEnd() {
    let first = answer(0) { _, _, _ in }
    let context = Self.questions.contexts[Self.questions.firstWindows[0]]
    #expect(
      first.candidates.map(\.tokens)
        == (0..<20).map { context.lowerBound...context.lowerBound + $0 })
    #expect(first.candidates.allSatisfy { $0.window == 0 })
    // "No answer" must be better than the best span, not as good.
    #expect(!first.isNoAnswer && first.noAnswerProbability == 0.5)
  }

  @Test func theLeastNullScoreOverTheWindowsCounts() {
    let raised = answer(0) { s, _, first in s[first] = 5 }
    #expect(Self.questions.windows(of: 0).count > 1)
    #expect(raised.nullScore == 0 && !raised.isNoAnswer)
    let last = Self.dataset.examples.count - 2
    #expect(Self.questions.windows(of: last).count == 1)
    let single = answer(last) { s, _, first in s[first] = 5 }
    #expect(single.nullScore == 5 && single.isNoAnswer && single.text.isEmpty)
    #expect(single.score == 0)
  }

  @Test func thresholdAndKindDecide() {
    let example = Self.dataset.examples.count - 2
    let raise = { (s: inout [Float], _: inout [Float], first: Int) in s[first] = 5 }
    #expect(answer(example, raise, threshold: 4.9).isNoAnswer)
    #expect(!answer(example, raise, threshold: 5).isNoAnswer)
    #expect(!answer(example, raise, allowsNoAnswer: false).isNoAnswer)
  }

  @Test func spansOutsideTheContextAreNeverChosen() {
    let outside = answer(0) { s, e, first in
      for k in 0..<4 { (s[first + k], e[first + k]) = (50, 50) }
    }
    #expect(outside.score == 0)
    #expect(outside.candidates.allSatisfy { $0.score == 0 })
  }

  @Test func logitsThatAreNoNumbersAreNeverChosen() {
    let broken = answer(0) { s, e, _ in
      for k in s.indices { (s[k], e[k]) = (.nan, .nan) }
    }
    #expect(broken.candidates.isEmpty && broken.isNoAnswer)
  }

  @Test func scoresOfAnswersAreTheKindsOwn() throws {
    var predictions: [SpanAnswer] = []
    let (s, e) = (logits(seed: 9), logits(seed: 10))
    predictions = Self.questions.answers(
      to: Self.dataset, startLogits: s, endLogits: e, SpanSettings(allowsNoAnswer: true))
    let scores = QuestionAnsweringScores.score(predictions, of: Self.dataset)
    let official = SQuAD2Scores.score(
      predictions: predictions.map(\.text),
      references: Self.dataset.examples.map { $0.answers!.map(\.text) },
      noAnswerProbabilities: predictions.map(\.noAnswerProbability))
    #expect(scores.values.map(\.key) == SQuAD2Scores.keys + OverlapScores.keys)
    #expect(scores["f1"] == official.all.f1)
    #expect(scores.values.allSatisfy { QuestionAnsweringScores.keys.contains($0.key) })
    var chinese = Self.dataset
    chinese.content = .questions(.cmrc)
    let other = QuestionAnsweringScores.score(predictions, of: chinese)
    #expect(other.values.map(\.key) == CMRCScores.keys + OverlapScores.keys)
  }
}
