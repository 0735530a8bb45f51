import Language

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
      let reason = Self.reason(cell, planner, last, &stale)
      cells.append(CellStatus(number: cell.number, reason: reason))
    }
  }

  private static func reason(
    _ cell: Cell, _ planner: any StatementPlanner, _ last: LastRun?, _ stale: inout StaleStatements
  ) -> String? {
    if let defect = cell.defect { return "stale: \(defect.diagnostic.message)" }
    let code = cell.code
    var reason: String?
    do throws(Diagnostic) {
      // All of them, though the first that is stale decides: later cells use what they bind.
      for statement in try Parser.parse(code.source) {
        let foresight = try planner.foresee(statement, in: code.source, cell: cell.number)
        if foresight.isFresh { continue }
        // An error is not kept; that the same statement failed the last time is.
        if cell.expectedFailure != nil, last?.has(foresight.plan, in: cell.number) == true {
          continue
        }
        let found = Reason(
          foresight.plan, cell: cell.number, last: last, isRecorded: cell.recorded != nil,
          stale: stale, spoiled: foresight.spoiled)
        stale.add(foresight.plan, in: cell.number)
        reason = reason ?? found.description
      }
    } catch {
      if error.code != cell.expectedFailure { reason = reason ?? error.message }
    }
    return reason.map { $0 == "never run" ? $0 : "stale: \($0)" }
  }
}
