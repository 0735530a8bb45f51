import Adapters
import Autograd
import Checkpoints
import Files
import Layers
import ModelFixtures
import Models
import Testing

@Suite struct AdaptedModelTests {
  let engine = Engine(threads: 1)

  private func bits(_ state: AdapterState) -> [String: [UInt32]] {
    Dictionary(
      uniqueKeysWithValues: state.map { ($0.name, $0.value.values.map(\.bitPattern)) })
  }

  private func bits(_ model: any LanguageModel) -> [String: [UInt32]] {
    bits(model.tree.parameters.map { ($0.name, $0.parameter.value) })
  }

  /// One crude step on everything that trains.
  private func step(_ adapted: AdaptedModel) throws {
    let inputs = try ParityInputs()
    _ = adapted.backward(inputs.batch(inputs.all), inputs.labels[...])
    for (_, parameter) in adapted.model.tree.trainable {
      let gradient = try #require(parameter.gradient)
      for i in 0..<gradient.count { parameter.value.pointer[i] -= 0.1 * gradient.pointer[i] }
      parameter.gradient = nil
    }
  }

  /// Every method of the table, so that a new one is tested without a new test.
  @Test(arguments: 0..<adapterMethods.count)
  func freshMethodChangesNothing(_ index: Int) throws {
    let base = try ParityFixture.model(on: engine)
    let adapted = try AdaptedModel(
      adapterMethods[index].init(MethodSettings()), on: base, seed: 5)
    let inputs = try ParityInputs()
    let batch = inputs.batch(inputs.all)
    #expect(adapted.model.tree.trainableCount > 0)
    #expect(
      largestDifference(adapted.model.classLogits(batch), base.classLogits(batch)) < 1e-6)
  }

  @Test(arguments: 0..<adapterMethods.count)
  func trainingLeavesTheBaseAlone(_ index: Int) throws {
    let base = try ParityFixture.model(on: engine)
    let before = bits(base)
    let adapted = try AdaptedModel(
      adapterMethods[index].init(MethodSettings()), on: base, seed: 5)
    let start = bits(adapted.state)
    let copy = try adapted.copied()
    for _ in 0..<3 { try step(adapted) }
    #expect(bits(base) == before)
    #expect(bits(copy.state) == start && bits(adapted.state) != start)
    adapted.restore(copy.state)
    #expect(bits(adapted.state) == start)
  }

  /// A fresh adapter that is never trained itself needs no second set of weights.
  @Test func aSharingAdapterHoldsNoCopy() throws {
    let base = try ParityFixture.model(on: engine)
    let before = bits(base)
    let held = engine.memory.now[.weights] ?? 0
    let shared = try AdaptedModel(
      FullFineTuning(MethodSettings()), on: base, seed: 5, sharesValues: true)
    #expect(engine.memory.now[.weights] ?? 0 == held)
    let copy = try shared.copied()
    #expect(engine.memory.now[.weights] ?? 0 > held)
    let start = bits(shared.state)
    for _ in 0..<3 { try step(copy) }
    #expect(bits(base) == before && bits(shared.state) == start && bits(copy.state) != start)
  }

  /// Three steps in, every factor has moved; W + s B A is rounded once more than W x + s B A x.
  @Test(arguments: 0..<adapterMethods.count)
  func mergeKeepsLogits(_ index: Int) throws {
    let base = try ParityFixture.model(on: engine)
    var settings = MethodSettings()
    settings.targets = .allLinear
    let adapted = try AdaptedModel(adapterMethods[index].init(settings), on: base, seed: 5)
    for _ in 0..<3 { try step(adapted) }
    let inputs = try ParityInputs()
    let batch = inputs.batch(inputs.all)
    let (logits, merged) = (adapted.model.classLogits(batch), try adapted.merged())
    #expect(largestDifference(merged.classLogits(batch), logits) < 1e-5)
    #expect(largestDifference(base.classLogits(batch), logits) > 1e-3)
    #expect(merged.tree.trainable.isEmpty && merged.tree.drawn.isEmpty)
    #expect(merged.tree.parameters.map(\.name) == base.tree.parameters.map(\.name))
    let held = bits(merged)
    try step(adapted)
    #expect(bits(merged) == held)
  }

  @Test(arguments: ParityCase.lowRank)
  func mergeKeepsTheLogitsOfPEFTsAdapters(_ name: String) throws {
    let adapted = try ParityCase(name, 0).adapted(on: engine)
    let inputs = try ParityInputs()
    let logits = try adapted.merged().classLogits(inputs.batch(inputs.all))
    let expected = try ParityCase(name, 0).expected().tensor("logits", on: engine).values
    #expect(largestDifference(logits, expected) < 1e-5)
  }

  @Test func theSeedDrawsAdapterAndMissingHead() throws {
    var request = ModelRequest()
    request.head = .sequenceClassification
    let base = try ParityFixture.model("tiny-mlm", request, on: engine)
    let drawn = Set(base.tree.drawn.keys)
    func state(_ seed: UInt64, _ redraws: Bool) throws -> [String: [UInt32]] {
      bits(
        try AdaptedModel(LoRA(MethodSettings()), on: base, seed: seed, redrawsHead: redraws).state)
    }
    let (one, two) = try (state(1, true), state(2, true))
    #expect(try state(1, true) == one)
    #expect(drawn.count == 4 && drawn.isSubset(of: Set(one.keys)))
    for name in one.keys where name.hasSuffix("lora_A.weight") || name.hasSuffix("er.weight") {
      #expect(one[name] != two[name])
    }
    #expect(try state(1, false)["classifier.weight"] == bits(base)["classifier.weight"])
  }

  @Test func factorsStartAsPEFTStartsThem() throws {
    let base = try ParityFixture.model(on: engine)
    let state = try AdaptedModel(LoRA(MethodSettings()), on: base, seed: 1).state
    let bound = 1 / Float(32).squareRoot()
    for (name, value) in state where name.hasSuffix("lora_A.weight") {
      let largest = value.values.map { abs($0) }.max() ?? 0
      #expect(value.shape == [8, 32] && largest <= bound && largest > 0.9 * bound)
      let square = value.values.reduce(0) { $0 + $1 * $1 } / 256
      #expect(abs(square - bound * bound / 3) < 0.3 * bound * bound / 3)
    }
    for (name, value) in state where name.hasSuffix("lora_B.weight") {
      #expect(value.shape == [32, 8] && value.values.allSatisfy { $0 == 0 })
    }
  }

  @Test func freezeKeepsTheEncoderFrozen() throws {
    let base = try ParityFixture.model(on: engine)
    let frozen = try AdaptedModel(FrozenEncoder(MethodSettings()), on: base, seed: 0)
    #expect(frozen.model.encoderIsFrozen)
    #expect(try !AdaptedModel(LoRA(MethodSettings()), on: base, seed: 0).model.encoderIsFrozen)
    #expect(
      try !AdaptedModel(FullFineTuning(MethodSettings()), on: base, seed: 0).model.encoderIsFrozen)
    let mlm = try ParityFixture.model("tiny-mlm", on: engine)
    let head = try AdaptedModel(FrozenEncoder(MethodSettings()), on: mlm, seed: 0)
    #expect(head.model.encoderIsFrozen)
    #expect(head.model.tree.trainable.allSatisfy { $0.name.hasPrefix("cls.predictions.") })
  }
}
