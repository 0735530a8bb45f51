import Adapters
import Autograd
import Foundation
import Layers
import Testing
import Training
import TrainingTestSupport

/// A run that was stopped goes on from its file, and one that is over is found again.
@Suite final class RunKeeperTests {
  private let folder = NSTemporaryDirectory() + "peftbook-runs-\(UUID().uuidString)"
  private let engine = Engine(threads: 1)
  private var resumed: [Int] = []
  private var warnings: [String] = []

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func keeper(interval: Double = 0, later: LaterCheckpoints? = nil) -> RunKeeper {
    RunKeeper(
      result: folder + "/result", checkpoint: folder + "/checkpoint", interval: interval,
      later: later,
      onResume: { self.resumed.append($0) }, onWarning: { self.warnings.append($0) })
  }

  private func fresh() throws -> AdaptedModel {
    var settings = MethodSettings()
    (settings.rank, settings.dropout) = (2, 0.1)
    return try Tiny.adapted(
      try DoRA(settings), on: Tiny.model(dropout: 0.1, on: engine))
  }

  private struct Outcome: Equatable {
    let bits: [UInt32]
    let losses: [Double]
    let curves: [[LossCurve.Point]]
    let scores: [Double]
    let kept: Int
    let logits: [Float]?
  }

  /// - Parameters:
  ///   - stop: asks to stop after that step.
  ///   - aside: is done after the third step.
  private func train(
    epochs: Int = 4, maxSteps: Int? = nil, keeper: RunKeeper?, stop: Int? = nil,
    aside: (() -> Void)? = nil
  ) throws -> (outcome: Outcome, result: TrainingResult) {
    var settings = Tiny.settings(3e-2)
    (settings.epochs, settings.batch, settings.maxSteps) = (epochs, 8, maxSteps)
    let adapted = try fresh()
    let recorder = Recorder()
    recorder.onStep = {
      if $0.step == 3 { aside?() }
      if $0.step == stop { self.engine.interrupt.request() }
    }
    defer { engine.interrupt.clear() }
    let result = try Trainer.train(
      adapted.model, on: Tiny.objective(24), evaluation: Tiny.objective(12, seed: 8),
      settings: settings, observer: recorder, keeper: keeper)
    let outcome = Outcome(
      bits: adapted.bits, losses: result.epochs.map(\.loss), curves: result.epochs.map(\.curve),
      scores: result.epochs.flatMap { $0.scores.map(\.value) }, kept: result.keptEpoch,
      logits: result.evaluation?.logits)
    return (outcome, result)
  }

  @Test(arguments: [1, 2, 3, 5, 6, 10, 11])
  func aStoppedRunGoesOnToTheSameBits(_ step: Int) throws {
    let expected = try train(keeper: nil).outcome
    let first = keeper(interval: 1000)
    #expect(throws: TrainingError.interrupted(step: step)) {
      try train(keeper: first, stop: step)
    }
    #expect(first.keptStep == step)
    let (outcome, result) = try train(keeper: keeper())
    #expect(outcome == expected)
    #expect(result.resumedFrom == step && resumed == [step])
    #expect(warnings.isEmpty, "\(warnings)")
    #expect(!FileManager.default.fileExists(atPath: folder + "/checkpoint"))
  }

  /// At a prompt nobody waits for the file; whoever needs it does.
  @Test func aCheckpointThatIsWrittenLaterIsWaitedFor() throws {
    let expected = try train(keeper: nil).outcome
    let later = LaterCheckpoints()
    for stop in [2, 5, 6] {
      let first = keeper(interval: 1000, later: later)
      #expect(throws: TrainingError.interrupted(step: stop)) {
        try train(keeper: first, stop: stop)
      }
      #expect(first.keptStep == stop)
    }
    let (outcome, result) = try train(keeper: keeper(later: later))
    #expect(outcome == expected && result.resumedFrom == 6)
    #expect(resumed == [2, 5, 6] && warnings.isEmpty, "\(resumed) \(warnings)")
    #expect(!later.isBusy && later.takeProblems().isEmpty)
    // One that cannot be written is told about afterwards.
    let nowhere = RunKeeper(
      result: folder + "/other", checkpoint: folder + "/gone/checkpoint", interval: 1000,
      later: later)
    try FileManager.default.createDirectory(
      atPath: folder + "/gone", withIntermediateDirectories: true)
    #expect(throws: TrainingError.interrupted(step: 3)) {
      try train(keeper: nowhere, stop: 3) {
        try? FileManager.default.removeItem(atPath: self.folder + "/gone")
      }
    }
    later.wait { false }
    #expect(later.takeProblems().count == 1)
  }

  @Test func aFinishedRunIsFoundAgain() throws {
    let (expected, first) = try train(keeper: keeper())
    let (outcome, second) = try train(keeper: keeper())
    #expect(outcome == expected)
    #expect(!first.isStored && second.isStored)
    #expect(second.bestEpoch == first.bestEpoch && second.metric == first.metric)
  }

  /// A longer run passes through the state that fewer steps end with.
  @Test func maxStepsKeepsTheStateReached() throws {
    let expected = try train(maxSteps: 5, keeper: nil).outcome
    #expect(throws: TrainingError.interrupted(step: 5)) { try train(keeper: keeper(), stop: 5) }
    let (outcome, result) = try train(maxSteps: 5, keeper: keeper())
    #expect(outcome == expected)
    #expect(result.resumedFrom == 5)
  }

  /// Pieces of the curve are as long in a run that max_steps ends as in the one it goes on to.
  @Test func maxStepsKeepsTheCurveOfTheWholeRun() throws {
    let expected = try train(epochs: 100, maxSteps: 160, keeper: nil).outcome
    let points = expected.curves.flatMap { $0 }.map(\.step)
    // Pieces of one step to the 120th, then of two, and one at the end of each epoch of three.
    #expect(points.filter { $0 <= 120 } == Array(1...120))
    #expect(points.filter { $0 > 120 } == (121...160).filter { $0 % 2 == 0 || $0 % 3 == 0 })
    #expect(throws: TrainingError.interrupted(step: 140)) {
      try train(epochs: 100, keeper: keeper(), stop: 140)
    }
    let (outcome, result) = try train(epochs: 100, maxSteps: 160, keeper: keeper())
    #expect(outcome == expected && result.resumedFrom == 140)
  }

  @Test func aShorterRunLeavesTheCheckpointOfALongerOne() throws {
    #expect(throws: TrainingError.interrupted(step: 7)) { try train(keeper: keeper(), stop: 7) }
    _ = try train(
      maxSteps: 2,
      keeper: RunKeeper(
        result: folder + "/short", checkpoint: folder + "/checkpoint", interval: 0))
    #expect(try train(keeper: keeper()).result.resumedFrom == 7)
  }

  @Test(arguments: ["result", "checkpoint"], [0, 1, 100, 4000])
  func aDamagedFileIsNotUsed(_ name: String, _ length: Int) throws {
    let expected = try train(keeper: nil).outcome
    if name == "result" {
      _ = try train(keeper: keeper())
    } else {
      #expect(throws: TrainingError.interrupted(step: 4)) { try train(keeper: keeper(), stop: 4) }
    }
    let path = URL(filePath: folder + "/" + name)
    let whole = try Data(contentsOf: path)
    try #require(whole.count > length)
    try whole.prefix(length).write(to: path)
    let (outcome, result) = try train(keeper: keeper())
    #expect(outcome == expected && result.resumedFrom == 0 && !result.isStored)
    #expect(warnings.contains { $0.contains("damaged") }, "\(warnings)")
  }

  @Test func oneChangedByteIsNoticed() throws {
    let expected = try train(keeper: keeper()).outcome
    let path = URL(filePath: folder + "/result")
    var bytes = try Data(contentsOf: path)
    bytes[bytes.count - 3] ^= 1
    try bytes.write(to: path)
    let (outcome, result) = try train(keeper: keeper())
    #expect(outcome == expected && !result.isStored && !warnings.isEmpty)
  }

  @Test func aFolderThatCannotBeWrittenCostsAWarning() throws {
    let expected = try train(keeper: nil).outcome
    let nowhere = RunKeeper(
      result: folder + "/no/result", checkpoint: folder + "/no/checkpoint", interval: 0,
      onWarning: { self.warnings.append($0) })
    #expect(try train(keeper: nowhere).outcome == expected)
    #expect(!warnings.isEmpty)
  }

  @Test func aSecondProcessRunsWithoutACheckpoint() throws {
    let expected = try train(keeper: nil).outcome
    let other = RunKeeper(
      result: folder + "/other", checkpoint: folder + "/checkpoint", interval: 0,
      onWarning: { self.warnings.append($0) })
    var second: (outcome: Outcome, result: TrainingResult)?
    let first = try train(keeper: keeper()) { second = try? self.train(keeper: other) }
    #expect(first.outcome == expected && second?.outcome == expected)
    #expect(second?.result.resumedFrom == 0 && other.keptStep == nil)
    #expect(warnings.contains { $0.contains("another process") })
  }
}
