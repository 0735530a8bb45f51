import Files

/// A training log: a JSON object a step, a line each.
package struct StepLog {
  private let file: LineFile

  /// Opens the file anew.
  package init(_ path: String) throws(FileError) { file = try LineFile(path) }

  func write(_ report: StepReport) throws(FileError) {
    let line = JSON.object([
      "step": .integer(report.step), "epoch": .integer(report.epoch),
      "loss": .number(report.loss), "learning_rate": .number(report.learningRate),
      "seconds": .number(report.seconds),
    ])
    try file.append(line.serialized())
  }
}
