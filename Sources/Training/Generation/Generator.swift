import Autograd
import Foundation
import Layers
import Tasks

/// A text a model wrote after a prompt.
package struct GeneratedText: Sendable {
  /// The new tokens only, the one that ended the text included.
  package var ids: [Int32] = []
  /// −log p of each new token, before any setting of sampling.
  package var losses: [Double] = []
  /// Without special tokens, and up to a stop string.
  package var text = ""
  package var end = GenerationEnd.maxTokens
  /// Tokens of the prompt that were left out, at its beginning.
  package var promptCut = 0
  /// Of reading the prompt, and of writing what follows.
  package var promptSeconds = 0.0
  package var seconds = 0.0
}

/// Writes texts, a token at a time, over a cache of keys and values.
package struct Generator {
  private let model: any DecoderModel
  private let settings: GenerationSettings
  /// Tokens that end a text.
  private let ends: Set<Int32>

  /// Tokens of a prompt read at a time: an interrupt waits for a part of one such product only.
  private static let chunk = 256

  package init(_ model: any DecoderModel, _ settings: GenerationSettings, ends: Set<Int32>) {
    (self.model, self.settings) = (model, settings)
    self.ends = settings.ignoresEnd ? [] : ends
  }

  /// Goes on from a prompt until an end token, a stop string, `maxTokens` or the last position.
  ///
  /// A prompt longer than the model's positions loses its beginning, so that half of them, or
  /// `maxTokens` if these are fewer, are left for the text. On an interrupt of the engine the text
  /// so far is returned.
  ///
  /// - Parameters:
  ///   - prompt: at least one token.
  ///   - growing: makes text of tokens, with the stop strings.
  ///   - onPiece: given the text as it becomes certain, and the tokens so far.
  /// - Throws: `notFinite`, `cacheTooLarge`.
  package func callAsFunction(
    _ prompt: [Int32], into growing: GrowingText,
    onPiece: ((_ piece: String, _ tokens: Int) -> Void)? = nil
  ) throws(TrainingError) -> GeneratedText {
    precondition(!prompt.isEmpty, "generation from no token")
    var result = GeneratedText()
    let read = fitted(prompt, &result)
    let positions = model.specification.maximumPositions
    let capacity = min(positions, read.count + settings.maxTokens)
    let bytes = model.cacheBytes(capacity: capacity)
    guard model.engine.canAllocate(bytes) else {
      throw .cacheTooLarge(
        tokens: capacity, bytes: bytes, available: model.engine.availableMemory)
    }
    let cache = model.makeCache(capacity: capacity)
    let clock = ContinuousClock()
    let start = clock.now
    let states = self.read(cache, read)
    result.promptSeconds = (clock.now - start).seconds
    try go(on: cache, from: states, after: read, growing, &result, onPiece)
    result.seconds = (clock.now - start).seconds - result.promptSeconds
    return result
  }

  /// Writes on from a cache that holds a prompt, and leaves it with the text's tokens in it.
  ///
  /// - Parameters:
  ///   - states: [1, hidden], of the prompt's last token; nil after an interrupt.
  ///   - prompt: the tokens in the cache, for the repetition penalty.
  func go(
    on cache: KeyValueCache, from states: Tensor?, after prompt: [Int32],
    _ growing: GrowingText, _ result: inout GeneratedText,
    _ onPiece: ((_ piece: String, _ tokens: Int) -> Void)?
  ) throws(TrainingError) {
    var growing = growing
    var states = states
    var sampler = TokenSampler(settings, vocabulary: model.specification.vocabularySize)
    sampler.see(prompt)
    var step = 0
    result.end = .maxTokens
    while step < settings.maxTokens {
      guard let last = states, let logits = model.engine.abandonable({ model.logits(last) }) else {
        result.end = .interrupted
        break
      }
      let id = try next(logits, sampler, step, &result)
      sampler.see([id])
      step += 1
      let isEnd = ends.contains(id)
      let piece = growing.append(id)
      onPiece?(piece, step)
      if isEnd || growing.isStopped {
        result.end = isEnd ? .endToken : .stopString
        break
      }
      if step == settings.maxTokens { break }
      if cache.length == cache.capacity {
        result.end = .positions
        break
      }
      states = read(cache, [id])
    }
    let rest = growing.finish()
    if !rest.isEmpty { onPiece?(rest, step) }
    result.text = growing.text
  }

  /// Draws a token, and notes how likely the model found it.
  private func next(
    _ logits: Tensor, _ sampler: TokenSampler, _ step: Int, _ result: inout GeneratedText
  ) throws(TrainingError) -> Int32 {
    let values = UnsafeMutableBufferPointer(start: logits.pointer, count: logits.count)
    let greatest = values.max() ?? .nan
    guard greatest.isFinite, !values.contains(where: \.isNaN) else { throw .notFinite }
    var sum = 0.0
    for value in values { sum += exp(Double(value) - Double(greatest)) }
    // The sampler changes the logits.
    let total = Double(greatest) + log(sum)
    let raw = sampler.changesLogits ? Array(values) : []
    let id = sampler.next(values, step: step)
    let logit = raw.isEmpty ? values[Int(id)] : raw[Int(id)]
    result.ids.append(id)
    result.losses.append(total - Double(logit))
    return id
  }

  /// Reads tokens into the cache.
  ///
  /// - Returns: the last one's state [1, hidden]; nil after an interrupt, when the cache is
  ///   worthless.
  func read(_ cache: KeyValueCache, _ ids: [Int32]) -> Tensor? {
    var last: Tensor?
    for start in stride(from: 0, to: ids.count, by: Self.chunk) {
      let part = Array(ids[start..<min(start + Self.chunk, ids.count)])
      guard
        let states = model.engine.abandonable({
          let states = model.extend(cache, with: part)
          return part.count == 1 ? states : gatherRows(states, [Int32(part.count - 1)])
        })
      else { return nil }
      last = states
    }
    return last
  }

  private func fitted(_ prompt: [Int32], _ result: inout GeneratedText) -> [Int32] {
    let positions = model.specification.maximumPositions
    guard prompt.count > positions else { return prompt }
    let kept = max(1, positions - min(settings.maxTokens, positions / 2))
    result.promptCut = prompt.count - kept
    return Array(prompt.suffix(kept))
  }
}

extension LanguageModel {
  /// The model as one that generates.
  package func decoder(for objective: String) throws(TrainingError) -> any DecoderModel {
    let head = specification.head
    guard head == .causalLanguageModelling, let decoder = self as? any DecoderModel else {
      throw .wrongHead(objective: objective, expected: .causalLanguageModelling, found: head)
    }
    return decoder
  }
}
