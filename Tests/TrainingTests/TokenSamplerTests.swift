import Files
import Foundation
import Testing
import Training
import TrainingTestSupport

@Suite struct TokenSamplerTests {
  private func choices(
    _ logits: [Float], _ seen: [Int32], _ settings: GenerationSettings
  ) -> [(id: Int32, probability: Double)] {
    var sampler = TokenSampler(settings, vocabulary: logits.count)
    sampler.see(seen)
    var logits = logits
    return logits.withUnsafeMutableBufferPointer { sampler.choices($0) }
  }

  private func next(_ logits: [Float], _ settings: GenerationSettings, step: Int = 0) -> Int32 {
    let sampler = TokenSampler(settings, vocabulary: logits.count)
    var logits = logits
    return logits.withUnsafeMutableBufferPointer { sampler.next($0, step: step) }
  }

  /// Against transformers' own list of processors, with equal logits at some borders.
  @Test func whatMayBeDrawnIsThatOfTransformers() throws {
    let cases = try #require(try Fixture.json("../generation/sampling.json")["cases"]?.array)
    #expect(cases.count == 12)
    for json in cases {
      let options = try #require(json["settings"])
      var settings = GenerationSettings()
      settings.temperature = options["temperature"]?.double ?? 1
      settings.topK = options["top_k"]?.int
      settings.topP = options["top_p"]?.double
      settings.repetitionPenalty = options["repetition_penalty"]?.double ?? 1
      let logits = try #require(json["logits"]).floats
      let seen = try #require(json["ids"]?.array).map { Int32($0.int!) }
      let kept = choices(logits, seen, settings)
      #expect(kept.map { Int($0.id) } == json["kept"]!.array!.map { $0.int! }, "\(options)")
      for (ours, theirs) in zip(kept.map(\.probability), json["probabilities"]!.doubles) {
        // Theirs are made of the same single-precision logits in double precision.
        #expect(abs(ours - theirs) < 1e-12, "\(options)")
      }
      settings.temperature = 0
      #expect(choices(logits, seen, settings).map(\.id) == [Int32(json["greedy"]!.int!)])
    }
  }

  @Test func greedyTakesTheLowestOfEquals() {
    #expect(next([1, 3, 2, 3], GenerationSettings()) == 1)
    #expect(next([-.infinity, -.infinity], GenerationSettings()) == 0)
    var settings = GenerationSettings()
    settings.temperature = 1e-45
    #expect(next([1, 3, 2, 3], settings) == 1, "so low a temperature is none")
  }

  @Test func drawsFollowTheProbabilities() {
    var settings = GenerationSettings()
    settings.temperature = 1
    let logits = [1.0, 0.25, 2, -1].map { Float(log($0 + 1.5)) }
    let weights = logits.map { exp(Double($0)) }
    var counts = [0, 0, 0, 0]
    let draws = 4000
    for step in 0..<draws { counts[Int(next(logits, settings, step: step))] += 1 }
    for (count, weight) in zip(counts, weights) {
      let p = weight / weights.reduce(0, +)
      // Five standard deviations.
      let spread = 5 * (Double(draws) * p * (1 - p)).squareRoot()
      #expect(abs(Double(count) - Double(draws) * p) < spread)
    }
  }

  @Test func aDrawIsAFunctionOfSeedAndStep() {
    var settings = GenerationSettings()
    settings.temperature = 1
    let logits = [Float](repeating: 0, count: 50)
    let draws = (0..<20).map { next(logits, settings, step: $0) }
    #expect(draws == (0..<20).map { next(logits, settings, step: $0) })
    settings.seed = 1
    #expect(draws != (0..<20).map { next(logits, settings, step: $0) })
    #expect(Set(draws).count > 5)
  }
}
