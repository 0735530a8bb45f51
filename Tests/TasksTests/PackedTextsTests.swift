import Files
import Tasks
import Testing

@Suite struct PackedTextsTests {
  private func packed(_ texts: [String], maxLength: Int) throws -> PackedTexts {
    let examples = texts.enumerated().map { Example(id: .integer($0), text: $1, row: $0 + 1) }
    return try packTexts(
      Dataset(source: "t", content: .text, examples: examples),
      with: GenerationFixture.gpt2(), maxLength: maxLength
    ) { false }
  }

  @Test func everyTokenButTheFirstIsPredictedOnce() throws {
    let tokenizer = try GenerationFixture.gpt2()
    let texts = ["one two three", "", "a longer text <|endoftext|> with words", "x"]
    var stream: [Int32] = [0]
    for text in texts { stream += tokenizer.encodePlain(text).ids + [0] }
    for maxLength in [2, 3, 5, 7, stream.count, 100] {
      let d = try packed(texts, maxLength: maxLength)
      #expect(d.ids == stream)
      var predicted: [Int32] = []
      for i in 0..<d.count {
        let ids = Array(d.sequences.ids(i))
        #expect(ids.count > 1 && ids.count <= maxLength)
        if i + 1 < d.count {
          #expect(ids.count == maxLength && ids.last == d.sequences.ids(i + 1).first)
        }
        predicted += ids.dropFirst()
      }
      #expect(predicted == Array(stream.dropFirst()))
      #expect(d.targets == predicted.count)
      // Each text owns its tokens and its end.
      #expect(
        zip(d.texts, texts).allSatisfy { Array(d.ids[$0]) == tokenizer.encodePlain($1).ids + [0] })
      let sums = d.sums(of: predicted.map { Float($0) })
      #expect(sums == d.texts.map { text in d.ids[text].reduce(0.0) { $0 + Double($1) } })
    }
  }

  @Test func aTokenizersOwnBeginningStandsBeforeEachText() throws {
    let llama = try GenerationFixture.tokenizer(
      "llama2", .object(["eos_token": .string("</s>"), "bos_token": .string("<s>")]))
    let examples = ["a", "b"].enumerated().map { Example(id: .integer($0), text: $1, row: 1) }
    let d = try packTexts(
      Dataset(source: "t", content: .text, examples: examples), with: llama, maxLength: 50
    ) { false }
    #expect(d.ids == [1] + llama.encode("a").ids + [2, 1] + llama.encode("b").ids + [2])
    // The very first token has nothing before it that could predict it.
    #expect(d.sums(of: [Float](repeating: 1, count: d.targets)) == [2, 3])
  }

  @Test func noTextsMakeNoSequences() throws {
    let d = try packed([], maxLength: 10)
    #expect((d.count, d.targets) == (0, 0))
    let endless = try GenerationFixture.tokenizer("gpt2", .object([:]))
    #expect(throws: TaskError.template(.noEnd)) {
      try packTexts(
        Dataset(source: "t", content: .text, examples: []), with: endless, maxLength: 9
      ) { false }
    }
  }
}
