import Autograd
import Checkpoints
import Files
import Layers
import ModelFixtures
import Models
import Testing

@Suite struct BERTParityTests {
  let engine = Engine(threads: 2)

  @Test func classificationLogitsMatchTransformers() throws {
    let model = try ParityFixture.model(on: engine)
    let inputs = try ParityInputs()
    let expected = try SafetensorsFile(ParityFixture.path("full.safetensors"))
    let logits = model.classLogits(inputs.batch(inputs.all))
    #expect(largestDifference(logits, try expected.tensor("logits", on: engine).values) < 1e-5)
  }

  @Test func maskedLanguageModellingLogitsMatchTransformers() throws {
    let model = try ParityFixture.model("tiny-mlm", on: engine)
    #expect(model.specification.head == .maskedLanguageModelling)
    let inputs = try ParityInputs()
    let expected = try SafetensorsFile(ParityFixture.path("mlm.safetensors"))
    let logits = model.logits(model.encode(inputs.batch(inputs.all), on: nil))
    #expect(logits.shape == [63, 100])
    #expect(
      largestDifference(logits.values, try expected.tensor("logits", on: engine).values) < 1e-5)
  }

  /// The matrix kernels may add in another order when there are fewer rows: 1e-6, not the same
  /// bits.
  @Test func packedEqualsOneAtATime() throws {
    let model = try ParityFixture.model(on: engine)
    let inputs = try ParityInputs()
    let packed = model.classLogits(inputs.batch(inputs.all))
    let single = inputs.all.flatMap { model.classLogits(inputs.batch($0..<($0 + 1))) }
    #expect(largestDifference(packed, single) < 1e-6)
  }

  @Test func tokensOfOtherSequencesAreNotSeen() throws {
    let model = try ParityFixture.model(on: engine)
    let inputs = try ParityInputs()
    var batch = inputs.batch(inputs.all)
    let before = model.encode(batch, on: nil).values
    batch.replaceID(at: 3, with: (batch.ids[3] + 1) % 100)
    let after = model.encode(batch, on: nil).values
    let first = inputs.ids[0].count * 32
    #expect(before[..<first] != after[..<first])
    #expect(before[first...] == after[first...])
  }
}
