import Adapters
import Experiments
import Notebooks
import Training

/// The tables of a comparison, and what may be said of its differences.
extension TableObject {
  var lines: [[OutputPart]] {
    let trained = rows.contains { $0.result != nil }
    var lines = trained ? bestTable : scoredTable
    if trained, (epochs ?? 1) > 1 {
      let last = isPreset ? rows.lazy.compactMap(\.result?.epochs.last?.epoch).max() : nil
      lines += momentTable("first epoch" + (isPreset ? " [0]" : "")) { $0.result?.epochs.first }
      lines += momentTable("last epoch" + (last.map { " [\($0 - 1)]" } ?? "")) {
        $0.result?.epochs.last
      }
    }
    if let test { lines += testTable(test) }
    let evaluations = rows.compactMap { row in
      row.decisive.map { (title: row.title(seeds: seeds), evaluation: $0) }
    }
    if let more = task?.comparison(evaluations), !more.isEmpty { lines += [[]] + more }
    return lines + [[]] + statements.map { [$0] }
  }

  private var columns: [ScoreColumn] {
    [ScoreColumn](
      of: task, for: rows.lazy.compactMap { $0.decisive?.values.map(\.key) }.first ?? [])
  }

  /// r, α / r, lr and the trainable weights of a row.
  private func settings(_ row: TableRow) -> [OutputPart] {
    let (settings, weights) = (
      row.method?.settings ?? MethodSettings(), row.trainableParameters
    )
    let scale = settings.rank.flatMap { r in
      settings.alpha.map { Figures.setting(settings.scale($0, rank: r)) }
    }
    return [
      .given(settings.rank.map { "\($0)" } ?? "", exact: settings.rank.map { "\($0)" } ?? "-"),
      .given(scale ?? "", exact: scale ?? "-"),
      .given(
        row.settings.map { Figures.setting($0.learningRate) } ?? "",
        exact: row.settings.map { "\($0.learningRate)" } ?? "-"),
      .given(Figures.count(weights), exact: "\(weights)"),
    ]
  }

  private var bestTable: [[OutputPart]] {
    let title =
      "best epoch of \(epochs ?? 1), selected and scored on \(evaluation.name) "
      + "(\(Figures.plural(evaluation.examples, "example")))"
    var table = OutputTable(
      ["method", "r", "α/r", "lr", "trainable"] + columns.map(\.title)
        + ["epoch", "s/epoch", "peak MB"])
    for row in rows {
      let name: [OutputPart] = [.text(row.title(seeds: seeds))]
      guard let result = row.result, let best = result.epoch(result.bestEpoch) else {
        table.append(name + settings(row) + [.trained("diverged at step \(row.divergedStep ?? 0)")])
        continue
      }
      table.append(
        name + settings(row) + columns.parts(best.scores)
          + [
            .trained("\(best.epoch)" + (isPreset ? " [\(best.epoch - 1)]" : "")),
            .seconds(row.secondsPerEpoch ?? 0, unit: false),
            .megabytes(row.peakBytes ?? 0, unit: false),
          ])
    }
    return [[.text(title)]] + table.lines
  }

  private var scoredTable: [[OutputPart]] {
    let title = "scored on \(evaluation.name) (\(Figures.plural(evaluation.examples, "example")))"
    var table = OutputTable(["method", "r", "α/r", "lr", "trainable"] + columns.map(\.title))
    for row in rows {
      table.append(
        [.text(row.title(seeds: 1))] + settings(row)
          + columns.parts(row.decisive?.values ?? []))
    }
    return [[.text(title)]] + table.lines
  }

  private func momentTable(
    _ title: String, _ epoch: (TableRow) -> EpochReport?
  ) -> [[OutputPart]] {
    var table = OutputTable(
      [title, "r", "α/r", "lr", "trainable", "loss"] + columns.map(\.title)
        + ["s/epoch", "peak MB"])
    for row in rows {
      guard let report = epoch(row) else { continue }
      table.append(
        [.text(row.title(seeds: seeds))] + settings(row) + [.loss(report.loss)]
          + columns.parts(report.scores)
          + [
            .seconds(report.seconds, unit: false), .megabytes(report.peakBytes.total, unit: false),
          ])
    }
    return [[]] + table.lines
  }

  private func testTable(_ test: (name: String, examples: Int)) -> [[OutputPart]] {
    var table = OutputTable(["\(test.name), scored once"] + columns.map(\.title))
    for row in rows {
      guard let held = row.test else { continue }
      table.append([.text(row.title(seeds: seeds))] + columns.parts(held.values))
    }
    return [[]] + table.lines
  }
}
