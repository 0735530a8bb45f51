import Foundation
import Language

/// Runs a notebook's cells and compares what they print with what is recorded.
///
/// What cells would write goes to a temporary folder that later cells see, and the notebook itself
/// changes only where new outputs are to be promoted.
package struct Check {
  package struct Options {
    package var tolerance = Tolerance()
    /// Another arithmetic is a failure (75) instead of a reason for tolerance.
    package var exact = false
    /// Values that stand in the `param` lines of what is run.
    package var parameters: [String: String] = [:]
    /// Outputs that differ and are to stand in the notebook from now on.
    package var promotion: Promotion?
    /// Of the notebook: who writes it holds a lock there.
    package var cache: ResultCache?

    package init() {}
  }

  package struct Outcome: Sendable {
    /// 0, 1 when a difference counts and is not promoted, 70 when a cell failed, 73 when it could
    /// not write, 75 for another arithmetic with `exact`, 128 and a signal's number when it was
    /// interrupted.
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
    /// What would make the notebook record what its cells print now, as `diff -u` writes it.
    package var patch: [UInt8] = []
    /// Numbers of the cells whose output was promoted.
    package var promoted: [Int] = []
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
    if options.promotion != nil, !options.parameters.isEmpty {
      throw .parametersNeedOut(names: options.parameters.keys.sorted())
    }
    let lock = try options.promotion == nil ? nil : options.cache?.lockIfUsed(notebook: path)
    defer { withExtendedLifetime(lock) {} }
    let notebook = try OpenedNotebook(
      path, parameters: options.parameters, arithmetic: evaluator.arithmetic)
    try options.promotion?.check(notebook, evaluator.arithmetic)
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
    let changed = runCells(notebook.cells, &outcome)
    try promote(changed, in: notebook, &outcome)
    return outcome
  }

  private func promote(
    _ changed: [(cell: Cell, output: CellOutput)], in notebook: OpenedNotebook,
    _ outcome: inout Outcome
  ) throws(NotebookError) {
    let wanted = changed.filter { options.promotion?.includes($0.cell) ?? true }
    var promoted = notebook
    promoted.setOutputs(wanted)
    let bytes = promoted.document.printed()
    outcome.patch = UnifiedDiff(from: notebook.document.printed(), to: bytes, path: path).text
    guard options.promotion != nil, outcome.failure == nil, !wanted.isEmpty else { return }
    try notebook.file.replace(with: bytes)
    outcome.promoted = wanted.map(\.cell.number)
    if wanted.count == changed.count { outcome.exit = 0 }
  }

  /// - Returns: the cells whose output differs in a way that counts.
  private func runCells(
    _ cells: [Cell], _ outcome: inout Outcome
  ) -> [(cell: Cell, output: CellOutput)] {
    var changed: [(cell: Cell, output: CellOutput)] = []
    for cell in cells {
      reporter?.started(cell, of: cells.count)
      let run = CellRun(cell, on: evaluator, reporter)
      outcome.cellsRun += 1
      if run.isReused { outcome.cellsReused += 1 }
      switch run.ending {
      case .finished: reporter?.finished(cell, output: run.output)
      case .failed(let error):
        outcome.failure = error
        outcome.exit = run.failureExit
        reporter?.failed(cell, error)
        return changed
      case .interrupted(let error):
        outcome.failure = error
        outcome.exit = error.diagnostic.exit
        reporter?.failed(cell, error)
        return changed
      }
      let found = differences(cell, run.output, outcome.recordedArithmetic == nil)
      for difference in found {
        outcome.differences.append(difference)
        reporter?.found(difference)
      }
      if found.contains(where: \.isFailure) {
        outcome.exit = 1
        changed.append((cell, run.output))
      }
    }
    return changed
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
