import Language
import Notebooks

/// Shows a replay as a sitting at the prompt: each cell, then its output as it comes.
final class CellReporter: NotebookReporter {
  private let console: Console
  private var linesShown = 0

  init(_ console: Console) { self.console = console }

  func started(_ cell: Cell, of count: Int) {
    linesShown = 0
    let lines = cell.code.source.text.split(separator: "\n", omittingEmptySubsequences: false)
    var prompt = Prompt.first
    for line in lines.dropLast(lines.last == "" ? 1 : 0) {
      console.show(console.dimmed(prompt) + line)
      prompt = Prompt.continued
    }
  }

  func finished(_ statement: Statement, of cell: Cell, result: StatementResult) {
    console.show(result.output)
    linesShown += result.output.lines.count
  }

  /// What no statement printed: the error of a cell that was to fail.
  func finished(_ cell: Cell, output: CellOutput) {
    let rest = output.lines.dropFirst(linesShown)
    console.show(CellOutput(lines: Array(rest)))
  }

  func failed(_ cell: Cell, _ error: LocatedDiagnostic) {
    console.show(error.diagnostic, in: error.source)
  }

  func explained(_ cell: Cell, _ reason: String) {
    console.remark("cell \(cell.number): \(reason)")
  }

  func note(_ sentence: String) { console.remark(sentence) }
}

/// Shows what a check finds.
final class DifferenceReporter: NotebookReporter {
  private let console: Console
  private let listsDifferences: Bool

  /// - Parameter listsDifferences: false where a patch is shown in their place.
  init(_ console: Console, listsDifferences: Bool) {
    (self.console, self.listsDifferences) = (console, listsDifferences)
  }

  func found(_ difference: Difference) {
    guard listsDifferences else { return }
    console.show(difference.description + (difference.isFailure ? "" : " (listed, not counted)"))
  }

  func failed(_ cell: Cell, _ error: LocatedDiagnostic) {
    console.show(error.diagnostic, in: error.source)
  }

  func note(_ sentence: String) { console.remark(sentence) }
}
