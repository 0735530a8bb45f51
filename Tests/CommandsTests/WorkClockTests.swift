import Commands
import Experiments
import Foundation
import Testing

/// The time left: by what is measured, by what earlier runs took, and by both.
@Suite struct WorkClockTests {
  /// A hundred steps, two epochs, scored after each.
  private let row = RowWork(
    stepsPerEpoch: 50, steps: 100, trainedTokens: 500, scoredTokens: 100, scorings: 2)

  private func isNear(_ value: Double?, _ expected: Double) -> Bool {
    value.map { abs($0 - expected) <= 0.01 * max(1, expected) } ?? false
  }

  @Test func nothingIsKnownBeforeTheFirstStep() {
    var clock = WorkClock([row])
    #expect(clock.secondsLeft == nil)
    clock.trained(steps: 1, seconds: 0.1)
    // 2 000 units of training and 200 of scoring; a step of 20 units took 0.1 s.
    #expect(isNear(clock.secondsLeft, (1980 + 200) * 0.005))
  }

  @Test func scoringHasARateOfItsOwn() {
    var clock = WorkClock([row])
    for step in 1...50 { clock.trained(steps: step, seconds: 0.1) }
    clock.scored(100, of: 100, seconds: 0.2)
    #expect(isNear(clock.secondsLeft, 5 + 0.2))
  }

  @Test func earlierRunsTellItAtOnceAndTheMeasureTakesOver() {
    let earlier = Timing(training: 0.01, scoring: 0.001)
    var clock = WorkClock([row], earlier: [earlier])
    #expect(isNear(clock.secondsLeft, 20 + 0.2))
    // Twice as slow as it was: after ten measured seconds much nearer to 38 s than to 19 s.
    for step in 1...5 { clock.trained(steps: step, seconds: 0.4) }
    let soon = clock.secondsLeft ?? 0
    #expect(soon > 19.2 && soon < 38)
    for step in 6...25 { clock.trained(steps: step, seconds: 0.4) }
    let later = clock.secondsLeft ?? 0
    #expect(later > 24 && later < 30 + 0.4)
  }

  @Test func aRowThatIsNotKnownIsTakenForTheOthers() {
    let clock = WorkClock([row, row], earlier: [Timing(training: 0.01, scoring: 0.01), nil])
    #expect(isNear(clock.secondsLeft, 2 * 22))
    let unknown = WorkClock([row, row], earlier: [nil, nil])
    #expect(unknown.secondsLeft == nil)
  }

  @Test func aRunThatGoesOnDoesNotLookQuick() {
    var clock = WorkClock([row])
    clock.trained(steps: 50, seconds: 0.1)
    #expect(isNear(clock.secondsLeft, (1000 + 200) * 0.005))
  }

  @Test func rowsInTheCacheTakeNoTime() {
    var clock = WorkClock([row, row], stored: [true, false])
    clock.endRow()
    clock.trained(steps: 1, seconds: 0.1)
    #expect(isNear(clock.secondsLeft, (1980 + 200) * 0.005))
    let known = WorkClock(
      [row, row], earlier: [Timing(training: 0.01, scoring: 0.01), nil], stored: [true, false])
    #expect(isNear(known.secondsLeft, 22))
  }

  @Test func aRowsTimingIsItsOwn() {
    var clock = WorkClock([row, row])
    for step in 1...10 { clock.trained(steps: step, seconds: 0.02) }
    #expect(clock.timing == nil)
    for step in 11...50 { clock.trained(steps: step, seconds: 0.02) }
    clock.scored(100, of: 100, seconds: 0.1)
    #expect(isNear(clock.timing?.training, 0.001) && isNear(clock.timing?.scoring, 0.001))
    clock.endRow()
    #expect(clock.timing == nil)
    for step in 1...50 { clock.trained(steps: step, seconds: 0.06) }
    #expect(isNear(clock.timing?.training, 0.003) && isNear(clock.timing?.scoring, 0.003))
  }

  @Test func timingsAreKeptByShapeAndTheOldestGo() throws {
    let folder = NSTemporaryDirectory() + "peftbook-timings-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let timings = try #require(Timings(environment: ["XDG_CACHE_HOME": folder]))
    #expect(timings.timing(of: ["a"]) == nil)
    let (one, other) = (Timing(training: 1, scoring: 2), Timing(training: 3, scoring: 4))
    timings.note(one, of: ["shape lora", "shape"])
    timings.note(other, of: ["shape full", "shape"])
    #expect(timings.timing(of: ["shape lora", "shape"]) == one)
    #expect(timings.timing(of: ["shape dora", "shape"]) == other)
    for number in 0..<500 { timings.note(one, of: ["\(number)"]) }
    #expect(timings.timing(of: ["shape"]) == nil && timings.timing(of: ["499"]) == one)
    #expect(Timings(environment: [:]) == nil && Timings(environment: ["HOME": ""]) == nil)
  }
}
