import Autograd

/// One measured rate, beside what bounds it.
package struct BenchRow {
  package enum Unit: String {
    case operations = "GFLOP/s"
    case bytes = "GB/s"
  }

  package let name: String
  /// In billions a second: the median of the rounds.
  package let rate: Double
  package let unit: Unit
  /// Of the product or the copy measured in the same rounds.
  package let share: Double
}

/// Measures in rounds, every case once a round, so that a machine that is busy for a while is busy
/// for all of them; what is printed is a ratio within one run.
struct BenchRounds {
  let rounds: Int
  /// A case runs at least this long a round.
  let seconds = 0.05

  /// - Returns: seconds a call, the median over the rounds, in the order of the cases.
  func medians(_ cases: [() -> Void]) -> [Double] {
    for run in cases { run() }  // warm-up: buffers, pages, thread start
    var times = [[Double]](repeating: [], count: cases.count)
    for _ in 0..<rounds {
      for (i, run) in cases.enumerated() { times[i].append(secondsPerCall(run)) }
    }
    return times.map { $0.sorted()[$0.count / 2] }
  }

  private func secondsPerCall(_ run: () -> Void) -> Double {
    let start = ContinuousClock.now
    var calls = 0.0
    var elapsed = 0.0
    repeat {
      run()
      calls += 1
      elapsed = (ContinuousClock.now - start) / .seconds(1)
    } while elapsed < seconds
    return elapsed / calls
  }
}
