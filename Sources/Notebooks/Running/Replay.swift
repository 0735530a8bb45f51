import Foundation
import Language

/// Runs a notebook's cells in order and records what they print.
///
/// Nothing is written that did not change: a block keeps its bytes, timings included, while every
/// value that is not volatile is as recorded.
package struct Replay {
  package struct Options {
    /// Values that stand in the `param` lines of what is written.
    package var parameters: [String: String] = [:]
    /// Another file to write; the notebook itself then stays as it is.
    package var out: String?
    /// Volatile values are recorded anew.
    package var retime = false
    /// Where results are kept.
    package var cache: ResultCache?
    /// Say of every cell why it ran or did not.
    package var explains = false
    /// Written as `peftbook:` into a file that has none.
    package var version = "0.1"

    package init() {}
  }

  package struct Outcome: Sendable {
    /// 0, 70 when a cell failed, 73 when it could not write, 128 and a signal's number when it was
    /// interrupted.
    package var exit: Int32 = 0
    package var cellsRun = 0
    /// Those of which everything came from the cache.
    package var cellsReused = 0
    /// Numbers of the cells whose output block was rewritten.
    package var rewritten: [Int] = []
    /// The file that was written; nil when no byte changed.
    package var written: String?
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

  /// - Throws: before any cell runs, when the notebook cannot be read or run; after the cells,
  ///   when it cannot be written.
  package func run() throws(NotebookError) -> Outcome {
    if !options.parameters.isEmpty, options.out == nil {
      throw .parametersNeedOut(names: options.parameters.keys.sorted())
    }
    if let out = options.out { try NotebookFile.checkWritable(out) }
    let lock = try options.out == nil ? options.cache?.lock(notebook: path) : nil
    defer { withExtendedLifetime(lock) {} }
    var notebook = try OpenedNotebook(
      path, parameters: options.parameters, arithmetic: evaluator.arithmetic)
    var outcome = Outcome()
    outcome.recordedArithmetic = notebook.recordedArithmetic
    if let recorded = notebook.recordedArithmetic {
      reporter?.note(
        "recorded with \(recorded), now \(evaluator.arithmetic): the outputs are recorded anew")
    }
    noteMovedPaths(notebook.cells)
    let outputs = runCells(notebook.cells, &outcome)
    options.cache?.rememberFiles()
    let changed = outputs.filter { cell, output in
      options.retime && cell.recorded != nil || cell.differs(from: output)
    }
    notebook.setOutputs(changed)
    outcome.rewritten = changed.map(\.cell.number)
    if !notebook.cells.isEmpty {
      notebook.document.sign(
        version: options.version, arithmetic: evaluator.arithmetic, isFresh: outcome.exit == 0)
    }
    try write(notebook.document, over: notebook.file, &outcome)
    noteMovedError(notebook, outcome)
    return outcome
  }

  /// What was recorded above an error, or at the top of the file, moves the line it was told with.
  private func noteMovedError(_ notebook: OpenedNotebook, _ outcome: Outcome) {
    guard outcome.written == path, let error = outcome.failure, outcome.exit == 70,
      let span = error.diagnostic.span
    else { return }
    let told = error.source.position(of: span.start).line
    let after = NotebookDocument.parse(notebook.document.printed()).cells(file: path)
    guard outcome.cellsRun <= min(after.count, notebook.cells.count) else { return }
    let index = outcome.cellsRun - 1
    let moved = after[index].line - notebook.cells[index].line
    if moved != 0 {
      reporter?.note("with what was recorded, line \(told) is now line \(told + moved)")
    }
  }

  /// Relative paths are relative to the notebook, whichever it is.
  private func noteMovedPaths(_ cells: [Cell]) {
    guard let out = options.out else { return }
    let folder = { (path: String) in
      URL(filePath: path).deletingLastPathComponent().standardizedFileURL.path
    }
    let here = folder(path)
    guard folder(out) != here else { return }
    var moved: [String] = []
    for cell in cells {
      for statement in (try? Parser.parse(cell.code.source)) ?? [] {
        for case .string(let text) in statement.arguments.map(\.value.value)
        where !text.isEmpty && !text.hasPrefix("/") && !moved.contains(text)
          && FileManager.default.fileExists(atPath: here + "/" + text)
        {
          moved.append(text)
        }
      }
    }
    guard !moved.isEmpty else { return }
    let names = moved.map { "'\($0)'" }.joined(separator: ", ")
    reporter?.note("\(out) stands in another folder, from which \(names) leads elsewhere")
  }

  private func runCells(
    _ cells: [Cell], _ outcome: inout Outcome
  ) -> [(cell: Cell, output: CellOutput)] {
    var outputs: [(cell: Cell, output: CellOutput)] = []
    var history = RunHistory(of: path, options.cache)
    defer { history.keep() }
    for cell in cells {
      reporter?.started(cell, of: cells.count)
      let run = CellRun(cell, on: evaluator, reporter)
      outcome.cellsRun += 1
      if run.isReused { outcome.cellsReused += 1 }
      let reason = history.add(run, cell)
      if options.explains { reporter?.explained(cell, reason ?? "in the cache") }
      switch run.ending {
      case .finished:
        outputs.append((cell, run.output))
        reporter?.finished(cell, output: run.output)
      case .failed(let error):
        outcome.failure = error
        outcome.exit = run.failureExit
        // A full disk is none of the notebook's: what is recorded stays.
        if outcome.exit == 70 { outputs.append((cell, run.output)) }
        reporter?.failed(cell, error)
        return outputs
      case .interrupted(let error):
        // The cell keeps what was recorded: it neither ran nor failed.
        outcome.failure = error
        outcome.exit = error.diagnostic.exit
        reporter?.failed(cell, error)
        return outputs
      }
    }
    return outputs
  }

  private func write(
    _ document: NotebookDocument, over file: NotebookFile, _ outcome: inout Outcome
  ) throws(NotebookError) {
    let bytes = document.printed()
    if let out = options.out {
      try NotebookFile.write(bytes, to: out)
      outcome.written = out
    } else if bytes != file.bytes {
      try file.replace(with: bytes)
      outcome.written = path
    }
  }
}
