import Adapters
import Autograd
import Foundation
import Layers
import ModelFixtures
import Tasks
import Testing
import Training
import TrainingTestSupport

/// Losses against logits of whole sequences, read one at a time.
@Suite struct CausalObjectivesTests {
  let engine = Engine(threads: 2)

  /// Σ −log p of the tokens from `first` on, in double precision from the logits.
  private func naive(_ model: any DecoderModel, _ ids: [Int32], from first: Int) -> Double {
    var batch = PackedBatch()
    batch.append(ids)
    let logits = model.logits(model.encode(batch, on: nil))
    let columns = logits.shape[1]
    return (first..<ids.count).reduce(0) { sum, i in
      let row = logits.values[(i - 1) * columns..<i * columns]
      let total = log(row.reduce(0) { $0 + exp(Double($1)) })
      return sum + total - Double(row[row.startIndex + Int(ids[i])])
    }
  }

  private func taped(
    _ model: any LanguageModel, _ objective: any Objective, _ shard: [Int], _ targets: Int
  ) throws -> Float {
    let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
    let loss = try objective.loss(
      model, shard: shard, in: .evaluation, scale: 1 / Float(targets),
      settings: ShardSettings(tokens: 500), on: tape)
    return try #require(loss).values[0]
  }

  private func texts(maxLength: Int) throws -> PackedTexts {
    let words = ["one text, äöü", "", "and another, somewhat longer than that", "the end"]
    let examples = words.enumerated().map { Example(id: .integer($0), text: $1, row: $0 + 1) }
    return try packTexts(
      Dataset(source: "t", content: .text, examples: examples), with: ByteTokenizer(),
      maxLength: maxLength
    ) { false }
  }

  @Test(arguments: [7, 40, 90])
  func everyTokenOfPackedTextsIsScoredOnce(_ maxLength: Int) throws {
    let model = try TinyDecoder.model(on: engine)
    let packed = try texts(maxLength: maxLength)
    let objective = CausalLanguageModelingObjective(packed)
    let sums = (0..<packed.count).map { naive(model, Array(packed.sequences.ids($0)), from: 1) }
    let mean = sums.reduce(0, +) / Double(packed.targets)
    let evaluation = try Scoring.evaluate(model, on: objective, shardTokens: 60)
    #expect(abs(evaluation.loss! - mean) < 1e-5)
    #expect(abs(evaluation.value("perplexity")! - exp(mean)) < 1e-4 * exp(mean))
    #expect(evaluation.examples == 4 && evaluation.generated.map(\.text) == packed.words)
    #expect(
      abs(evaluation.generated.reduce(0) { $0 + $1.nll } - sums.reduce(0, +)) < 1e-3)
    let all = Array(0..<packed.count)
    #expect(all.reduce(0) { $0 + objective.targets(of: $1, in: .evaluation) } == packed.targets)
    #expect(abs(Double(try taped(model, objective, all, packed.targets)) - mean) < 1e-5)
  }

  @Test func onlyTheAnswersTokensAreLearnt() throws {
    let model = try TinyDecoder.model(on: engine)
    let data = try TinyDecoder.answers(TinyDecoder.questions(8))
    let objective = GenerativeAnswerObjective(data)
    let answers = try #require(data.answers)
    let sums = (0..<8).map {
      naive(model, data.prompts[$0] + answers[$0], from: data.prompts[$0].count)
    }
    let tokens = answers.reduce(0) { $0 + $1.count }
    #expect((0..<8).allSatisfy { objective.targets(of: $0, in: .evaluation) == answers[$0].count })
    let mean = sums.reduce(0, +) / Double(tokens)
    #expect(abs(Double(try taped(model, objective, Array(0..<8), tokens)) - mean) < 1e-5)
    // The evaluation reads them over the cache.
    let evaluation = try Scoring.evaluate(model, on: objective, shardTokens: 60)
    #expect(abs(evaluation.loss! - mean) < 1e-4)
    #expect(abs(evaluation.value("perplexity")! - exp(mean)) < 1e-4 * exp(mean))
    for (row, sum) in zip(evaluation.generated, sums) {
      #expect(abs(row.answer!.nll - sum) < 1e-3)
    }
    #expect(answers.last == [0] || answers.contains([0]), "one has no answer")
  }

  @Test func anEvaluationWritesWhatTheGeneratorWrites() throws {
    let model = try TinyDecoder.model(on: engine)
    let data = try TinyDecoder.answers(TinyDecoder.questions(6))
    let evaluation = try Scoring.evaluate(
      model, on: GenerativeAnswerObjective(data), shardTokens: 60)
    var settings = GenerationSettings()
    settings.maxTokens = 12
    for (prompt, row) in zip(data.prompts, evaluation.generated) {
      let text = try Generator(model, settings, ends: [0])(
        prompt, into: GrowingText(ByteTokenizer()))
      #expect(row.ids == text.ids && row.text == data.encoder.text(of: text.ids))
      // Kept in two single-precision numbers.
      #expect(abs(row.nll - text.losses.reduce(0, +)) < 1e-10)
    }
  }

  @Test func aLongAnswerIsLearntAfterAShorterPrompt() throws {
    let model = try TinyDecoder.model(on: engine)
    let context = String(repeating: "words ", count: 30)
    let answer = String(repeating: "answer", count: 6)
    let example = Example(
      id: .integer(0), question: "Q?", context: context,
      answers: [ReferenceAnswer(text: answer, start: nil)], row: 1)
    let data = try TinyDecoder.answers(
      Dataset(source: "d", content: .questions(.squad1), examples: [example]))
    let prompt = data.answeredPrompt(0)
    #expect(prompt.count < data.prompts[0].count && data.length(0) == 96)
    let evaluation = try Scoring.evaluate(model, on: GenerativeAnswerObjective(data))
    let sum = naive(model, prompt + data.answers![0], from: prompt.count)
    #expect(abs(evaluation.generated[0].answer!.nll - sum) < 1e-3)
  }

  @Test func trainingTeachesTheAnswers() throws {
    let model = try TinyDecoder.model(range: 0.1, on: engine)
    let objective = GenerativeAnswerObjective(try TinyDecoder.answers(TinyDecoder.questions(12)))
    let adapted = try Tiny.adapted(on: model)
    let before = try Scoring.evaluate(model, on: objective)
    #expect(before.value("exact")! < 50)
    var settings = Tiny.settings(1e-2)
    (settings.epochs, settings.batch) = (60, 6)
    let result = try Trainer.train(adapted.model, on: objective, settings: settings)
    #expect(result.epochs.last!.loss < 0.1, "\(result.epochs.map(\.loss))")
    let after = try Scoring.evaluate(adapted.model, on: objective)
    #expect(after.value("exact") == 100 && after.value("f1") == 100)
    #expect(after.value("perplexity")! < 1.2 && after.exampleScores.map(\.key) == ["exact", "f1"])
    #expect(
      after.generated.contains { $0.text == "Zürich" } && after.generated.contains { $0.text == "" }
    )
  }

  /// An adapter on the output product: logits are formed, some rows at a time.
  @Test func anAdapterOnTheOutputChangesTheWayNotTheLoss() throws {
    let model = try TinyDecoder.model(on: engine)
    var settings = MethodSettings()
    (settings.rank, settings.alpha, settings.targets) = (4, 8, .modules(["lm_head"]))
    let adapted = try AdaptedModel(LoRA(settings), on: model, seed: 0)
    #expect(adapted.model.vocabularyProjection == nil)
    let packed = try texts(maxLength: 90)
    let objective = CausalLanguageModelingObjective(packed)
    let plain = try Scoring.evaluate(model, on: objective)
    let through = try Scoring.evaluate(adapted.model, on: objective)
    #expect(packed.targets > 64)
    for (a, b) in zip(plain.tokenLosses, through.tokenLosses) { #expect(abs(a - b) < 1e-5) }
    let shard = Array(0..<packed.count)
    #expect(
      abs(
        try taped(adapted.model, objective, shard, packed.targets)
          - taped(model, objective, shard, packed.targets)) < 1e-5)
  }

  /// A frozen decoder runs once over texts where its features fit, and to the same bits where not.
  @Test func aFrozenDecodersFeaturesAreKept() throws {
    func train(_ limit: Int) throws -> (bits: [UInt32], cached: Int, remarks: [String]) {
      let model = try TinyDecoder.model(on: engine)
      let adapted = try AdaptedModel(FrozenEncoder(MethodSettings()), on: model, seed: 0)
      let objective = CausalLanguageModelingObjective(
        try texts(maxLength: 40), frozen: FrozenEncoding(budget: FeatureBudget(limit: limit)))
      var settings = Tiny.settings(1e-2)
      (settings.epochs, settings.batch) = (3, 2)
      _ = try Trainer.train(
        adapted.model, on: objective, evaluation: objective, settings: settings)
      return (adapted.bits, objective.cachedBytes(for: adapted.model), objective.remarks)
    }
    let (kept, anew) = (try train(1 << 30), try train(100))
    #expect(kept.cached == (try texts(maxLength: 40)).targets * 24 * 4 && kept.remarks.isEmpty)
    #expect(anew.cached == 0 && anew.bits == kept.bits)
    #expect(anew.remarks.first?.contains("do not fit feature_cache: computed anew") == true)
  }

  /// Each row has a head of its own, and all have the decoder below it.
  @Test func rowsShareAFrozenDecodersFeatures() throws {
    let model = try TinyDecoder.model(on: engine)
    let objective = CausalLanguageModelingObjective(try texts(maxLength: 40))
    let rows = try (0..<2).map { seed in
      try AdaptedModel(FrozenEncoder(MethodSettings()), on: model, seed: UInt64(seed))
    }
    let alone = CausalLanguageModelingObjective(try texts(maxLength: 40))
    _ = try Trainer.train(rows[0].model, on: objective, settings: Tiny.settings(1e-2))
    #expect(objective.hasFeatures(of: rows[1].model))
    let shared = try Trainer.train(rows[1].model, on: objective, settings: Tiny.settings(1e-2))
    let again = try AdaptedModel(FrozenEncoder(MethodSettings()), on: model, seed: 1)
    let own = try Trainer.train(again.model, on: alone, settings: Tiny.settings(1e-2))
    #expect(rows[1].bits == again.bits && shared.epochs.map(\.loss) == own.epochs.map(\.loss))
  }

  @Test func whatIsNotKeptIsSaid() throws {
    var settings = Tiny.settings(1e-2)
    (settings.epochs, settings.batch) = (1, 8)
    let answers = GenerativeAnswerObjective(try TinyDecoder.answers(TinyDecoder.questions(4)))
    let masking = try Tiny.masking(8)
    let pairs: [(any LanguageModel, any Objective)] = [
      (try TinyDecoder.model(on: engine), answers),
      (try Tiny.model(.maskedLanguageModelling, on: engine), masking),
    ]
    for (model, objective) in pairs {
      let full = try Tiny.adapted(on: model)
      _ = try Trainer.train(full.model, on: objective, settings: settings)
      #expect(objective.remarks.isEmpty)
      let frozen = try AdaptedModel(FrozenEncoder(MethodSettings()), on: model, seed: 0)
      _ = try Trainer.train(frozen.model, on: objective, settings: settings)
      #expect(objective.remarks.count == 1)
      #expect(objective.remarks[0].hasSuffix(": computed anew in every epoch"))
    }
  }

  @Test func otherHeadsAreRefused() throws {
    let encoder = try Tiny.model(.questionAnswering, on: engine)
    let objective = GenerativeAnswerObjective(try TinyDecoder.answers(TinyDecoder.questions(2)))
    #expect(throws: TrainingError.self) { try Scoring.evaluate(encoder, on: objective) }
    let unanswered = Dataset(
      source: "d", content: .questions(.squad2),
      examples: [
        Example(id: .integer(0), question: "Q?", context: "c", answers: nil, row: 1)
      ])
    let open = GenerativeAnswerObjective(try TinyDecoder.answers(unanswered))
    let model = try TinyDecoder.model(on: engine)
    let evaluation = try Scoring.evaluate(model, on: open)
    #expect(evaluation.scores == nil && evaluation.generated.count == 1)
    #expect(evaluation.generated[0].answer == nil)
    #expect(throws: TrainingError.unlabelled) {
      try Trainer.train(
        Tiny.adapted(on: model).model, on: open, settings: Tiny.settings())
    }
  }

  @Test func anInterruptEndsAnEvaluationWithinAShard() throws {
    let model = try TinyDecoder.model(on: engine)
    let objective = GenerativeAnswerObjective(try TinyDecoder.answers(TinyDecoder.questions(9)))
    engine.interrupt.request()
    defer { engine.interrupt.clear() }
    #expect(throws: TrainingError.interrupted(step: 0)) {
      try Scoring.evaluate(model, on: objective)
    }
  }
}
