import Autograd
import Foundation
import Layers
import ModelFixtures
import Tasks
import Testing
import Training
import TrainingTestSupport

@Suite struct GeneratorTests {
  let tokenizer = ByteTokenizer()

  private func generate(
    _ model: any DecoderModel, _ prompt: String, _ settings: GenerationSettings,
    ends: Set<Int32> = [], onPiece: ((String, Int) -> Void)? = nil
  ) throws -> GeneratedText {
    try Generator(model, settings, ends: ends)(
      tokenizer.encode(prompt).ids, into: GrowingText(tokenizer, stop: settings.stop),
      onPiece: onPiece)
  }

  private func settings(
    _ tokens: Int, temperature: Double = 0, seed: UInt64 = 0
  ) -> GenerationSettings {
    var settings = GenerationSettings()
    (settings.maxTokens, settings.temperature, settings.seed) = (tokens, temperature, seed)
    return settings
  }

  /// Token for token what `generate` of transformers writes.
  @Test(arguments: DecoderFixture.families)
  func greedyTextsAreThoseOfTransformers(_ family: String) throws {
    let model = try DecoderFixture.model(family, on: Engine(threads: 2))
    let inputs = try DecoderInputs()
    for (prompt, expected) in zip(inputs.prompts, inputs.greedy(family)) {
      let text = try Generator(model, settings(expected.count), ends: [])(
        prompt, into: GrowingText(tokenizer))
      #expect(text.ids == expected && text.end == .maxTokens)
      // −log p of each token, as the whole sequence read at once has it.
      var batch = PackedBatch()
      batch.append(prompt + expected)
      let log = logSoftmax(model.logits(model.encode(batch, on: nil)))
      for (i, id) in expected.enumerated() {
        let p = log.values[(prompt.count - 1 + i) * log.shape[1] + Int(id)]
        #expect(abs(text.losses[i] + Double(p)) < 1e-4)
      }
    }
  }

  @Test(arguments: [0, 0.9])
  func threadsChangeNoBit(_ temperature: Double) throws {
    let texts = try [1, 2, 3].map { threads in
      try generate(
        TinyDecoder.model(on: Engine(threads: threads)), "the words before",
        settings(60, temperature: temperature, seed: 3))
    }
    #expect(texts[0].ids.count == 60)
    for text in texts {
      #expect(text.ids == texts[0].ids)
      #expect(text.losses.map(\.bitPattern) == texts[0].losses.map(\.bitPattern))
    }
  }

  @Test func aSeedDrawsItsOwnText() throws {
    let model = try TinyDecoder.model(on: Engine(threads: 2))
    let texts = try [1, 2, 1].map {
      try generate(model, "a", settings(30, temperature: 1, seed: $0)).ids
    }
    #expect(texts[0] == texts[2] && texts[0] != texts[1])
    var greedy = settings(30, temperature: 1)
    greedy.topK = 1
    #expect(try generate(model, "a", greedy).ids == generate(model, "a", settings(30)).ids)
  }

  @Test func textsEndAtTheirEnds() throws {
    let model = try TinyDecoder.model(on: Engine(threads: 2))
    let whole = try generate(model, "begin", settings(20))
    #expect(whole.end == .maxTokens && whole.ids.count == 20)
    let third = whole.ids[2]
    let first = try #require(whole.ids.firstIndex(of: third))
    let ended = try generate(model, "begin", settings(20), ends: [third])
    #expect(ended.end == .endToken && ended.ids == Array(whole.ids[...first]))
    var ignoring = settings(20)
    ignoring.ignoresEnd = true
    #expect(try generate(model, "begin", ignoring, ends: [third]).ids == whole.ids)
    var stopping = settings(20)
    stopping.stop = [tokenizer.decode([whole.ids[4]], skipSpecial: true)]
    let stopped = try generate(model, "begin", stopping)
    #expect(stopped.end == .stopString && stopped.ids.count <= 5)
    #expect(stopped.ids == Array(whole.ids.prefix(stopped.ids.count)))
    #expect(!stopped.text.contains(stopping.stop[0]))
  }

  @Test func piecesMakeTheText() throws {
    let model = try TinyDecoder.model(on: Engine(threads: 2))
    var pieces: [String] = []
    let text = try generate(model, "begin", settings(40, temperature: 2)) { piece, _ in
      pieces.append(piece)
    }
    #expect(pieces.joined() == text.text && pieces.count >= 40)
  }

  @Test func positionsEndATextAndCutAPrompt() throws {
    let model = try TinyDecoder.model(positions: 32, on: Engine(threads: 2))
    let short = String(repeating: "x", count: 30)
    let ended = try generate(model, short, settings(10))
    // The last token is read no more, so that it needs no position.
    #expect(ended.end == .positions && ended.ids.count == 3 && ended.promptCut == 0)
    let long = String((0..<100).map { Character(Unicode.Scalar(UInt8(65 + $0 % 26))) })
    let cut = try generate(model, long, settings(10))
    #expect(cut.promptCut == 100 - 22 && cut.ids.count == 10 && cut.end == .maxTokens)
    #expect(cut.ids == (try generate(model, String(long.suffix(22)), settings(10))).ids)
    let much = try generate(model, long, settings(1000))
    #expect(much.promptCut == 100 - 16 && much.end == .positions && much.ids.count == 17)
  }

  @Test func aPromptInChunksIsThePrompt() throws {
    let model = try TinyDecoder.model(positions: 700, on: Engine(threads: 2))
    let prompt = (0..<600).map { Int32($0 % 250) + 1 }
    let text = try Generator(model, settings(5), ends: [])(prompt, into: GrowingText(tokenizer))
    var ids = prompt
    for id in text.ids {
      var batch = PackedBatch()
      batch.append(ids)
      let hidden = model.encode(batch, on: nil)
      let logits = model.logits(gatherRows(hidden, [Int32(ids.count - 1)])).values
      #expect(id == Int32(logits.indices.max { logits[$0] < logits[$1] }!))
      ids.append(id)
    }
  }

  @Test func anInterruptKeepsTheTextSoFar() throws {
    let engine = Engine(threads: 2)
    let model = try TinyDecoder.model(on: engine)
    let whole = try generate(model, "begin", settings(30))
    let text = try generate(model, "begin", settings(30)) { _, tokens in
      if tokens == 4 { engine.interrupt.request() }
    }
    #expect(text.end == .interrupted && text.ids == Array(whole.ids[..<4]))
    #expect(text.text == tokenizer.decode(text.ids, skipSpecial: true))
    let none = try generate(model, "begin", settings(30))
    #expect(none.end == .interrupted && none.ids.isEmpty && none.text.isEmpty)
    engine.interrupt.clear()
    #expect(try generate(model, "begin", settings(30)).ids == whole.ids)
  }

  @Test func aPenaltyKeepsTokensFromComingAgain() throws {
    let model = try TinyDecoder.model(on: Engine(threads: 2))
    var strong = settings(40)
    strong.repetitionPenalty = 1e5
    let ids = try generate(model, "ab", strong).ids
    #expect(Set(ids + tokenizer.encode("ab").ids).count == 42)
    #expect(Set(try generate(model, "ab", settings(40)).ids).count < 40)
  }

  @Test func numbersThatAreNoneAreAnError() throws {
    let model = try TinyDecoder.model(on: Engine(threads: 2))
    model.tree.parameters[0].parameter.value.pointer[tokenizerRow] = .nan
    #expect(throws: TrainingError.notFinite) { try generate(model, "a", settings(3)) }
  }

  /// An element of the embedding of "a".
  private var tokenizerRow: Int { Int(tokenizer.encode("a").ids[0]) * 24 }
}
