import Adapters
import Autograd
import Layers
import Testing
import Training
import TrainingTestSupport

@Suite struct TrainingStateTests {
  private struct Outcome: Equatable {
    let bits: [UInt32]
    let losses: [Double]
    let kept: Int
    let logits: [Float]?
  }

  private func run(
    _ adapted: AdaptedModel, _ objective: any Objective, _ recorder: Recorder? = nil
  ) throws -> TrainingRun {
    var settings = Tiny.settings(3e-2)
    (settings.epochs, settings.batch) = (4, 8)
    return try TrainingRun(
      adapted.model, on: objective, evaluation: Tiny.objective(12, seed: 8), settings: settings,
      observer: recorder)
  }

  private func outcome(_ adapted: AdaptedModel, _ result: TrainingResult) -> Outcome {
    Outcome(
      bits: adapted.bits, losses: result.epochs.map(\.loss), kept: result.keptEpoch,
      logits: result.evaluation?.logits)
  }

  /// What a run checkpoint will rely on: the state and the trained values are all there is.
  @Test(arguments: [1, 2, 3, 5, 6, 10, 11])
  func runGoesOnFromAnyStepToTheSameBits(_ step: Int) throws {
    var settings = MethodSettings()
    (settings.rank, settings.dropout) = (2, 0.1)
    let method = try DoRA(settings)
    let engine = Engine(threads: 1)
    let base = try Tiny.model(dropout: 0.1, on: engine)
    let objective = try Tiny.objective(24)
    let whole = try Tiny.adapted(method, on: base)
    let expected = outcome(whole, try run(whole, objective).finish())

    let stopped = try Tiny.adapted(method, on: base)
    let recorder = Recorder()
    recorder.onStep = { if $0.step == step { engine.interrupt.request() } }
    let first = try run(stopped, objective, recorder)
    #expect(throws: TrainingError.interrupted(step: step)) { try first.finish() }
    #expect(first.state.step == step)
    engine.interrupt.clear()

    let resumed = try Tiny.adapted(method, on: base)
    resumed.restore(stopped.state)
    let second = try run(resumed, objective)
    second.state = first.state
    #expect(outcome(resumed, try second.finish()) == expected)
  }
}
