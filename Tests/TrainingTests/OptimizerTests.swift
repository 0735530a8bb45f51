import Autograd
import Files
import Testing
import Training
import TrainingTestSupport

@Suite struct OptimizerTests {
  /// Torch forms `g²` and the running means in another association here and there, so single
  /// values may differ in their last bit; six steps add up a few of those.
  static let tolerance: Float = 1e-6

  @Test func stepsAreThoseOfTorch() throws {
    let fixture = try Fixture.json("optimizers.json")
    let cases = fixture["cases"]?.array ?? []
    #expect(cases.count == 6)
    for one in cases { try check(one, fixture) }
  }

  private func check(_ one: JSON, _ fixture: JSON) throws {
    let engine = Engine(threads: 1)
    let name = one["optimizer"]?.string
    let type = try #require(optimizers.first { $0.name == name })
    var settings = TrainingSettings(learningRate: 0)
    settings.weightDecay = one.number("weight_decay")
    settings.beta1 = one.number("beta1")
    settings.beta2 = one.number("beta2")
    settings.epsilon = one.number("epsilon")
    let start = fixture["start"]?.floats ?? []
    let parameter = Parameter(
      Tensor(start, shape: [start.count], on: engine, kind: .weights), isTrainable: true)
    var state = OptimizerState(count: 1)
    for (step, rate) in (fixture["rates"]?.doubles ?? []).enumerated() {
      let gradient = fixture["gradients"]?[step]?.floats ?? []
      parameter.gradient = Tensor(
        gradient, shape: [start.count], on: engine, kind: .gradients)
      type.init(settings).step([parameter], &state, learningRate: rate)
      let expected = one["values"]?[step]?.floats ?? []
      #expect(expected.count == start.count)
      for (index, (found, expected)) in zip(parameter.value.values, expected).enumerated() {
        #expect(
          abs(found - expected) <= Self.tolerance * max(abs(expected), 1e-2),
          "\(type.name) step \(step) element \(index): \(found), torch has \(expected)")
      }
    }
  }

  @Test func parameterWithoutGradientStaysAsItIs() {
    let engine = Engine(threads: 1)
    let parameter = Parameter(
      Tensor([1, 2], shape: [2], on: engine, kind: .weights), isTrainable: true)
    var settings = TrainingSettings(learningRate: 1)
    settings.weightDecay = 0.5
    for type in optimizers {
      var state = OptimizerState(count: 1)
      type.init(settings).step([parameter], &state, learningRate: 1)
      #expect(parameter.value.values == [1, 2])
      #expect(state.parameters[0] == nil)
    }
  }

  @Test func momentsAreAccountedAsOptimizerAndGradientsAreGivenUp() {
    let engine = Engine(threads: 1)
    let parameter = Parameter(
      Tensor([Float](repeating: 1, count: 64), shape: [64], on: engine, kind: .weights),
      isTrainable: true)
    for type in optimizers {
      var state = OptimizerState(count: 1)
      parameter.gradient = Tensor(zeros: [64], on: engine, kind: .gradients)
      type.init(TrainingSettings(learningRate: 1)).step([parameter], &state, learningRate: 1)
      #expect(engine.memory.now[.optimizer] == 64 * 4 * type.moments.count)
      #expect(engine.memory.now[.gradients] == 0)
    }
  }
}
