import Autograd
import Tasks
import Testing
import Training
import TrainingTestSupport

/// The rules of `preset="kg_peft"` for questions.
@Suite struct KGPEFTSpanObjectiveTests {
  private func rows(_ dataset: Dataset, maxLength: Int = 32) throws -> KGPEFTRows {
    try encodeKGPEFTRows(
      dataset, with: NumberTokenizer(), maxLength: maxLength, interrupted: { false })
  }

  private func dataset(_ context: String, _ answers: [ReferenceAnswer]) -> Dataset {
    Dataset(
      source: "toy", content: .questions(.squad1),
      examples: [
        Example(id: .string("q"), question: "12", context: context, answers: answers, row: 1)
      ])
  }

  @Test func aRowIsAReferenceAnswer() throws {
    let data = dataset(
      "8 9 10 11", [ReferenceAnswer(text: "9", start: 2), ReferenceAnswer(text: "10 11", start: 4)])
    let rows = try rows(data)
    // [1] 12 [2] 8 9 10 11 [2]
    #expect(rows.tokens.ids(0) == [1, 12, 2, 8, 9, 10, 11, 2])
    #expect(rows.starts == [4, 5] && rows.ends == [4, 6] && rows.dropped == 0)
  }

  @Test func theFirstPlaceCountsBeItInTheQuestion() throws {
    let rows = try rows(dataset("8 12 9", [ReferenceAnswer(text: "12", start: 2)]))
    #expect(rows.starts == [1] && rows.ends == [1])
  }

  @Test func rowsAreDroppedByItsRules() throws {
    let rows = try rows(
      dataset(
        "8 9 10",
        [
          ReferenceAnswer(text: "8", start: 0), ReferenceAnswer(text: "9 x", start: 2),
          ReferenceAnswer(text: "0", start: 2), ReferenceAnswer(text: "10", start: nil),
          ReferenceAnswer(text: "9", start: 2),
        ]))
    #expect(rows.count == 1 && rows.dropped == 4)
  }

  @Test func theDataSetsRulesNeedNoTokenizer() throws {
    var data = Tiny.questions(8)
    data.examples[0].answers!.append(ReferenceAnswer(text: "8", start: 4))
    data.examples[1].answers![0].start = 0
    try data.applyKGPEFTRules()
    // Questions 3 and 7 have no answer, question 1 one at 0, question 0 two.
    #expect(data.examples.map(\.row) == [1, 1, 3, 5, 6, 7])
    #expect(data.content == .questions(.squad1))
    #expect(data.examples.allSatisfy { $0.answers?.count == 1 })
    var tagged = Tiny.sentences(2)
    #expect(throws: TaskError.self) { try tagged.applyKGPEFTRules() }
  }

  @Test func greatestStartAndEndAreScoredByBatch() throws {
    let objective = KGPEFTSpanObjective(
      try rows(
        dataset(
          "8 9 10 11",
          [ReferenceAnswer(text: "9 10", start: 2), ReferenceAnswer(text: "11", start: 7)])),
      batch: 1, frozen: FrozenEncoding())
    // Row 0: start 4, end 5, both right. Row 1: start 6 right, end 0 before it: nothing counts.
    var outputs = [Float](repeating: 0, count: 2 * 16)
    outputs[2 * 4] = 1
    outputs[2 * 5 + 1] = 1
    outputs[2 * (8 + 6)] = 1
    outputs[2 * 8 + 1] = 1
    let evaluation = objective.evaluation(of: outputs)
    #expect(evaluation.value("accuracy") == 0.5 && evaluation.value("f1") == 0.5)
    #expect(evaluation.exampleScores[0].values == [1, 0])
  }
}
