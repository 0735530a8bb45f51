import Files

/// What the statements of a notebook depended on when it ran last: only explanations are made of
/// it.
package struct LastRun: Sendable {
  struct Ran: Sendable {
    let cell: Int
    let plan: StatementPlan
    var wasInterrupted = false
  }

  private(set) var statements: [Ran] = []

  package init() {}

  init(_ json: JSON) {
    statements = (json.array ?? []).map {
      Ran(
        cell: $0["cell"]?.int ?? 0, plan: StatementPlan(record: $0["plan"] ?? .null),
        wasInterrupted: $0["interrupted"]?.bool ?? false)
    }
  }

  var json: JSON {
    .array(
      statements.map {
        .object([
          "cell": .integer($0.cell), "plan": $0.plan.record,
          "interrupted": .bool($0.wasInterrupted),
        ])
      })
  }

  mutating func add(_ plan: StatementPlan, cell: Int, wasInterrupted: Bool) {
    statements.append(Ran(cell: cell, plan: plan, wasInterrupted: wasInterrupted))
  }

  /// The keys of statements that were stopped before their end.
  var interrupted: Set<String> { Set(statements.filter(\.wasInterrupted).map(\.plan.key)) }

  /// Of the cells of a sitting, in order.
  init(plans: [[StatementPlan]], interrupted: Set<String>) {
    statements = plans.enumerated().flatMap { index, plans in
      plans.map {
        Ran(cell: index + 1, plan: $0, wasInterrupted: interrupted.contains($0.key))
      }
    }
  }

  /// What a cell's statements depended on.
  func plans(ofCell cell: Int) -> [StatementPlan] {
    statements.filter { $0.cell == cell }.map(\.plan)
  }

  /// With the cells behind the last one from an earlier run.
  func completed(by earlier: LastRun?) -> LastRun {
    let reached = statements.map(\.cell).max() ?? 0
    var all = self
    all.statements += (earlier?.statements ?? []).filter { $0.cell > reached }
    return all
  }

  func has(_ plan: StatementPlan, in cell: Int) -> Bool {
    statements.contains { $0.cell == cell && $0.plan.key == plan.key }
  }

  /// What the statement was then: of those with the same words the one most like it, else the one
  /// that stood in its place.
  func earlier(_ plan: StatementPlan, cell: Int) -> StatementPlan? {
    let alike = statements.filter {
      $0.plan.text == plan.text && $0.plan.operands.count == plan.operands.count
        && $0.plan.sources.map(\.path) == plan.sources.map(\.path)
    }
    func likeness(_ ran: Ran) -> Int {
      let objects = zip(ran.plan.operands, plan.operands).count { $0.key == $1.key }
      let files = zip(ran.plan.sources, plan.sources).count { $0.digest == $1.digest }
      return 4 * (objects + files) + (ran.cell == cell ? 1 : 0)
    }
    return alike.max { likeness($0) < likeness($1) }?.plan
  }
}
