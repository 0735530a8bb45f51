import Experiments

/// How long the work of some rows takes, by how long the part of it took that is done.
struct WorkClock {
  private struct Kind {
    /// Of rows that are over, whether or not they came to their end, and of the row at hand.
    var before = 0.0
    var now = 0.0
    var seconds = 0.0
    var done: Double { before + now }
  }

  private let rows: [RowWork]
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var row = 0
  private var training = Kind()
  private var scoring = Kind()

  init(_ rows: [RowWork]) {
    self.rows = rows
    last = clock.now
  }

  /// Seconds of work.
  var elapsed: Double { training.seconds + scoring.seconds }

  /// Leaves out what passed since the last piece of work.
  mutating func pause() { last = clock.now }

  mutating func endRow() {
    (training.before, training.now) = (training.before + rows[row].training, 0)
    (scoring.before, scoring.now) = (scoring.before + rows[row].scoring, 0)
    row += 1
  }

  mutating func trained(steps: Int) {
    training.now = rows[row].training(steps)
    training.seconds += lap()
  }

  mutating func scored(_ examples: Int, of total: Int) {
    scoring.now += Double(examples) / Double(max(total, 1)) * rows[row].scoringOnce
    scoring.seconds += lap()
  }

  private mutating func lap() -> Double {
    let now = clock.now
    defer { last = now }
    return (now - last) / .seconds(1)
  }

  /// Nil before anything was computed in training.
  var secondsLeft: Double? {
    guard training.done > 0 else { return nil }
    let rate = training.seconds / training.done
    let scoringRate = scoring.done > 0 ? scoring.seconds / scoring.done : rate
    let left = rows.reduce(0) { $0 + $1.training } - training.done
    let leftToScore = rows.reduce(0) { $0 + $1.scoring } - scoring.done
    return max(0, left) * rate + max(0, leftToScore) * scoringRate
  }
}
