import Notebooks
import Tasks

/// Which classes are taken for which: a row a true class, a column a predicted one.
struct ConfusionTable {
  let scores: ClassificationScores
  let labels: [String]

  init(_ scores: ClassificationScores, labels: [String]) {
    (self.scores, self.labels) = (scores, labels)
  }

  var lines: [[OutputPart]] {
    // Beyond a dozen classes nobody reads a square; the table by class says it better.
    guard labels.count <= Self.mostClasses else {
      let title = "by class, as a square of \(labels.count) by \(labels.count) would not be read"
      return [[.text(title)]] + byClass
    }
    var table = OutputTable(["is \\ taken for"] + labels)
    for (label, row) in zip(labels, scores.confusion) {
      table.append([.text(label)] + row.map { .trained("\($0)") })
    }
    return table.lines + (labels.count > 2 ? byClass : [])
  }

  private static let mostClasses = 12

  private var byClass: [[OutputPart]] {
    var table = OutputTable(["label", "precision", "recall", "f1", "examples"])
    for (label, one) in zip(labels, scores.perClass) {
      table.append([
        .text(label), .score(one.precision), .score(one.recall), .score(one.f1),
        .given(one.support),
      ])
    }
    return table.lines
  }
}
