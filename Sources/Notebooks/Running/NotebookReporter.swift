import Language

/// Is told what a replay or a check does, as it goes. Every call has an empty default.
package protocol NotebookReporter: AnyObject {
  /// A cell is about to run; `count` is the number of cells.
  func started(_ cell: Cell, of count: Int)
  /// One statement ran; its output and its record for `--json` are in `result`.
  func finished(_ statement: Statement, of cell: Cell, result: StatementResult)
  /// A cell ran, or failed as it was expected to.
  func finished(_ cell: Cell, output: CellOutput)
  /// Why a cell ran, or did not; where that was asked for.
  func explained(_ cell: Cell, _ reason: String)
  /// A cell failed; the notebook stops here.
  func failed(_ cell: Cell, _ error: LocatedDiagnostic)
  /// A check found a value that is not as recorded.
  func found(_ difference: Difference)
  /// A sentence to show: the notebook was recorded with another arithmetic.
  func note(_ sentence: String)
}

extension NotebookReporter {
  package func started(_ cell: Cell, of count: Int) {}
  package func finished(_ statement: Statement, of cell: Cell, result: StatementResult) {}
  package func finished(_ cell: Cell, output: CellOutput) {}
  package func explained(_ cell: Cell, _ reason: String) {}
  package func failed(_ cell: Cell, _ error: LocatedDiagnostic) {}
  package func found(_ difference: Difference) {}
  package func note(_ sentence: String) {}
}
