import Language

/// One execution of a cell: its output, and how it ended.
struct CellRun {
  enum Ending: Equatable {
    /// Every statement ran, or the cell failed as its info string says.
    case finished
    case failed(LocatedDiagnostic)
    case interrupted(LocatedDiagnostic)
  }

  /// What the statements printed, and the text of an error after it.
  private(set) var output = CellOutput()
  private(set) var ending = Ending.finished
  /// The statements that were evaluated, and whether they ran; empty without a cache.
  private(set) var statements: [(foresight: Foresight, executed: Bool)] = []

  /// What a notebook ends with that this cell stopped.
  var failureExit: Int32 {
    if case .failed(let error) = ending, error.diagnostic.exit == 73 { 73 } else { 70 }
  }

  var wasInterrupted: Bool {
    if case .interrupted = ending { true } else { false }
  }

  /// Whether there was something to run and all of it came from the cache.
  var isReused: Bool { !statements.isEmpty && !statements.contains { $0.executed } }

  init(_ cell: Cell, on evaluator: any Evaluator, _ reporter: (any NotebookReporter)?) {
    if let defect = cell.defect {
      output = CellOutput(text: defect.diagnostic.rendered(in: defect.source.unplaced))
      ending = .failed(defect)
      return
    }
    let code = cell.code
    do throws(Diagnostic) {
      if let line = code.invalidLine {
        throw Diagnostic(
          code: "not-utf8", exit: 65, message: "line \(line - cell.line) of the cell is not UTF-8")
      }
      for statement in try Parser.parse(code.source) {
        let result = try evaluate(statement, of: cell, code, on: evaluator)
        output = output + result.output
        if let foresight = result.foresight { statements.append((foresight, result.executed)) }
        reporter?.finished(statement, of: cell, result: result)
      }
      if let missed = cell.missedFailure(nil) { fail(missed) }
    } catch {
      end(with: error, in: cell, code)
    }
  }

  private mutating func evaluate(
    _ statement: Statement, of cell: Cell, _ code: CellCode, on evaluator: any Evaluator
  ) throws(Diagnostic) -> StatementResult {
    do {
      return try evaluator.evaluate(statement, in: code.source, cell: cell.number)
    } catch {
      if let foresight = evaluator.lastForesight { statements.append((foresight, true)) }
      throw error
    }
  }

  private mutating func end(with error: Diagnostic, in cell: Cell, _ code: CellCode) {
    if error.isInterruption {
      ending = .interrupted(code.located(error))
    } else if error.code == cell.expectedFailure {
      record(error, in: code.source)
    } else if let missed = cell.missedFailure(error) {
      record(error, in: code.source)
      fail(missed)
    } else {
      record(error, in: code.source)
      ending = .failed(code.located(error))
    }
  }

  private mutating func fail(_ error: LocatedDiagnostic) {
    record(error.diagnostic, in: error.source)
    ending = .failed(error)
  }

  private mutating func record(_ error: Diagnostic, in source: SourceText) {
    output = output + CellOutput(text: error.rendered(in: source.unplaced))
  }
}

extension SourceText {
  /// The same text without file and line: what is recorded in a notebook must not change when a
  /// line of prose is added above, or the file is renamed.
  fileprivate var unplaced: SourceText { SourceText(file: "", text: text, firstLine: 1) }
}

extension Cell {
  /// The error of a cell that was to fail with a code and did not; nil when no failure is expected.
  fileprivate func missedFailure(_ error: Diagnostic?) -> LocatedDiagnostic? {
    guard let expected = expectedFailure else { return nil }
    let opening = MarkdownLine(block.opening[...]).bytes
    let source = SourceText(
      file: file, text: String(decoding: opening, as: UTF8.self), firstLine: line)
    let found = error.map { "failed with '\($0.code)'" } ?? "ran without an error"
    return LocatedDiagnostic(
      Diagnostic(
        code: "expected-failure", exit: 70,
        message: "the cell was to fail with '\(expected)', but \(found)",
        span: span(of: "fails=\(expected)", in: source)),
      source)
  }
}
