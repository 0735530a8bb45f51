import Autograd
import Checkpoints
import Files
import Layers
import ModelFixtures
import Models
import Testing

/// Against transformers, each sequence alone and unpadded there.
@Suite struct DecoderParityTests {
  let engine = Engine(threads: 2)

  /// Logits of up to 20, each behind some hundred single-precision sums.
  @Test(arguments: DecoderFixture.families)
  func logitsOfPackedSequencesMatch(_ name: String) throws {
    let model = try DecoderFixture.model(name, on: engine)
    let inputs = try DecoderInputs()
    let expected = try DecoderFixture.expected(name).tensor("logits", on: engine)
    let logits = model.logits(model.encode(inputs.batch(inputs.all), on: nil))
    #expect(logits.shape == expected.shape && logits.shape == [34, 72])
    let difference = largestDifference(logits.values, expected.values)
    #expect(difference < 2e-5, "\(difference)")
  }

  @Test func scalesOfGPT2sScoresMatch() throws {
    let folder = try TemporaryFolder()
    var config = try DecoderFolder("gpt2", on: engine).configuration
    config["scale_attn_by_inverse_layer_idx"] = .bool(true)
    config["scale_attn_weights"] = .bool(false)
    // In single precision this one changes nothing.
    config["reorder_and_upcast_attn"] = .bool(true)
    let model = try DecoderFolder("gpt2", on: engine).load(configuration: config, in: folder)
    let inputs = try DecoderInputs()
    let expected = try DecoderFixture.expected("gpt2").tensor("logits.scaled", on: engine).values
    let logits = model.logits(model.encode(inputs.batch(inputs.all), on: nil)).values
    #expect(largestDifference(logits, expected) < 2e-5)
  }

  /// The reference's two best logits are further apart than 1e-3 at every step.
  @Test(arguments: DecoderFixture.families, [true, false])
  func greedyContinuationsMatchTokenForToken(_ name: String, cached: Bool) throws {
    let model = try DecoderFixture.model(name, on: engine)
    let inputs = try DecoderInputs()
    let expected = inputs.greedy(name)
    #expect(expected.map(\.count) == [24, 24, 24] && inputs.prompts.count == 3)
    for (prompt, tokens) in zip(inputs.prompts, expected) {
      #expect(model.greedy(prompt, tokens: 24, cached: cached).ids == tokens)
    }
  }

  @Test(arguments: DecoderFixture.families)
  func theCacheChangesNoLogitByMoreThan1e4(_ name: String) throws {
    let model = try DecoderFixture.model(name, on: engine)
    for prompt in try DecoderInputs().prompts {
      let with = model.greedy(prompt, tokens: 24, cached: true).logits
      let without = model.greedy(prompt, tokens: 24, cached: false).logits
      #expect(largestDifference(with.flatMap { $0 }, without.flatMap { $0 }) < 1e-4)
    }
  }

  /// A prompt in pieces, and going back to reread, give what reading it at once gives.
  @Test(arguments: DecoderFixture.families)
  func aCacheMayGrowInPiecesAndGoBack(_ name: String) throws {
    let model = try DecoderFixture.model(name, on: engine)
    let prompt = try DecoderInputs().prompts[2]
    var batch = PackedBatch()
    batch.append(prompt)
    let whole = model.encode(batch, on: nil).values
    let cache = model.makeCache(capacity: prompt.count)
    var pieces = model.extend(cache, with: Array(prompt[..<5])).values
    _ = model.extend(cache, with: [1, 2, 3])
    #expect(cache.length == 8)
    cache.truncate(to: 5)
    pieces += model.extend(cache, with: Array(prompt[5...])).values
    #expect(cache.length == prompt.count)
    #expect(largestDifference(pieces, whole) < 1e-5)
  }

  @Test(arguments: DecoderFixture.families)
  func anyNumberOfThreadsGivesTheSameBits(_ name: String) throws {
    let inputs = try DecoderInputs()
    var found: [[UInt32]] = []
    for threads in 1...3 {
      let model = try DecoderFixture.model(name, on: Engine(threads: threads))
      let cached = model.greedy(inputs.prompts[1], tokens: 24, cached: true).logits
      let packed = model.logits(model.encode(inputs.batch(inputs.all), on: nil)).values
      found.append((cached.flatMap { $0 } + packed).map(\.bitPattern))
    }
    #expect(found[0] == found[1] && found[0] == found[2])
  }

  @Test(arguments: DecoderFixture.families)
  func noTokenSeesAnotherSequenceOrWhatFollows(_ name: String) throws {
    let model = try DecoderFixture.model(name, on: engine)
    let inputs = try DecoderInputs()
    var batch = inputs.batch(inputs.all)
    let width = model.specification.hiddenSize
    let before = model.encode(batch, on: nil).values
    // The fourth token of the third sequence, which is of twelve.
    let changed = Int(batch.offsets[2]) + 3
    batch.replaceID(at: changed, with: (batch.ids[changed] + 1) % 72)
    let after = model.encode(batch, on: nil).values
    let end = Int(batch.offsets[3])
    for token in 0..<batch.tokens {
      let row = token * width..<(token + 1) * width
      #expect((before[row] == after[row]) == !(changed..<end).contains(token), "\(token)")
    }
  }

  /// To the bit: powers are formed in double precision and rounded once.
  @Test func frequenciesOfRealModelsMatch() throws {
    let json = try JSON.parse(FileBytes(mapping: DecoderFixture.path("frequencies.json")))
    let pairs = json.object?.pairs ?? []
    #expect(pairs.count == 5)
    for (name, value) in pairs {
      let config = Configuration(json: value["config"] ?? .null, file: name)
      let size = try config.positive("head_dim")
      let expected = (value["values"]?.array ?? []).compactMap { $0.double.map { Float($0) } }
      let found = try RotaryFrequencies(config, size: size).values
      #expect(found.count == size / 2 && found.count == expected.count)
      for (a, b) in zip(found, expected) { #expect(a == b, "\(name): \(a), \(b)") }
    }
  }
}
