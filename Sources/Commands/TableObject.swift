import Adapters
import Experiments
import Files
import Training

/// A row of a comparison: a method with its settings, and what came of it.
struct TableRow {
  let name: String
  /// Nil for a plain model.
  let method: (any AdapterMethod)?
  let settings: TrainingSettings?
  let seed: UInt64
  let trainableParameters: Int
  /// Nil where the adapter was only scored here.
  let result: TrainingResult?
  /// The step at which training diverged.
  let divergedStep: Int?
  /// Nil where training diverged.
  let adapter: AdapterObject?
  /// What rows are compared by: the held set where there is one, else the kept epoch's evaluation.
  let decisive: Evaluation?
  let test: Evaluation?

  /// The name, and the seed where several were run.
  func title(seeds: Int) -> String { seeds > 1 ? "\(name) seed=\(seed)" : name }
}

/// A comparison's result.
package final class TableObject {
  let rows: [TableRow]
  let task: (any TaskKind.Type)?
  /// The data set that chose the epochs, or scored the rows, and how many examples it has.
  let evaluation: (name: String, examples: Int)
  let test: (name: String, examples: Int)?
  let epochs: Int?
  let baseline: String?
  /// Things to know about the settings.
  let remarks: [String]
  /// One a name; empty where a single seed was run.
  let seedSummaries: [SeedSummary]
  /// Whether the epochs' numbers in an experiment that counts from 0 stand in brackets.
  var isPreset = false

  init(
    rows: [TableRow], task: (any TaskKind.Type)?, evaluation: (name: String, examples: Int),
    test: (name: String, examples: Int)? = nil, epochs: Int? = nil, baseline: String? = nil,
    remarks: [String] = [], seedSummaries: [SeedSummary] = []
  ) {
    (self.rows, self.task, self.evaluation, self.test) = (rows, task, evaluation, test)
    (self.epochs, self.baseline, self.remarks) = (epochs, baseline, remarks)
    self.seedSummaries = seedSummaries
  }

  var seeds: Int { Set(rows.map(\.seed)).count }

  /// The row with the best score on the set that chose the epochs; of equals the one with fewer
  /// trained weights.
  var best: TableRow? {
    rows.filter { $0.decisive != nil }.max { first, second in
      let (a, b) = (score(first), score(second))
      if a == b { return first.trainableParameters > second.trainableParameters }
      return higherIsBetter ? a < b : a > b
    }
  }

  /// The key by which rows are ranked.
  var metric: String {
    if let chosen = rows.lazy.compactMap({ $0.result?.metric }).first { return chosen }
    let scores = rows.lazy.compactMap { $0.decisive?.scores }.first
    return scores.map { type(of: $0).mainMetric } ?? "accuracy"
  }

  /// Whether the larger value of that key is the better one.
  var higherIsBetter: Bool { !["loss", "perplexity"].contains(metric) }

  /// What rows are ranked by: the set that chose the epochs, never the held one.
  func score(_ row: TableRow) -> Double {
    (row.result?.evaluation ?? row.decisive)?.value(metric)
      ?? (higherIsBetter ? -.infinity : .infinity)
  }
}

extension TableObject {
  /// What every table's file begins with.
  static let firstColumns = "name,method,r,alpha,lr,seed,"

  /// Every row at full precision, for a spreadsheet.
  var csv: String {
    let keys = rows.lazy.compactMap { $0.decisive?.values.map(\.key) }.first ?? []
    var head = ["name", "method", "r", "alpha", "lr", "seed", "trainable_parameters", "best_epoch"]
    head +=
      ["seconds_per_epoch", "peak_bytes"] + keys + (test == nil ? [] : keys.map { "test_" + $0 })
    var lines = [head.joined(separator: ",")]
    for row in rows {
      let settings = row.method?.settings ?? MethodSettings()
      var cells = [quoted(row.name), row.method?.name ?? ""]
      cells += [settings.rank.map { "\($0)" } ?? "", settings.alpha.map { "\($0)" } ?? ""]
      cells += [row.settings.map { "\($0.learningRate)" } ?? "", "\(row.seed)"]
      cells += ["\(row.trainableParameters)", row.result?.bestEpoch.map { "\($0)" } ?? ""]
      cells += [row.secondsPerEpoch.map { "\($0)" } ?? "", row.peakBytes.map { "\($0)" } ?? ""]
      let chosen = row.result?.evaluation ?? row.decisive
      cells += keys.map { key in chosen?.value(key).map { "\($0)" } ?? "" }
      if test != nil { cells += keys.map { key in row.test?.value(key).map { "\($0)" } ?? "" } }
      lines.append(cells.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// RFC 4180: quotes around a field that needs them.
  private func quoted(_ text: String) -> String {
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    guard text.unicodeScalars.contains(where: special.contains) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

extension TableRow {
  /// The mean seconds of training an epoch took.
  var secondsPerEpoch: Double? {
    guard let result, !result.epochs.isEmpty else { return nil }
    return result.epochs.reduce(0) { $0 + $1.seconds } / Double(result.epochs.count)
  }

  /// The largest peak of accounted bytes of its epochs.
  var peakBytes: Int? { result?.peakBytes?.total }
}
