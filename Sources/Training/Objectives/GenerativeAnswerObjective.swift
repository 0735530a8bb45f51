import Autograd
import Layers
import Tasks

/// Answers written after prompts: the loss is that of the answer's tokens alone, its end included;
/// an evaluation also writes an answer to every prompt, greedily.
///
/// The loss is the mean over the answer tokens of a batch; nothing of the prompt is a target.
///
/// Source: Radford et al. 2018, section 3.2, without its auxiliary loss.
package final class GenerativeAnswerObjective: Objective {
  package static let name = "generative question answering"
  package static let head = HeadKind.causalLanguageModelling
  package static var scores: any Scores.Type { GeneratedAnswerScores.self }

  package let data: EncodedAnswers
  package private(set) var remarks: [String] = []
  /// Tokens that end an answer, beside the one that training puts there.
  private let ends: Set<Int32>

  package init(_ data: EncodedAnswers, ends: Set<Int32> = []) {
    (self.data, self.ends) = (data, ends.union([data.encoder.end]))
  }

  package var count: Int { data.count }

  package func tokens(of example: Int) -> Int { data.length(example) }

  /// A token written alone reads every weight: of GPT-2 on two cores 55 are written a second (bench
  /// decode), where products at sgemm's rate would read 770.
  private static let tokensPerWritten = 14

  package func scoringTokens(of example: Int) -> Int {
    tokens(of: example) + Self.tokensPerWritten * data.settings.maxTokens
  }

  package func check(_ model: any LanguageModel, training: Bool) throws(TrainingError) {
    try checkHead(model)
    _ = try model.decoder(for: Self.name)
    if training, data.answers == nil { throw .unlabelled }
    // Here, as a run that is found in the cache comes no further.
    guard training, model.encoderIsFrozen else { return }
    remarks = [FeatureCache.recomputed("of prompts and answers")]
  }

  package func targets(of example: Int, in pass: Pass) -> Int { data.answers?[example].count ?? 0 }

  package func loss(
    _ model: any LanguageModel, shard: [Int], in pass: Pass, scale: Float,
    settings: ShardSettings, on tape: Tape
  ) throws(Interruption) -> Tensor? {
    guard let answers = data.answers else { preconditionFailure("training without answers") }
    var next = NextTokens()
    for example in shard {
      let prompt = data.answeredPrompt(example)
      next.append(prompt + answers[example], from: prompt.count)
    }
    return next.loss(model, scale: scale, on: tape)
  }
}

// MARK: evaluation

extension GenerativeAnswerObjective {
  /// What the model says of an example, as numbers in a row: Σ −log p of the true answer, the
  /// number of its tokens, Σ −log p of the generated one, the number of its tokens, and these.
  ///
  /// A sum is two numbers, what is rounded off the first being the second. Ids below 2²⁴ are exact
  /// in single precision, and vocabularies are smaller.
  package func outputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) -> [Float] {
    guard let decoder = model as? any DecoderModel else {
      preconditionFailure("\(Self.name) without a decoder")
    }
    var outputs: [Float] = []
    for example in shard {
      let (loss, generated) = try answer(example, decoder)
      outputs += Self.halves(loss.sum) + [Float(loss.tokens)]
      outputs += Self.halves(generated.losses.reduce(0, +)) + [Float(generated.ids.count)]
      outputs += generated.ids.map { Float($0) }
    }
    return outputs
  }

  package func rehearseOutputs(
    _ model: any LanguageModel, shard: [Int], settings: ShardSettings
  ) throws(Interruption) {
    guard let decoder = model as? any DecoderModel else { return }
    for example in shard {
      let (generator, cache) = start(example, decoder)
      guard let states = generator.read(cache, data.prompts[example]) else { continue }
      if let answer = data.answers?[example], !answer.isEmpty {
        _ = loss(of: example, answer, cache, states, decoder)
      }
      _ = decoder.logits(states)
    }
  }

  /// What writes an answer, and a cache with room for the prompt and for either answer.
  private func start(
    _ example: Int, _ model: any DecoderModel
  ) -> (generator: Generator, cache: KeyValueCache) {
    var settings = GenerationSettings()
    settings.maxTokens = data.settings.maxTokens
    let longest = max(settings.maxTokens, data.answers?[example].count ?? 0)
    let length = data.prompts[example].count + longest
    let cache = model.makeCache(capacity: min(model.specification.maximumPositions, length))
    return (Generator(model, settings, ends: ends), cache)
  }

  private func answer(
    _ example: Int, _ model: any DecoderModel
  ) throws(Interruption) -> (loss: (sum: Double, tokens: Int), generated: GeneratedText) {
    let prompt = data.prompts[example]
    let answer = data.answers?[example] ?? []
    let (generator, cache) = start(example, model)
    guard let states = generator.read(cache, prompt) else { throw Interruption() }
    var loss = (sum: 0.0, tokens: answer.count)
    if !answer.isEmpty {
      loss.sum = self.loss(of: example, answer, cache, states, model)
    }
    var result = GeneratedText()
    let growing = GrowingText(data.encoder.tokenizer)
    do {
      try generator.go(on: cache, from: states, after: prompt, growing, &result, nil)
    } catch {
      result.losses.append(.nan)
    }
    if result.end == .interrupted { throw Interruption() }
    return (loss, result)
  }

  /// Σ −log p of a true answer after its prompt, which the cache holds and is left with.
  private func loss(
    of example: Int, _ answer: [Int32], _ cache: KeyValueCache, _ states: Tensor,
    _ model: any DecoderModel
  ) -> Double {
    let prompt = data.answeredPrompt(example)
    guard prompt == data.prompts[example] else {
      var next = NextTokens()
      next.append(prompt + answer, from: prompt.count)
      return next.losses(model).reduce(0) { $0 + Double($1) }
    }
    var losses = labelLosses(model, states, [answer[0]])
    if answer.count > 1 {
      let more = model.extend(cache, with: Array(answer.dropLast()))
      losses += labelLosses(model, more, Array(answer.dropFirst()))
      cache.truncate(to: prompt.count)
    }
    return losses.reduce(0) { $0 + Double($1) }
  }

  private static func halves(_ x: Double) -> [Float] {
    let high = Float(x)
    return [high, high.isFinite ? Float(x - Double(high)) : 0]
  }

  package func evaluation(of outputs: [Float]) -> Evaluation {
    var evaluation = Evaluation(examples: count)
    var rows: [GeneratedRow] = []
    var (lossSum, tokens) = (0.0, 0)
    var i = 0
    while i < outputs.count {
      let loss = Double(outputs[i]) + Double(outputs[i + 1])
      let answered = Int(outputs[i + 2])
      let nll = Double(outputs[i + 3]) + Double(outputs[i + 4])
      let length = Int(outputs[i + 5])
      let ids = outputs[(i + 6)..<(i + 6 + length)].map { Int32($0) }
      i += 6 + length
      (lossSum, tokens) = (lossSum + loss, tokens + answered)
      rows.append(
        GeneratedRow(
          text: data.encoder.text(of: ids), ids: ids, nll: nll,
          answer: data.answers == nil ? nil : (loss, answered)))
    }
    precondition(rows.count == count, "\(rows.count) answers to \(count) questions")
    evaluation.generated = rows
    evaluation.isOfNumbers = rows.allSatisfy(\.nll.isFinite)
    if let scores = data.scores(rows.map(\.text), lossSum: lossSum, tokens: tokens) {
      evaluation.scores = scores
      evaluation.exampleScores = [
        ExampleScores(key: "exact", isBinary: true, values: scores.questions.map(\.exact)),
        ExampleScores(key: "f1", isBinary: false, values: scores.questions.map(\.f1)),
      ]
    }
    if data.answers != nil { evaluation.loss = lossSum / Double(max(1, tokens)) }
    return evaluation
  }
}
