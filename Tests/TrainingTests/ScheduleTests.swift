import Testing
import Training
import TrainingTestSupport

@Suite struct ScheduleTests {
  @Test func factorsAreThoseOfTransformers() throws {
    let cases = try Fixture.json("schedules.json")["cases"]?.array ?? []
    #expect(cases.count == 15)
    for one in cases {
      let name = one["schedule"]?.string
      let schedule = try #require(schedules.first { $0.name == name })
      let (warmup, total) = (one.whole("warmup"), one.whole("total"))
      for (step, expected) in (one["factors"]?.doubles ?? []).enumerated() {
        let found = schedule.factor(step: step, warmup: warmup, total: total)
        #expect(
          abs(found - expected) < 1e-15, "\(schedule.name) \(warmup)/\(total), step \(step)")
      }
    }
  }

  @Test func everyScheduleStartsAtOneAfterItsWarmup() {
    for schedule in schedules {
      #expect(schedule.factor(step: 0, warmup: 0, total: 10) == 1, "\(schedule.name)")
      #expect(schedule.factor(step: 0, warmup: 4, total: 10) == 0, "\(schedule.name)")
      #expect(schedule.factor(step: 4, warmup: 4, total: 10) == 1, "\(schedule.name)")
    }
  }

  @Test(arguments: [(0.0, 0), (0.1, 10), (0.101, 11), (0.999, 100), (1, 1), (25, 25)])
  func warmupBelowOneIsAFraction(_ warmup: Double, _ steps: Int) {
    var settings = TrainingSettings(learningRate: 1)
    settings.warmup = warmup
    #expect(settings.warmupSteps(of: 100) == steps)
  }

  @Test func lastBatchOfAnEpochMayBeSmaller() {
    var settings = TrainingSettings(learningRate: 1)
    settings.epochs = 2
    #expect(settings.stepsPerEpoch(examples: 16) == 1)
    #expect(settings.totalSteps(examples: 17) == 4)
    settings.maxSteps = 3
    #expect(settings.totalSteps(examples: 17) == 3)
    #expect(settings.scheduledSteps(examples: 17) == 4)
  }
}
