import Files
import Tasks
import Testing

@Suite struct AnswersFileTests {
  private let dataset = Dataset(
    source: "d.json", content: .questions(.squad2),
    examples: [
      Example(id: .string("b"), question: "?", context: "Zoë met Ada", answers: [], row: 1),
      Example(id: .integer(7), question: "?", context: "Ada", answers: [], row: 2),
    ])
  private let answers = [
    SpanAnswer(
      text: "Zoë", range: 0..<3, probability: 0.5, nullScore: -1.25, noAnswerProbability: 0.25,
      candidates: [
        SpanCandidate(
          text: "Zoë", start: 0, end: 3, score: 0.1, probability: 0.5, window: 0, tokens: 4...4)
      ]),
    SpanAnswer(
      text: "", range: nil, probability: 0.5, nullScore: 2, noAnswerProbability: 1,
      candidates: []),
  ]

  @Test func linesHoldPlacesAndScores() {
    #expect(
      AnswersFile.lines(answers, to: dataset) == """
        {"id":"b","text":"Zoë","start":0,"end":3,"score":0.1,"null_score":-1.25,\
        "n_best":[{"text":"Zoë","start":0,"end":3,"score":0.1,"probability":0.5}]}
        {"id":7,"text":"","start":null,"end":null,"score":null,"null_score":2.0,"n_best":[]}

        """)
  }

  @Test func officialFileIsOneObject() {
    #expect(
      AnswersFile.official(answers.map(\.text), to: dataset) == "{\"b\":\"Zoë\",\"7\":\"\"}\n")
  }

  @Test func theEndingChoosesTheForm() {
    let texts = answers.map(\.text)
    #expect(
      AnswersFile.text(answers, to: dataset, path: "there/a.json")
        == AnswersFile.official(texts, to: dataset))
    #expect(
      AnswersFile.text(answers, to: dataset, path: "there/a.jsonl")
        == AnswersFile.lines(answers, to: dataset))
  }
}
