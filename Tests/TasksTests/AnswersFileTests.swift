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

  @Test func generatedAnswersHaveTheirTokens() {
    let generated = [
      GeneratedAnswer(text: "Zoë", ids: [5, 2], nll: 0.75),
      GeneratedAnswer(text: "", ids: [], nll: nil),
    ]
    #expect(
      AnswersFile.lines(generated, to: dataset) == """
        {"id":"b","text":"Zoë","ids":[5,2],"nll":0.75}
        {"id":7,"text":"","ids":[],"nll":null}

        """)
  }

  @Test func theEndingChoosesTheForm() throws {
    try withFolder([:]) { path in
      try AnswersFile.write(answers, to: dataset, path: path + "/a.json")
      try AnswersFile.write(answers, to: dataset, path: path + "/a.jsonl")
      let official = try FileBytes(mapping: path + "/a.json").text()
      #expect(official == AnswersFile.official(answers.map(\.text), to: dataset))
      let lines = try FileBytes(mapping: path + "/a.jsonl").text()
      #expect(lines == AnswersFile.lines(answers, to: dataset))
      #expect(throws: TaskError.self) {
        try AnswersFile.write(answers, to: dataset, path: path + "/no/a.json")
      }
    }
  }
}
