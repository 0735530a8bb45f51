import Files
import Tasks
import Testing

@Suite struct QuestionRowsTests {
  private let context = "Anna 🙂 met Bo. Bo left."

  /// A row of JSON, with more members behind the question.
  private func row(_ more: String, id: String = "x") -> String {
    #"{"id": "\#(id)", "context": "\#(context)", "question": "Who?"\#(more)}"#
  }

  private func answers(_ more: String) throws -> [ReferenceAnswer]? {
    try load(row(more), as: "d.jsonl").examples[0].answers
  }

  private let anna = [ReferenceAnswer(text: "Anna", start: 0)]

  @Test(arguments: [
    #", "answer": "Anna""#, #", "answer": "Anna", "answer_start": 0"#,
    #", "answer": "Anna", "start": 0, "end": 4"#, #", "start": 0, "end": 4"#,
    #", "answers": ["Anna"]"#, #", "answers": "Anna""#,
    #", "answers": [{"text": "Anna", "answer_start": 0}]"#, #", "answers": [{"text": "Anna"}]"#,
    #", "answers": {"text": ["Anna"], "answer_start": [0]}"#, #", "answers": {"text": ["Anna"]}"#,
    #", "answer": {"text": "Anna", "answer_start": 0}"#,
  ])
  func everyFormOfAnAnswerIsRead(_ more: String) throws {
    let d = try load(row(more), as: "d.jsonl")
    #expect(d.content == .questions(.squad1))
    #expect(d.examples[0].text == "Who?" && d.examples[0].pair == context)
    #expect(d.examples[0].answers == anna)
    #expect(d.ids == [.string("x")])
    #expect(try load("[\n" + row(more) + "\n]", as: "d.json").examples == d.examples)
  }

  @Test func aTextWithoutAnOffsetGetsItsOnlyPlace() throws {
    #expect(try answers(#", "answer": "met""#) == [ReferenceAnswer(text: "met", start: 7)])
    #expect(try answers(#", "answer": "Bo""#) == [ReferenceAnswer(text: "Bo", start: nil)])
    #expect(try answers(#", "answer": "Cy""#) == [ReferenceAnswer(text: "Cy", start: nil)])
    #expect(
      try answers(#", "answer": "Anna", "answer_start": -1"#)
        == [ReferenceAnswer(text: "Anna", start: nil)])
    #expect(
      try answers(#", "answers": {"text": ["Bo", "Bo"], "answer_start": [11, 15]}"#)?.map(\.start)
        == [11, 15])
  }

  @Test(arguments: [
    #", "answer": null"#, #", "answer": """#, #", "answers": []"#,
    #", "answers": {"text": [], "answer_start": []}"#, #", "start": null, "end": null"#,
    #", "start": -1, "end": -1"#, #", "is_impossible": true"#,
  ])
  func noAnswerIsAnAnswer(_ more: String) throws {
    let d = try load(row(more), as: "d.jsonl")
    #expect(d.examples[0].answers == [])
    #expect(d.content == .questions(.squad2))
  }

  @Test func questionsThatNobodyAnsweredArePredicted() throws {
    let d = try load(row("") + "\n" + row("", id: "y"), as: "d.jsonl")
    #expect(d.examples.map(\.answers) == [nil, nil])
    #expect(d.content == .questions(.squad1))
  }

  @Test func tablesSpellNumbersFlagsAndLists() throws {
    let csv = """
      Id,Context,Question,Answer,Answer_Start,is_impossible
      a,"Anna, who met Bo. Bo left.",Who?,Bo,14.0,False
      b,"Anna, who met Bo. Bo left.",Who?,,,True
      """
    let d = try load(csv, as: "d.csv")
    #expect(d.examples.map(\.answers) == [[ReferenceAnswer(text: "Bo", start: 14)], []])
    #expect(d.ids == [.string("a"), .string("b")])
    let tsv = "question\tcontext\tstart\tend\nWho?\tAnna left.\t0\t4\nWhat?\tAnna left.\t5\t9\n"
    #expect(
      try load(tsv, as: "d.tsv").examples.map { $0.answers?.map(\.text) } == [["Anna"], ["left"]])
    let lists = #"""
      question,context,answers
      Who?,Anna left.,"{""text"": [""Anna""], ""answer_start"": [0]}"
      """#
    #expect(try load(lists, as: "d.csv").examples[0].answers == anna)
  }

  /// What is wrong, where, and the sentence about it.
  @Test func errorsNameFileLineAndId() throws {
    let place = "'d.jsonl', line 2 (id 'x') "
    let cases = [
      (
        row(#", "answer": "Bo", "start": 10"#),
        place + "has the answer 'Bo' at 10, where the context has ' B'; it stands at 11"
      ),
      (
        row(#", "answers": {"text": ["Bo", "Bo"], "answer_start": [11]}"#),
        place + "has 2 answers but 1 'answer_start'"
      ),
      (
        row(#", "start": 20, "end": 40"#),
        place + "has its answer from 20 to 40, which is no part of a context of 23 code points"
      ),
      (row(#", "start": 20"#), place + "has no 'answer'"),
      (
        row(#", "answer": "Bo", "start": "one""#),
        place + "has a string as 'answer_start' (expected a whole number from −1)"
      ),
      (
        row(#", "answer": "Bo", "is_impossible": true"#),
        place + "is_impossible, but has the answer 'Bo'"
      ),
      (row(#", "answer": true"#), place + "has true as 'answer' (expected a text or texts)"),
      (row(""), place + "has no 'answer'"),
      (
        row(#", "answer": "Anna""#, id: "first"),
        "'d.jsonl', line 2 (id 'first') has the id of 'd.jsonl', line 1 (id 'first')"
      ),
      (
        #"{"id": "x", "context": " ", "question": "Who?", "answer": ""}"#,
        place + "has a context without text"
      ),
      (#"{"id": "x", "question": "Who?", "answer": ""}"#, place + "has no 'context'"),
      (
        #"{"id": "x", "context": 3, "question": "Who?", "answer": ""}"#,
        place + "has 3 as 'context' (expected a string)"
      ),
    ]
    for (second, sentence) in cases {
      let text = row(#", "answer": "Anna""#, id: "first") + "\n" + second
      let error = #expect(throws: TaskError.self) { try load(text, as: "d.jsonl") }
      #expect(error?.description == sentence)
    }
    let csv = "question,context,answer,start\nWho?,Anna left.,Anna,zero\nWho?,Anna left.,Anna,0\n"
    let error = #expect(throws: TaskError.self) { try load(csv, as: "d.csv") }
    #expect(
      error?.description
        == "'d.csv', line 2 has 'zero' as 'start' (expected a whole number from −1)")
  }

  @Test func otherColumnsAreTextsAsBefore() throws {
    let pair = DatasetRequest(text: ["question", "context"])
    #expect(try load(row(#", "label": 1"#), as: "d.jsonl", pair).examples[0].pair == context)
    #expect(
      try load(
        "question,context,label\nWho?,Anna left.,1\nWho?,Bo left.,0\n", as: "d.csv",
        DatasetRequest(text: ["question", "context"], label: "label")
      ).labels == ["0", "1"])
    #expect(throws: TaskError.self) { try load(row(#", "label": 1"#), as: "d.jsonl") }
  }
}
