import Files
import Tasks
import Testing

@Suite struct GeneratedFileTests {
  @Test func aRowHoldsWhatWasWritten() {
    let dataset = questions([("a", "b", ["c"]), ("d", "e", nil)])
    let rows = [
      GeneratedRow(text: "é\n", ids: [5, 0], nll: 0.1 + 0.2, answer: (1.5, 2)),
      GeneratedRow(text: "", ids: [], nll: 0),
    ]
    #expect(
      GeneratedFile.lines(rows, of: dataset) == """
        {"id":"q0","text":"é\\n","ids":[5,0],"nll":0.30000000000000004,"answer_nll":1.5,"answer_tokens":2}
        {"id":"q1","text":"","ids":[],"nll":0.0}

        """)
  }
}
