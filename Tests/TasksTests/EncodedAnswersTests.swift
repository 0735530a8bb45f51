import Files
import Tasks
import Testing

@Suite struct EncodedAnswersTests {
  private func encoded(
    _ dataset: Dataset, _ settings: AnswerSettings
  ) throws -> EncodedAnswers {
    let encoder = try PromptEncoder(.standard, GenerationFixture.gpt2())
    return try encodeAnswers(dataset, with: encoder, settings) { false }
  }

  private let two = questions([
    ("Where?", "Ann lives in Oslo.", ["in Oslo", "Oslo"]), ("When?", "Nobody knows.", []),
  ])

  @Test func theFirstReferenceIsLearnt() throws {
    let d = try encoded(two, AnswerSettings(maxLength: 200))
    let answers = try #require(d.answers)
    #expect(answers[0] == d.encoder.answer("in Oslo"))
    #expect(answers[1] == [d.encoder.end], "an unanswerable question is answered by nothing")
    #expect(d.references == [["in Oslo", "Oslo"], []])
    #expect(d.length(0) == d.prompts[0].count + answers[0].count)
    #expect(d.truncated == 0)
  }

  @Test func wordsMayStandForNoAnswer() throws {
    var settings = AnswerSettings(maxLength: 200)
    settings.noAnswer = "I do not know."
    let d = try encoded(two, settings)
    #expect(d.answers?[1] == d.encoder.answer("I do not know."))
    let scores = try #require(d.scores(["Oslo", "i do not know"], lossSum: 3, tokens: 2))
    #expect((scores.exact, scores.f1) == (100, 100))
    #expect(d.scores(["Oslo", "maybe"], lossSum: 3, tokens: 2)?.exact == 50)
  }

  @Test func longContextsAreCutAndCounted() throws {
    let long = String(repeating: "Ann lives in Oslo. ", count: 30)
    let answer = String(repeating: "far away in the north ", count: 4)
    let d = try encoded(
      questions([("Where?", long, ["Oslo"]), ("Where?", "short", ["Oslo"]), ("W?", long, [answer])]
      ),
      AnswerSettings(maxLength: 100))
    #expect(d.truncated == 2)
    #expect(d.settings.reserve == 25)
    #expect(d.prompts.allSatisfy { $0.count <= 75 })
    #expect((0..<3).allSatisfy { d.length($0) <= 100 })
    // What is generated from does not depend on the answer, what is learnt from makes room for it.
    let unanswered = try encoded(
      questions([("Where?", long, nil), ("Where?", "short", nil), ("W?", long, nil)]),
      AnswerSettings(maxLength: 100))
    #expect(unanswered.prompts == d.prompts && unanswered.answers == nil)
    #expect(d.answeredPrompt(0) == d.prompts[0])
    #expect(d.answeredPrompt(2).count < d.prompts[2].count)
    #expect(
      unanswered.references == nil && unanswered.scores(["", "", ""], lossSum: 0, tokens: 0) == nil)
  }

  @Test func aQuestionLongerThanTheWindowIsNamed() throws {
    let long = String(repeating: "why ", count: 80)
    let file = questions([("Where?", "Oslo", ["Oslo"]), (long, "Oslo", ["Oslo"])])
    let error = try #require(throws: TaskError.self) {
      try encoded(file, AnswerSettings(maxLength: 60))
    }
    guard case .prompt("q.json", 2, "q1", let tokens, 15, 60) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(tokens > 80)
    #expect("\(error)".hasPrefix("question 2 (id 'q1') of 'q.json' has \(tokens) tokens"))
    #expect(throws: TaskError.interrupted) {
      try encodeAnswers(
        two, with: PromptEncoder(.standard, GenerationFixture.gpt2()),
        AnswerSettings(maxLength: 60)
      ) { true }
    }
  }
}
