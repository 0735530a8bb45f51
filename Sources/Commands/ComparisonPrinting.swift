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
      lines += momentTable("first epoch") { $0.result?.epochs.first }
      lines += momentTable("last epoch") { $0.result?.epochs.last }
    }
    if let test { lines += testTable(test) }
    return lines + [[]] + statements.map { [$0] }
  }

  private var keys: [String] {
    rows.lazy.compactMap { $0.decisive?.values.map(\.key) }.first ?? []
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
      ["method", "r", "α/r", "lr", "trainable"] + keys + ["epoch", "s/epoch", "peak MB"])
    for row in rows {
      let name: [OutputPart] = [.text(row.title(seeds: seeds))]
      guard let result = row.result, let best = result.epoch(result.bestEpoch) else {
        table.append(name + settings(row) + [.trained("diverged at step \(row.divergedStep ?? 0)")])
        continue
      }
      table.append(
        name + settings(row) + best.scores.map { .score($0.value) }
          + [
            .trained("\(best.epoch)"), .seconds(row.secondsPerEpoch ?? 0, unit: false),
            .megabytes(row.peakBytes ?? 0, unit: false),
          ])
    }
    return [[.text(title)]] + table.lines
  }

  private var scoredTable: [[OutputPart]] {
    let title = "scored on \(evaluation.name) (\(Figures.plural(evaluation.examples, "example")))"
    var table = OutputTable(["method", "r", "α/r", "lr", "trainable"] + keys)
    for row in rows {
      table.append(
        [.text(row.title(seeds: 1))] + settings(row)
          + (row.decisive?.values.map { .score($0.value) } ?? []))
    }
    return [[.text(title)]] + table.lines
  }

  private func momentTable(
    _ title: String, _ epoch: (TableRow) -> EpochReport?
  ) -> [[OutputPart]] {
    var table = OutputTable(
      [title, "r", "α/r", "lr", "trainable", "loss"] + keys + ["s/epoch", "peak MB"])
    for row in rows {
      guard let report = epoch(row) else { continue }
      table.append(
        [.text(row.title(seeds: seeds))] + settings(row) + [.loss(report.loss)]
          + report.scores.map { .score($0.value) }
          + [
            .seconds(report.seconds, unit: false), .megabytes(report.peakBytes.total, unit: false),
          ])
    }
    return [[]] + table.lines
  }

  private func testTable(_ test: (name: String, examples: Int)) -> [[OutputPart]] {
    var table = OutputTable(["\(test.name), scored once"] + keys)
    for row in rows {
      guard let held = row.test else { continue }
      table.append([.text(row.title(seeds: seeds))] + held.values.map { .score($0.value) })
    }
    return [[]] + table.lines
  }
}

/// Sentences about the differences between rows: what they show, and what they do not.
extension TableObject {
  private var statements: [OutputPart] {
    var parts = remarks.map { OutputPart.text($0) }
    if let undertrained { parts.append(.trained(undertrained)) }
    if seeds > 1 {
      parts += summaries.map { .trained($0) }
    } else {
      parts += pairedTests.map { .trained($0) }
      parts.append(.text("one seed was run: the variance between seeds is not measured"))
    }
    return parts
  }

  private var undertrained: String? {
    let names = rows.filter { row in
      guard let result = row.result, result.epochs.count > 1 else { return false }
      return result.bestEpoch == result.epochs.last?.epoch
    }.map(\.name)
    guard !names.isEmpty else { return nil }
    return "best epoch is the last: undertrained? (\(unique(names).joined(separator: ", ")))"
  }

  /// Each row against the baseline, or against the best row.
  private var pairedTests: [String] {
    let reference = baseline.flatMap { name in rows.first { $0.name == name } } ?? best
    guard rows.count > 1, let reference, let first = reference.decisive else { return [] }
    var alike: [String] = []
    var apart: [String] = []
    var detectable = 0.0
    var examples = 0
    for row in rows where row.name != reference.name {
      guard let second = row.decisive, let pair = PairedDifference(first, second) else { continue }
      let phrase = "\(row.name) (\(Figures.significance(pair.p)))"
      examples = pair.examples
      if pair.p < 0.05 {
        apart.append(phrase)
      } else {
        alike.append(phrase)
        detectable = max(detectable, pair.detectable)
      }
    }
    var sentences: [String] = []
    if !apart.isEmpty {
      sentences.append("differs from \(reference.name): " + apart.joined(separator: ", "))
    }
    if !alike.isEmpty {
      sentences.append(
        "no difference shown between \(reference.name) and " + alike.joined(separator: ", "))
    }
    guard examples > 0 else { return sentences }
    let limit =
      alike.isEmpty
      ? "" : "; \(examples) examples detect about \(Figures.fixed(100 * detectable, 1)) points"
    return sentences + ["McNemar's exact test" + limit]
  }

  /// Mean and spread over the seeds, and a paired test against the baseline.
  private var summaries: [String] {
    var sentences: [String] = []
    for summary in seedSummaries {
      var text = "\(summary.name): \(metric) on \(test?.name ?? evaluation.name) "
      text += Figures.fixed(summary.mean, 4)
      if let deviation = summary.standardDeviation {
        text += " ± \(Figures.fixed(deviation, 4)) over \(summary.values.count) seeds"
      }
      if let test = summary.test, let baseline {
        text += ", \(Figures.significance(test.p)) against \(baseline) (paired t)"
      }
      sentences.append(text)
    }
    return sentences
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
