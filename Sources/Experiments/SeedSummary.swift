import Training

/// A metric over the seeds of the rows that share a name.
package struct SeedSummary: Sendable {
  package let name: String
  /// The seeds that did not diverge, in the order of the rows.
  package let seeds: [UInt64]
  package let values: [Double]
  package let mean: Double
  /// Of the sample (n − 1); nil for a single seed.
  package let standardDeviation: Double?
  /// Against the baseline, over the seeds both have; nil with fewer than two, and for the baseline.
  package let test: PairedTTest?

  /// One summary a name, in the order of the rows; names whose every seed diverged are left out.
  ///
  /// - Parameters:
  ///   - metric: a key of the evaluations' scores.
  ///   - baseline: the name the others are tested against.
  /// - Throws: `unknownRow` for a baseline that no row is called.
  package static func all(
    of results: [RowResult], metric: String, baseline: String? = nil
  ) throws(ExperimentError) -> [SeedSummary] {
    var names: [String] = []
    var found: [String: [(seed: UInt64, value: Double)]] = [:]
    for result in results {
      let name = result.row.name
      if !names.contains(name) { names.append(name) }
      guard let value = result.decisive?.value(metric) else { continue }
      found[name, default: []].append((result.row.seed, value))
    }
    if let baseline, !names.contains(baseline) { throw .unknownRow(baseline, known: names) }
    let reference = baseline.flatMap { found[$0] }
    return names.compactMap { name in
      found[name].map {
        SeedSummary(name, $0, against: name == baseline ? nil : reference)
      }
    }
  }

  private init(
    _ name: String, _ found: [(seed: UInt64, value: Double)],
    against reference: [(seed: UInt64, value: Double)]?
  ) {
    self.name = name
    seeds = found.map(\.seed)
    values = found.map(\.value)
    (mean, standardDeviation) = Statistics.meanAndStandardDeviation(values)
    let differences = found.compactMap { one in
      reference?.first { $0.seed == one.seed }.map { one.value - $0.value }
    }
    test = Statistics.pairedTTest(differences: differences)
  }
}
