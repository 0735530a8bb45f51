/// Which cells of a notebook would run, and because of what. Nothing runs and no model is loaded.
package struct NotebookStatus: Sendable {
  package struct CellStatus: Sendable {
    package let number: Int
    /// Why the cell would run; nil when it is fresh.
    package let reason: String?
  }

  package private(set) var cells: [CellStatus] = []

  package var freshCount: Int { cells.count { $0.reason == nil } }
  package var isFresh: Bool { freshCount == cells.count }

  /// - Throws: when the notebook cannot be read or run as a whole.
  package init(
    path: String, planner: any StatementPlanner, arithmetic: String, cache: ResultCache,
    parameters: [String: String] = [:]
  ) throws(NotebookError) {
    let notebook = try OpenedNotebook(path, parameters: parameters, arithmetic: arithmetic)
    let last = cache.lastRun(of: path)
    var stale = StaleStatements()
    for cell in notebook.cells {
      let foresight = CellForesight(cell, on: planner, last: last, stale: &stale)
      cells.append(CellStatus(number: cell.number, reason: foresight.reason))
    }
  }
}
