import Experiments

/// How long the work of some rows takes: by how long such work took earlier, where that is known,
/// and the more the longer it lasts by how long the part of it took that is done.
package struct WorkClock {
  private struct Kind {
    /// Seconds that a unit of each row took earlier; 1 where nothing is known.
    var weights: [Double]
    /// Work that is over, done or not, and that of the row at hand; weighted.
    var behind = 0.0
    var now = 0.0
    /// What was done while the clock ran, weighted, and the seconds it took.
    var measured = 0.0
    var seconds = 0.0
    /// Of the row at hand, in its own units.
    var rowUnits = 0.0
    var rowSeconds = 0.0

    mutating func add(_ units: Double, row: Int, seconds: Double) {
      measured += units * weights[row]
      self.seconds += seconds
      rowUnits += units
      rowSeconds += seconds
    }

    mutating func endRow(behind units: Double, row: Int) {
      (behind, now) = (behind + units * weights[row], 0)
      (rowUnits, rowSeconds) = (0, 0)
    }

    /// Seconds a weighted unit takes; nil where nothing is known and nothing was measured.
    func rate(isKnown: Bool) -> Double? {
      // What earlier runs took counts as two seconds of this one.
      let earlier = isKnown ? 2.0 : 0
      return measured + earlier > 0 ? (seconds + earlier) / (measured + earlier) : nil
    }
  }

  private let rows: [RowWork]
  private let isKnown: Bool
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var row = 0
  /// The step of the row at hand.
  private var step = 0
  private var training: Kind
  private var scoring: Kind

  /// - Parameters:
  ///   - earlier: what a unit of each row's work took, where that is known.
  ///   - stored: which rows take no time.
  package init(_ rows: [RowWork], earlier: [Timing?] = [], stored: [Bool] = []) {
    self.rows = rows
    last = clock.now
    let known = earlier.compactMap { $0 }
    let isKnown = !known.isEmpty && earlier.count == rows.count
    let (all, count) = (known.reduce(Timing.zero, +), Double(max(1, known.count)))
    let usual = Timing(training: all.training / count, scoring: all.scoring / count)
    let timings = rows.indices.map { row -> Timing in
      if stored.indices.contains(row), stored[row] { return .zero }
      return isKnown ? earlier[row] ?? usual : .one
    }
    self.isKnown = isKnown
    training = Kind(weights: timings.map(\.training))
    scoring = Kind(weights: timings.map(\.scoring))
  }

  /// Seconds of work.
  package var elapsed: Double { training.seconds + scoring.seconds }

  /// Leaves out what passed since the last piece of work.
  package mutating func pause() { last = clock.now }

  package mutating func endRow() {
    guard row < rows.count else { return }
    training.endRow(behind: rows[row].training, row: row)
    scoring.endRow(behind: rows[row].scoring, row: row)
    (row, step) = (row + 1, 0)
  }

  /// - Parameter steps: of the row; its first report may be of a late one, where it goes on from a
  ///   checkpoint.
  package mutating func trained(steps: Int, seconds: Double? = nil) {
    guard row < rows.count else { return }
    let before = rows[row].training(step == 0 ? max(0, steps - 1) : step)
    let now = rows[row].training(steps)
    training.now = now * training.weights[row]
    training.add(now - before, row: row, seconds: lap(seconds))
    step = steps
  }

  package mutating func scored(_ examples: Int, of total: Int, seconds: Double? = nil) {
    guard row < rows.count else { return }
    let units = Double(examples) / Double(max(total, 1)) * rows[row].scoringOnce
    scoring.now += units * scoring.weights[row]
    scoring.add(units, row: row, seconds: lap(seconds))
  }

  /// The time since the last piece of work, unless a test says it.
  private mutating func lap(_ seconds: Double?) -> Double {
    let now = clock.now
    defer { last = now }
    return seconds ?? (now - last) / .seconds(1)
  }

  /// Nil before anything was computed in training, where nothing is known of earlier runs.
  package var secondsLeft: Double? {
    guard let rate = training.rate(isKnown: isKnown) else { return nil }
    let scoringRate = scoring.rate(isKnown: isKnown) ?? rate
    func left(_ kind: Kind, _ units: (RowWork) -> Double) -> Double {
      let all = zip(rows, kind.weights).reduce(0) { $0 + units($1.0) * $1.1 }
      return max(0, all - kind.behind - kind.now)
    }
    return left(training) { $0.training } * rate + left(scoring) { $0.scoring } * scoringRate
  }

  /// What a unit of the row at hand takes; nil where too little of it was measured to say.
  package var timing: Timing? {
    guard training.rowSeconds >= 0.25, training.rowUnits > 0 else { return nil }
    let rate = training.rowSeconds / training.rowUnits
    let isScored = scoring.rowSeconds >= 0.05 && scoring.rowUnits > 0
    return Timing(
      training: rate, scoring: isScored ? scoring.rowSeconds / scoring.rowUnits : rate)
  }
}

/// Seconds that a unit of work takes (`RowWork`).
package struct Timing: Equatable, Sendable {
  package var training: Double
  package var scoring: Double

  package init(training: Double, scoring: Double) {
    (self.training, self.scoring) = (training, scoring)
  }

  static let zero = Timing(training: 0, scoring: 0)
  static let one = Timing(training: 1, scoring: 1)

  static func + (a: Timing, b: Timing) -> Timing {
    Timing(training: a.training + b.training, scoring: a.scoring + b.scoring)
  }
}
