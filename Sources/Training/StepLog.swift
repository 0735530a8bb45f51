import Files

/// A training log: a JSON object a step, a line each.
package struct StepLog {
  private let file: LineFile

  /// Opens the file anew.
  ///
  /// - Parameter steps: of a run that goes on: the lines of so many steps stay.
  package init(_ path: String, keeping steps: Int = 0) throws(FileError) {
    let old = steps > 0 ? Self.lines(of: path, upTo: steps) : []
    file = try LineFile(path)
    if !old.isEmpty { try file.append(old.joined(separator: "\n")) }
  }

  private static func lines(of path: String, upTo steps: Int) -> [String] {
    guard let text = try? FileBytes(mapping: path).text() else { return [] }
    return text.split(separator: "\n").map(String.init).filter { line in
      let step = (try? JSON.parse(line, file: path))?["step"]?.int
      return step.map { $0 <= steps } ?? false
    }
  }

  func write(_ report: StepReport) throws(FileError) {
    let line = JSON.object([
      "step": .integer(report.step), "epoch": .integer(report.epoch),
      "loss": .number(report.loss), "learning_rate": .number(report.learningRate),
      "seconds": .number(report.seconds),
    ])
    try file.append(line.serialized())
  }
}
