import Notebooks
import Tasks
import Training

/// What is shown of answers that are spans.
extension QuestionAnsweringTask {
  static func columns(for keys: [String]) -> [ScoreColumn]? {
    guard keys.contains("exact") else { return nil }
    return [
      ScoreColumn("exact", isPercentage: true), ScoreColumn("f1", isPercentage: true),
      ScoreColumn("overlap_accuracy", title: "overlap\naccuracy"),
      ScoreColumn("overlap_f1", title: "\nf1"),
      ScoreColumn("overlap_precision", title: "\nprecision"),
      ScoreColumn("overlap_recall", title: "\nrecall"),
    ]
  }

  static func report(_ evaluation: Evaluation, labels: [String]) -> [[OutputPart]] {
    guard let scores = evaluation.scores as? QuestionAnsweringScores else {
      return scoreTable(evaluation)
    }
    var lines = official(scores.official, questions: evaluation.examples)
    var line: [OutputPart] = [.text("overlap of places in the context: ")]
    for (i, one) in scores.overlap.values.enumerated() {
      let key = one.key.dropFirst("overlap_".count)
      line += [.text((i == 0 ? "" : ", ") + key + " "), .score(one.value)]
    }
    lines.append(line)
    return lines
  }

  private static func official(_ scores: any Scores, questions: Int) -> [[OutputPart]] {
    guard let scores = scores as? SQuAD2Scores else {
      var table = OutputTable(["questions"] + scores.values.map(\.key))
      table.append([.given(questions)] + scores.values.map { .percentage($0.value) })
      return table.lines
    }
    var table = OutputTable(["", "questions", "exact", "f1"])
    for (title, part) in [
      ("all", scores.all), ("HasAns", scores.hasAnswer), ("NoAns", scores.noAnswer),
    ] {
      guard let part else { continue }
      table.append([
        .text(title), .given(part.total), .percentage(part.exact), .percentage(part.f1),
      ])
    }
    table.append([
      .text("always null"), .given(scores.all.total), .percentage(scores.alwaysNull),
      .percentage(scores.alwaysNull),
    ])
    var lines = table.lines
    if let exact = scores.bestExact, let f1 = scores.bestF1 {
      lines.append([
        .text("at the best no-answer threshold: exact "), .percentage(exact.score), .text(" at "),
        .score(exact.threshold), .text(", f1 "), .percentage(f1.score), .text(" at "),
        .score(f1.threshold),
      ])
    }
    return lines
  }

  /// Of version 2 data, questions with an answer and without one, beside answering nothing at all.
  static func comparison(
    _ rows: [(title: String, evaluation: Evaluation)]
  ) -> [[OutputPart]] {
    let scored = rows.compactMap { row in
      ((row.evaluation.scores as? QuestionAnsweringScores)?.official as? SQuAD2Scores)
        .map { (row.title, $0) }
    }
    guard let first = scored.first?.1 else { return [] }
    let counts = [first.hasAnswer?.total ?? 0, first.noAnswer?.total ?? 0]
    var table = OutputTable([
      "of \(first.all.total) questions", "HasAns (\(counts[0]))\nexact", "\nf1",
      "NoAns (\(counts[1]))\nexact", "best f1", "at no-answer\nprobability",
    ])
    func cell(_ value: Double?) -> OutputPart { value.map { .percentage($0) } ?? .text("") }
    for (title, scores) in scored {
      table.append([
        .text(title), cell(scores.hasAnswer?.exact), cell(scores.hasAnswer?.f1),
        cell(scores.noAnswer?.exact), cell(scores.bestF1?.score),
        scores.bestF1.map { .score($0.threshold) } ?? .text(""),
      ])
    }
    table.append([
      .text("always null"), cell(first.hasAnswer.map { _ in 0 }),
      cell(first.hasAnswer.map { _ in 0 }), cell(first.noAnswer.map { _ in 100 }),
      cell(first.alwaysNull), .text(""),
    ])
    return table.lines
  }
}
