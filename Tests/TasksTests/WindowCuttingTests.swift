import Files
import Foundation
import Tasks
import Testing
import Tokenizers

@Suite struct WindowCuttingTests {
  static func tokenizer(_ name: String) throws -> any Tokenizer {
    let path = TestFiles.packageRoot + "/Tests/Fixtures/tokenizers/" + name
    return try TokenizerLoader.load(DiskFolder(path))
  }

  static func encoded(
    _ dataset: Dataset, _ json: JSON
  ) throws -> EncodedQuestions {
    try encodeQuestions(
      dataset, with: tokenizer(json["tokenizer"]!.string!), maxLength: json["max_length"]!.int!,
      stride: json["stride"]!.int!
    ) { false }
  }

  private var written: Dataset {
    get throws {
      let file = try FileBytes(mapping: TestFiles.fixtures + "/questions.json")
      return try DatasetLoader.load(.file(file), DatasetRequest())
    }
  }

  @Test func everyWindowEqualsThatOfTokenizers() throws {
    let cases = try #require(try TestFiles.fixture("windows.json")["cases"]?.array)
    #expect(cases.count == 4)
    for json in cases {
      let name = "\(json["tokenizer"]!) \(json["max_length"]!)"
      let questions = try Self.encoded(try written, json)
      let windows = json["windows"]!.array!
      #expect(questions.windows.count == windows.count, "\(name)")
      for (i, window) in windows.enumerated() {
        #expect(Array(questions.windows.ids(i)) == integers(window["ids"]), "\(name), window \(i)")
        #expect(Array(questions.windows.typeIDs(i)) == integers(window["types"]))
        #expect(Int(questions.examples[i]) == window["example"]?.int)
        #expect(questions.windows(of: Int(questions.examples[i])).contains(i))
        let context = questions.contexts[i]
        if let expected = window["context"]?.array {
          #expect([context.lowerBound, context.upperBound] == expected.map { $0.int! })
        } else {
          #expect(context.isEmpty)
        }
        #expect(
          offsets(questions, i) == window["offsets"]!.array!.map { [$0[0]!.int!, $0[1]!.int!] })
        let label = [questions.startLabels![i], questions.endLabels![i]]
        #expect(label == integers(window["label"]), "\(name), window \(i)")
      }
    }
  }

  private func integers(_ json: JSON?) -> [Int32] { json!.array!.map { Int32($0.int!) } }

  private func offsets(_ questions: EncodedQuestions, _ i: Int) -> [[Int]] {
    let first = questions.windows.offsets[i]
    return questions.contexts[i].map {
      [Int(questions.starts[first + $0]), Int(questions.ends[first + $0])]
    }
  }

  /// Every window over the shared files, by digests that tasks_windows.py committed.
  @Test(.enabled(if: TestFiles.sharedData != nil, "no ../shared/data and no PEFTBOOK_SHARED"))
  func windowsOfRealDataEqualThoseOfTokenizers() throws {
    let cases = try #require(try TestFiles.fixture("windows.json")["shared"]?.array)
    #expect(cases.count == 6)
    for json in cases {
      let path = try #require(TestFiles.sharedData) + "/" + json["file"]!.string!
      let dataset = try DatasetLoader.load(.file(FileBytes(mapping: path)), DatasetRequest())
      let questions = try Self.encoded(dataset, json)
      #expect(questions.windows.count == json["windows"]?.int)
      var text = ""
      func join(_ values: some Sequence<Int32>) -> String {
        values.map { String($0) }.joined(separator: ",")
      }
      for i in 0..<questions.windows.count {
        let offsets = offsets(questions, i).map { "\($0[0]):\($0[1])" }.joined(separator: ",")
        text += "\(questions.examples[i]) \(join(questions.windows.ids(i))) "
        text += "\(join(questions.windows.typeIDs(i))) \(offsets) "
        text += "\(questions.startLabels![i]),\(questions.endLabels![i])\n"
      }
      let digest = Array(text.utf8).withUnsafeBytes { sha256($0) }
      #expect(digest == json["digest"]?.string, "\(json["file"]!) \(json["max_length"]!)")
    }
  }

  @Test func labelledWindowsSpellTheAnswer() throws {
    let dataset = try written
    let tokenizer = try Self.tokenizer("cased")
    let questions = try encodeQuestions(dataset, with: tokenizer, maxLength: 64, stride: 16) {
      false
    }
    var spelled = 0
    for i in 0..<questions.windows.count {
      let example = dataset.examples[Int(questions.examples[i])]
      let (start, end) = (Int(questions.startLabels![i]), Int(questions.endLabels![i]))
      guard start > 0, let answer = example.answers?.first(where: { $0.start != nil }) else {
        continue
      }
      let first = questions.windows.offsets[i]
      let range = Int(questions.starts[first + start])..<Int(questions.ends[first + end])
      // Tokens may reach further than an answer inside a word, never less far.
      let text = CodePointText(example.pair!)[range]
      #expect(text.unicodeScalars.contains(answer.text.unicodeScalars), "\(answer.text): \(text)")
      spelled += 1
    }
    #expect(spelled > 20)
  }

  private func question(_ text: String, _ context: String) -> Dataset {
    Dataset(
      source: "d.json", content: .questions(.squad1),
      examples: [
        Example(id: .string("q"), question: text, context: context, answers: nil, row: 3)
      ])
  }

  private func encode(_ dataset: Dataset, _ maxLength: Int, _ stride: Int) throws
    -> EncodedQuestions
  {
    try encodeQuestions(
      dataset, with: Self.tokenizer("uncased"), maxLength: maxLength, stride: stride
    ) { false }
  }

  @Test func aQuestionLongerThanTheWindowIsNamed() throws {
    let long = question("? ? ? ? ? ?", ". . .")
    #expect(
      throws: TaskError.window(
        file: "d.json", row: 3, id: "q",
        problem: .questionTooLong(tokens: 6, special: 3, maxLength: 9))
    ) { try encode(long, 9, 0) }
    #expect(try encode(long, 10, 0).windows.count == 3)
    #expect(try encode(long, 12, 2).windows.count == 1)
    let error = #expect(throws: TaskError.self) { try encode(long, 9, 0) }
    #expect(
      error?.description == "question 3 (id 'q') of 'd.json' has 6 tokens, which with 3 special "
        + "ones leave none of max_length=9 for the context")
  }

  @Test func aStrideThatDoesNotAdvanceIsNamed() throws {
    let d = question("? ?", ". . . .")
    #expect(
      throws: TaskError.window(
        file: "d.json", row: 3, id: "q", problem: .strideTooLong(stride: 3, room: 3, maxLength: 8))
    ) { try encode(d, 8, 3) }
    #expect(throws: TaskError.stride(5, maxLength: 8, special: 3)) { try encode(d, 8, 5) }
    #expect(try encode(d, 8, 2).windows.count == 2)
    #expect(try encode(d, 8, 2).startLabels == nil)
    #expect(try encode(d, 8, 2).windows.truncated == 1)
    // Where all fits, nothing has to advance.
    #expect(try encode(d, 9, 4).windows.count == 1)
  }

  /// Two of the eight tokens are the question's: of the three left, windows overlap by one.
  @Test func aStrideThatNobodyChoseShrinks() throws {
    let d = question("? ?", ". . . .")
    let shrunk = try encodeQuestions(
      d, with: Self.tokenizer("uncased"), maxLength: 8, stride: 4, shrinks: true
    ) { false }
    #expect(shrunk.windows.count == 2)
    #expect(shrunk.windows.length(1) == 7)
  }

  @Test func interruptIsPolledBeforeEveryQuestion() throws {
    #expect(throws: TaskError.interrupted) {
      try encodeQuestions(
        written, with: Self.tokenizer("uncased"), maxLength: 64, stride: 8
      ) { true }
    }
  }
}
