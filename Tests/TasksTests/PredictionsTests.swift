import Files
import Foundation
import Tasks
import Testing

@Suite struct PredictionsTests {
  @Test func greatestLogitWinsAndTheFirstOfEquals() {
    #expect(predictedClasses([0, 1, 2, 2, 5, 5], outputs: 3) == [2, 1])
    #expect(predictedClasses([.nan, -1, .nan, .nan, -.infinity, 0], outputs: 2) == [1, 0, 1])
    #expect(predictedClasses([3, 4], outputs: 1) == [0, 0])
    #expect(predictedClasses([], outputs: 2) == [])
  }

  @Test func probabilitiesAreSoftmax() {
    let p = probabilities([0, Float(log(3.0))])
    #expect(abs(p[0] - 0.25) < 1e-7 && abs(p[1] - 0.75) < 1e-7)
    #expect(probabilities([1000, 1000]) == [0.5, 0.5])
  }

  private let dataset = Dataset(
    source: "d.jsonl", content: .classification(labels: ["0", "1"]),
    examples: [
      Example(id: .string("7"), text: "a", label: 1, row: 1),
      Example(id: .integer(7), text: "b", label: 0, row: 2),
    ])

  @Test func rowsAreInDataOrderAtFullPrecision() throws {
    let logits: [Float] = [0.1, -1.0e-7, 3, 3.5]
    let text = PredictionsFile.text(
      dataset, names: ["negative", "positive"], classes: [1, 0], logits: logits)
    let lines = text.utf8.split(separator: 0x0A)
    #expect(lines.count == 2)
    #expect(
      String(lines[0])
        == #"{"id":"7","label":"positive","prediction":"negative","#
        + #""logits":[0.10000000149011612,-1.0000000116860974e-07]}"#)
    let second = try JSON.parse(String(lines[1])!, file: "out")
    #expect(second["id"] == .integer(7))
    #expect(second["label"] == .string("negative"))
    #expect(second["prediction"] == .string("positive"))
    let read = try lines.flatMap { line in
      try JSON.parse(String(line)!, file: "out")["logits"]!.array!.map { Float($0.double!) }
    }
    #expect(read == logits)
  }

  @Test func rowsWithoutLabelsSayNull() {
    let text = PredictionsFile.text(
      dataset, names: ["n", "p"], classes: nil, logits: [0, 1, 1, 0])
    #expect(
      text == """
        {"id":"7","label":null,"prediction":"p","logits":[0.0,1.0]}
        {"id":7,"label":null,"prediction":"n","logits":[1.0,0.0]}

        """)
  }
}
