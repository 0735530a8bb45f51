import Language

/// What is known of a cell before it runs.
struct CellForesight {
  /// Why the cell would run; nil when it is fresh.
  let reason: String?
  /// What its statements depend on, as far as they could be read.
  let plans: [StatementPlan]
  /// Of those the ones that have to run.
  let stalePlans: [StatementPlan]

  /// Foresees a cell's statements; names then stand for what they make.
  ///
  /// - Parameters:
  ///   - last: how the notebook stood when it ran last.
  ///   - stale: the statements before it that have to run; those of this cell are added.
  init(
    _ cell: Cell, on planner: any StatementPlanner, last: LastRun?, stale: inout StaleStatements
  ) {
    if let defect = cell.defect {
      reason = "stale: \(defect.diagnostic.message)"
      (plans, stalePlans) = ([], [])
      return
    }
    let code = cell.code
    var found: Reason?
    var message: String?
    var plans: [StatementPlan] = []
    var stalePlans: [StatementPlan] = []
    var output: CellOutput? = CellOutput()
    do throws(Diagnostic) {
      // All of them, though the first that is stale decides: later cells use what they bind.
      for statement in try Parser.parse(code.source) {
        let foresight = try planner.foresee(statement, in: code.source, cell: cell.number)
        plans.append(foresight.plan)
        output = output.flatMap { before in foresight.output.map { before + $0 } }
        if foresight.isFresh { continue }
        // An error is not kept; that the same statement failed the last time is.
        if cell.expectedFailure != nil, last?.has(foresight.plan, in: cell.number) == true {
          continue
        }
        let reason = Reason(
          foresight.plan, cell: cell.number, last: last, isRecorded: cell.recorded != nil,
          stale: stale, spoiled: foresight.spoiled)
        found = found ?? reason
        stale.add(foresight.plan, in: cell.number)
        stalePlans.append(foresight.plan)
      }
    } catch {
      if error.code != cell.expectedFailure { message = error.message }
    }
    if found == nil, message == nil, cell.expectedFailure == nil, let output,
      cell.differs(from: output)
    {
      message =
        cell.recorded == nil ? "its output is not recorded" : "its recorded output is another one"
    }
    reason = (found?.description ?? message).map { $0 == "never run" ? $0 : "stale: \($0)" }
    (self.plans, self.stalePlans) = (plans, stalePlans)
  }
}
