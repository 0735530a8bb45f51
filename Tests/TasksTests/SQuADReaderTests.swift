import Files
import Foundation
import Tasks
import Testing

@Suite struct SQuADReaderTests {
  private func file(_ paragraphs: String, version: String = "v2.0") -> String {
    #"{"version": "\#(version)", "data": [{"title": "t", "paragraphs": [\#(paragraphs)]}]}"#
  }

  private func paragraph(_ qas: String, context: String = "Ada met 🙂 Zoë.") -> String {
    #"{"context": "\#(context)", "qas": [\#(qas)]}"#
  }

  private func question(_ id: String, _ answers: String, more: String = "") -> String {
    #"{"id": "\#(id)", "question": "Who?", "answers": [\#(answers)]\#(more)}"#
  }

  private func answer(_ text: String, _ start: Int) -> String {
    #"{"text": "\#(text)", "answer_start": \#(start)}"#
  }

  @Test func questionsKeepContextsAndEveryReference() throws {
    let qas = [
      question("q1", answer("Ada", 0) + "," + answer("Zoë", 10) + "," + answer("Ada and Zoë", -1)),
      question("q2", "", more: #", "is_impossible": true"#),
    ]
    let d = try load(file(paragraph(qas.joined(separator: ","))), as: "d.json")
    #expect(d.content == .questions(.squad2))
    #expect(d.ids == [.string("q1"), .string("q2")])
    #expect(d.rows == [1, 2])
    #expect(d.examples[0].text == "Who?" && d.examples[0].pair == "Ada met 🙂 Zoë.")
    let answers = try #require(d.examples[0].answers)
    #expect(answers.map(\.text) == ["Ada", "Zoë", "Ada and Zoë"])
    #expect(answers.map(\.range) == [0..<3, 10..<13, nil])
    #expect(d.examples[1].answers == [])
    #expect(d.labels.isEmpty)
    #expect(try classes(of: d, among: ["a"]) == nil)
  }

  @Test func kindIsThatOfTheContent() throws {
    let plain = file(paragraph(question("q", answer("Ada", 0))), version: "1.1")
    #expect(try load(plain, as: "d.json").content == .questions(.squad1))
    let second = file(paragraph(question("q", answer("Ada", 0))))
    #expect(try load(second, as: "d.json").content == .questions(.squad2))
    let chinese = file(
      paragraph(question("q", answer("河北", 2)), context: "中国河北易县。"), version: "v1.0")
    #expect(try load(chinese, as: "d.json").content == .questions(.cmrc))
    let empty = file(paragraph(question("q", "")), version: "1.1")
    #expect(try load(empty, as: "d.json").content == .questions(.squad2))
  }

  @Test func questionsWithoutAnswersAreNotUnanswerable() throws {
    let d = try load(
      file(paragraph(#"{"id": 7, "question": "Who?"}, {"question": "Who else?"}"#), version: "1.1"),
      as: "d.json")
    #expect(d.examples.map(\.answers) == [nil, nil])
    #expect(d.content == .questions(.squad1))
    #expect(d.ids == [.integer(7), .integer(1)])
  }

  @Test func answerableKeepsThoseWithAnAnswer() throws {
    let qas = (0..<6).map { question("q\($0)", $0 % 3 == 0 ? answer("Ada", 0) : "") }
    let text = file(paragraph(qas.joined(separator: ",")))
    let d = try load(text, as: "d.json", DatasetRequest(answerable: true))
    #expect(d.ids == [.string("q0"), .string("q3")])
    #expect(d.content == .questions(.squad1))
    #expect(
      try load(text, as: "d.json", DatasetRequest(limit: 1, answerable: true)).ids
        == [.string("q0")])
    #expect(throws: TaskError.notQuestions(file: "d.tsv")) {
      try load("a\t1\n", as: "d.tsv", DatasetRequest(answerable: true))
    }
    let none = file(paragraph(question("q", "")))
    #expect(throws: TaskError.emptySelection(file: "d.json", selection: "answerable=true")) {
      try load(none, as: "d.json", DatasetRequest(answerable: true))
    }
  }

  /// What is wrong, where, and the sentence about it.
  @Test func errorsNameFileParagraphAndId() throws {
    let place = "'d.json', article 1, paragraph 1, question 1 (id 'q') "
    let found = "has the answer 'Zoe' at 10, where the context has 'Zoë'"
    let cases: [(String, String)] = [
      (paragraph(question("q", answer("Zoe", 10))), place + found),
      (
        paragraph(question("q", answer("Zoë", 9))),
        place + "has the answer 'Zoë' at 9, where the context has ' Zo'; it stands at 10"
      ),
      (
        paragraph(question("q", answer("Zoë.", 12))),
        place + "has the answer 'Zoë.' at 12, but the context has only 14 code points"
      ),
      (
        paragraph(question("q", answer("Ada", -2))),
        place + "has -2 as 'answer_start' (expected a whole number from −1)"
      ),
      (paragraph(question("q", answer("", 0))), place + "has an answer without text"),
      (
        paragraph(question("q", answer("Ada", 0), more: #", "is_impossible": true"#)),
        place + "is_impossible, but has the answer 'Ada'"
      ),
      (paragraph(question("q", "3")), place + "has 3 as 'answers' (expected an object)"),
      (
        paragraph(question("q", "") + "," + question("q", "")),
        "'d.json', article 1, paragraph 1, question 2 (id 'q') has the id of "
          + "'d.json', article 1, paragraph 1, question 1 (id 'q')"
      ),
      (
        paragraph("", context: #" \n\u3000"#),
        "'d.json', article 1, paragraph 1 has a context without text"
      ),
      (#"{"qas": []}"#, "'d.json', article 1, paragraph 1 has no 'context'"),
      (
        #"{"context": 3, "qas": []}"#,
        "'d.json', article 1, paragraph 1 has 3 as 'context' (expected a string)"
      ),
      (#"{"context": "x"}"#, "'d.json', article 1, paragraph 1 has no 'qas'"),
      (
        paragraph(#"{"id": "q", "question": " ", "answers": []}"#),
        place + "has a question without text"
      ),
      (paragraph(#"{"id": "q", "answers": []}"#), place + "has no 'question'"),
      ("7", "'d.json', article 1, paragraph 1 has 7 as 'paragraphs' (expected an object)"),
    ]
    for (paragraphs, sentence) in cases {
      let error = #expect(throws: TaskError.self) { try load(file(paragraphs), as: "d.json") }
      #expect(error?.description == sentence)
    }
  }

  @Test func emptySetsHoldNoExamples() {
    for text in [
      file(""), file(paragraph("")), #"{"version": "v2.0", "data": []}"#,
    ] {
      #expect(throws: TaskError.empty(file: "d.json")) { try load(text, as: "d.json") }
    }
  }

  @Test func brokenFilesAreRefused() {
    for text in [
      #"{"version": "v2.0", "data": [{"paragraphs": ["#, #"{"version": "v2.0", "data": {}}"#,
      #"{"version": "v2.0", "data": [{"paragraphs": null}]}"#, #"{"paragraphs": []}"#,
    ] {
      #expect(throws: TaskError.self) { try load(text, as: "d.json") }
    }
  }

  @Test func otherJSONIsNotQuestions() throws {
    #expect(try load(#"[{"text": "\"paragraphs\""}]"#, as: "d.json").content == .text)
    let lines = #"{"text": "paragraphs"}"# + "\n" + #"{"text": "data"}"#
    #expect(try load(lines, as: "d.json").content == .text)
  }

  @Test func splitsOfAFolderAreFound() throws {
    let files = [
      "train.json": file(paragraph(question("q", answer("Ada", 0)))),
      "dev.json": file(paragraph(question("r", answer("Ada", 0)))),
    ]
    #expect(try load(folder: files, DatasetRequest(split: "dev")).ids == [.string("r")])
    let named = DatasetRequest(format: "squad", split: "train")
    #expect(try load(folder: files, named).ids == [.string("q")])
  }
}
