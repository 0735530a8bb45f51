import Foundation
import Language

/// Runs a notebook's cells and compares what they print with what is recorded.
///
/// Nothing is written: what cells would write goes to a temporary folder that later cells see.
package struct Check {
  package struct Options: Sendable {
    package var tolerance = Tolerance()
    /// Another arithmetic is a failure (75) instead of a reason for tolerance.
    package var exact = false
    /// Values that stand in the `param` lines of what is run.
    package var parameters: [String: String] = [:]

    package init() {}
  }

  package struct Outcome: Sendable {
    /// 0, 1 when a difference counts, 70 when a cell failed, 75 for another arithmetic with
    /// `exact`, 130 or 143 when it was interrupted.
    package var exit: Int32 = 0
    package var cellsRun = 0
    /// Those of which everything came from a cache.
    package var cellsReused = 0
    /// Those that count and those that are only listed.
    package var differences: [Difference] = []
    /// The error the notebook stopped at.
    package var failure: LocatedDiagnostic?
    /// The fingerprint the notebook was recorded with, when it is another one.
    package var recordedArithmetic: String?
  }

  private let path: String
  private let evaluator: any Evaluator
  private let options: Options
  private let reporter: (any NotebookReporter)?

  package init(
    path: String, evaluator: any Evaluator, options: Options = Options(),
    reporter: (any NotebookReporter)? = nil
  ) {
    (self.path, self.evaluator, self.options, self.reporter) = (path, evaluator, options, reporter)
  }

  /// - Throws: when the notebook cannot be read or run, or there is no place for its writes.
  package func run() throws(NotebookError) -> Outcome {
    let notebook = try OpenedNotebook(
      path, parameters: options.parameters, arithmetic: evaluator.arithmetic)
    var outcome = Outcome()
    outcome.recordedArithmetic = notebook.recordedArithmetic
    if let recorded = notebook.recordedArithmetic {
      let consequence =
        options.exact
        ? "not the same arithmetic" : "trained values are compared within a tolerance"
      reporter?.note("recorded with \(recorded), now \(evaluator.arithmetic): \(consequence)")
      if options.exact {
        outcome.exit = 75
        return outcome
      }
    }
    let folder = try TemporaryFolder.make()
    let before = evaluator.writesRedirectedTo
    evaluator.writesRedirectedTo = folder
    defer {
      evaluator.writesRedirectedTo = before
      try? FileManager.default.removeItem(atPath: folder)
    }
    runCells(notebook.cells, &outcome)
    return outcome
  }

  private func runCells(_ cells: [Cell], _ outcome: inout Outcome) {
    for cell in cells {
      reporter?.started(cell, of: cells.count)
      let run = CellRun(cell, on: evaluator, reporter)
      outcome.cellsRun += 1
      if run.isReused { outcome.cellsReused += 1 }
      switch run.ending {
      case .finished: reporter?.finished(cell, output: run.output)
      case .failed(let error):
        outcome.failure = error
        outcome.exit = 70
        reporter?.failed(cell, error)
        return
      case .interrupted(let error):
        outcome.failure = error
        outcome.exit = error.diagnostic.exit
        reporter?.failed(cell, error)
        return
      }
      for difference in differences(cell, run.output, outcome.recordedArithmetic == nil) {
        outcome.differences.append(difference)
        if difference.isFailure { outcome.exit = 1 }
        reporter?.found(difference)
      }
    }
  }

  private func differences(
    _ cell: Cell, _ output: CellOutput, _ isSameArithmetic: Bool
  ) -> [Difference] {
    guard let recorded = RecordedOutput(cell) else {
      if output.isEmpty { return [] }
      return [
        Difference(
          kind: .neverRun, cell: cell.number, file: cell.file, line: cell.line, column: 1,
          expected: "", found: output.text, isFailure: true)
      ]
    }
    return OutputComparison(recorded, output).mismatches.compactMap { mismatch in
      let counts = isSameArithmetic ? true : weight(of: mismatch)
      return counts.map { Difference(mismatch, in: cell, isFailure: $0) }
    }
  }

  /// On another arithmetic: whether a mismatch counts, is only listed, or is none at all (nil).
  private func weight(of mismatch: OutputComparison.Mismatch) -> Bool? {
    switch mismatch.reason {
    case .value(let kind) where [.score, .percentage, .loss].contains(kind):
      let isNear = options.tolerance.allows(
        kind, expected: mismatch.expected, exact: mismatch.exact)
      return isNear ? nil : true
    case .value(.other): return false
    case .value, .noDigest: return true
    case .spacing, .belowPrintedDigits: return nil
    case .missingLine, .unexpectedLine: return !mismatch.isTrainedLine
    }
  }
}

extension Difference {
  fileprivate init(
    _ mismatch: OutputComparison.Mismatch, in cell: Cell, isFailure: Bool
  ) {
    kind =
      switch mismatch.reason {
      case .value(let kind): .value(kind)
      case .spacing: .spacing
      case .belowPrintedDigits: .belowPrintedDigits
      case .noDigest: .noDigest
      case .missingLine: .missingLine
      case .unexpectedLine: .unexpectedLine
      }
    self.cell = cell.number
    file = cell.file
    (line, column) = (mismatch.line, mismatch.column)
    (expected, found) = (mismatch.expected, mismatch.found)
    self.isFailure = isFailure
  }
}
