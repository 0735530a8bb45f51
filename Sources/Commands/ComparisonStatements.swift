import Experiments
import Language
import Notebooks
import Training

/// Sentences about the differences between rows: what they show, and what they do not.
extension TableObject {
  var statements: [OutputPart] {
    var parts = remarks.map { OutputPart.text($0) }
    if let shared { parts.append(.text(shared)) }
    if let undertrained { parts.append(.trained(undertrained)) }
    if seeds > 1 {
      parts += summaries.map { .trained($0) }
    } else {
      parts += pairedTests.map { .trained($0) }
      parts.append(.text("one seed was run: the variance between seeds is not measured"))
    }
    return parts
  }

  /// Whose time and memory leave out what an earlier row has done for them.
  private var shared: String? {
    let titles = rows.filter { $0.result?.sharedFeatures == true }.map { $0.title(seeds: seeds) }
    guard !titles.isEmpty else { return nil }
    return "the encoder's features were computed in an earlier row, and are no part of the time of "
      + titles.joined(separator: ", ")
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
    var found: [PairedDifference] = []
    for row in rows where row.name != reference.name {
      guard let second = row.decisive else { continue }
      let pairs = PairedDifference.all(first, second)
      // The one that decides is of the score that rows are ranked by, where it has one.
      guard let pair = pairs.first(where: { $0.key == metric }) ?? pairs.first else { continue }
      let phrase =
        "\(row.name) ("
        + pairs.map { significance($0, of: pairs.count) }
        .joined(separator: ", ") + ")"
      if pair.p < 0.05 { apart.append(phrase) } else { alike.append(phrase) }
      found.append(pair)
    }
    var sentences: [String] = []
    if !apart.isEmpty {
      sentences += wrapped("differs from \(reference.name): ", apart, first)
    }
    if !alike.isEmpty {
      sentences += wrapped("no difference shown between \(reference.name) and ", alike, first)
    }
    return sentences + testNames(found)
  }

  /// Rows behind a sentence's beginning; where each has several tests, on lines of their own beyond
  /// a line's width.
  private func wrapped(
    _ beginning: String, _ phrases: [String], _ evaluation: Evaluation
  ) -> [String] {
    guard evaluation.exampleScores.count > 1 else {
      return [beginning + phrases.joined(separator: ", ")]
    }
    var lines = [beginning]
    for (i, phrase) in phrases.enumerated() {
      let next = phrase + (i + 1 < phrases.count ? ", " : "")
      if i > 0, displayWidth(lines[lines.count - 1] + next) > 100 { lines.append("  ") }
      lines[lines.count - 1] += next
    }
    return lines.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }
  }

  private func significance(_ pair: PairedDifference, of count: Int) -> String {
    (count > 1 ? pair.key + " " : "") + Figures.significance(pair.p)
  }

  /// Which tests they were, and what so many examples would have shown.
  private func testNames(_ pairs: [PairedDifference]) -> [String] {
    guard let first = pairs.first else { return [] }
    let unclear = pairs.filter { $0.p >= 0.05 }.map(\.detectable).max()
    // Rows that differ nowhere say nothing of what would have been seen.
    let limit = unclear.map { Figures.fixed(100 * $0, 1) }.flatMap {
      $0 == "0.0" ? nil : "; \(first.examples) examples detect about \($0) points"
    }
    let scores = rows.lazy.compactMap { $0.decisive?.exampleScores }.first ?? []
    let names = scores.map { score in
      let name = score.isBinary ? "McNemar's exact test" : "paired t test"
      return score.key == "accuracy" ? name : name + " of \(score.key)"
    }
    return [names.joined(separator: ", ") + (limit ?? "")]
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
