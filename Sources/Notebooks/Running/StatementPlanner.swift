import Language

/// What is known of a statement before it runs.
package struct Foresight: Sendable {
  package let plan: StatementPlan
  /// Whether its result is there.
  package let isFresh: Bool
  /// Why a result that is there cannot be used: a file it wrote is not as it was.
  package let spoiled: String?
  /// What it would print without running; nil where that is not known.
  package var output: CellOutput?

  package init(plan: StatementPlan, isFresh: Bool, spoiled: String? = nil) {
    (self.plan, self.isFresh, self.spoiled) = (plan, isFresh, spoiled)
  }
}

/// Goes through statements one after another and runs none of them.
package protocol StatementPlanner: AnyObject {
  /// - Throws: what is wrong with the statement itself.
  func foresee(
    _ statement: Statement, in source: SourceText, cell: Int
  ) throws(Diagnostic) -> Foresight
}
