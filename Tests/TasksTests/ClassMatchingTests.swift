import Tasks
import Testing

@Suite struct ClassMatchingTests {
  private func classes(_ content: String, among names: [String]) throws -> [Int32]? {
    try Tasks.classes(of: try load(content, as: "d.tsv"), among: names)
  }

  @Test func labelsAreFoundByName() throws {
    let content = "a\tpositive\nb\tnegative\nc\tpositive\n"
    #expect(try classes(content, among: ["negative", "positive"]) == [1, 0, 1])
    #expect(try classes(content, among: ["positive", "neutral", "negative"]) == [0, 2, 0])
  }

  @Test func integersAreClassesWhereNoNameFits() throws {
    #expect(try classes("a\t1\nb\t0\n", among: ["negative", "positive"]) == [1, 0])
    // A name comes first, even one that is a number.
    #expect(try classes("a\t1\nb\t0\n", among: ["1", "0"]) == [0, 1])
    #expect(try classes("a\t2\nb\t7\nc\t0\n", among: ["0", "7", "9"]) == [2, 1, 0])
  }

  @Test func unknownLabelIsToldWithRowAndNames() {
    let error = #expect(throws: TaskError.self) {
      try classes("a\tpositive\nb\tnegativ\n", among: ["negative", "positive"])
    }
    #expect(
      error
        == .unknownLabel(
          label: "negativ", file: "d.tsv", row: 2, names: ["negative", "positive"]))
    #expect(error?.description == "label 'negativ' in d.tsv:2 is none of the model's")
    #expect(error?.choice?.word == "negativ")
    #expect(error?.choice?.among == ["negative", "positive"])
  }

  @Test func integerBeyondTheClassesIsUnknown() {
    for label in ["2", "-1", "99999999999999999999"] {
      #expect(
        throws: TaskError.unknownLabel(label: label, file: "d.tsv", row: 1, names: ["a", "b"])
      ) { try classes("x\t\(label)\n", among: ["a", "b"]) }
    }
  }

  @Test func setWithoutLabelsHasNoClasses() throws {
    let plain = try load("a\nb\n", as: "d.txt")
    #expect(try Tasks.classes(of: plain, among: ["x"]) == nil)
  }

  @Test func labelThatTheSelectionLeftOutIsNotMissed() throws {
    let d = try load("a\t0\nb\todd\n", as: "d.tsv", DatasetRequest(limit: 1))
    #expect(try Tasks.classes(of: d, among: ["n", "p"]) == [0])
  }
}
