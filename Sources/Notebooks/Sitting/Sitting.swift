import Language

/// The cells of a notebook as somebody works on them at a prompt: which of them are in effect,
/// which are stale, and what names meant after each.
///
/// The cells have one order, that of the document. Those up to `position` are in effect. Those
/// behind it are ahead: nothing of them is lost, and going on goes through them again. A sitting
/// without a file is the document that `save session` would write.
package final class Sitting {
  struct State {
    /// What names mean after the cell.
    var after: Moment
    /// Why the cell would run; nil when it is fresh.
    var reason: String?
    /// What its statements depended on when they ran last.
    var plans: [StatementPlan] = []
    /// Those of its statements that have to run.
    var stalePlans: [StatementPlan] = []
    /// Taken back: a new cell takes its place.
    var isUndone = false
  }

  /// For messages: the path as the user typed it; empty where there is none.
  let file: String
  let evaluator: any SteppingEvaluator
  /// Without the comments typed since.
  var base: NotebookDocument
  var comments: [String] = []
  var states: [State] = []
  package internal(set) var position = 0
  private let start: Moment
  /// Statements that a run stopped in, by their keys.
  private let interrupted: Set<String>

  /// Opens a document: names stand for what its cells made, and none of them runs.
  ///
  /// - Parameter last: how it stood when it ran last.
  package init(
    _ document: NotebookDocument, file: String = "", on evaluator: any SteppingEvaluator,
    last: LastRun? = nil
  ) {
    (base, self.file, self.evaluator) = (document, file, evaluator)
    start = evaluator.moment
    interrupted = last?.interrupted ?? []
    states = (0..<cells.count).map {
      State(after: start, plans: last?.plans(ofCell: $0 + 1) ?? [])
    }
    position = states.count
    plan(from: 1)
    restore()
  }

  package var cells: [Cell] { base.cells(file: file) }
  package var count: Int { states.count }

  /// With what was typed last: comments that no statement follows yet.
  package var document: NotebookDocument {
    guard !comments.isEmpty else { return base }
    var document = base
    document.insert(SessionEntry(statement: "", comments: comments), behindCell: position)
    return document
  }

  /// How the cells stand, for explanations later.
  package var lastRun: LastRun { LastRun(plans: states.map(\.plans), interrupted: interrupted) }

  /// Cells that have to run before names mean what the document says, and why.
  package var stale: [(number: Int, reason: String)] {
    states.enumerated().compactMap { index, state in
      state.isUndone ? nil : state.reason.map { (index + 1, $0) }
    }
  }

  /// Cells that were taken back and not replaced.
  package var undone: [Int] {
    states.enumerated().filter(\.element.isUndone).map { $0.offset + 1 }
  }

  // MARK: Adding

  /// Comments typed alone become prose where the sitting stands.
  package func add(comments lines: [String]) { comments += lines }

  /// A statement that ran just now where the sitting stands becomes the next cell.
  ///
  /// - Returns: how many cells that were taken back it takes the place of.
  @discardableResult
  package func add(_ statement: String, _ result: StatementResult) -> Int {
    let after = evaluator.moment
    let replaced = dropUndone()
    insert(statement, result.output)
    let plans = result.foresight.map { [$0.plan] } ?? []
    states.insert(State(after: after, plans: plans), at: position)
    position += 1
    if position < count { plan(from: position + 1) }
    restore()
    return replaced
  }

  /// The same for a statement that ran before the document became another: whether it still is
  /// fresh is found out.
  package func add(_ statement: String, output: CellOutput, plans: [StatementPlan]) {
    insert(statement, output)
    states.insert(State(after: start, plans: plans), at: position)
    position += 1
    plan(from: position)
    restore()
  }

  private func insert(_ statement: String, _ output: CellOutput) {
    base.insert(
      SessionEntry(statement: statement, comments: comments, output: output),
      behindCell: position)
    comments = []
  }

  private func dropUndone() -> Int {
    let numbers = undone
    for number in numbers.reversed() {
      base.removeCell(cells[number - 1])
      states.remove(at: number - 1)
    }
    return numbers.count
  }

  // MARK: States

  /// What names mean after so many cells.
  func moment(after number: Int) -> Moment {
    number == 0 ? start : states[number - 1].after
  }

  /// Makes names mean what they mean where the sitting stands.
  func restore() {
    moment(after: position).restore()
    evaluator.settle()
  }

  /// Finds out of the cells from one on whether they are fresh, and what names mean after them.
  func plan(from number: Int) {
    moment(after: number - 1).restore()
    let last = lastRun.statements.isEmpty ? nil : lastRun
    var stale = StaleStatements()
    let cells = cells
    for (index, state) in states.enumerated() {
      if index + 1 < number || state.isUndone {
        if !state.isUndone { for plan in state.stalePlans { stale.add(plan, in: index + 1) } }
      } else {
        let foresight = CellForesight(cells[index], on: evaluator, last: last, stale: &stale)
        states[index].reason = foresight.reason
        states[index].stalePlans = foresight.stalePlans
        if foresight.reason == nil { states[index].plans = foresight.plans }
      }
      if index + 1 >= number { states[index].after = evaluator.moment }
    }
  }

  /// Finds out anew which cells are stale: files may have changed.
  package func lookAgain() {
    plan(from: 1)
    restore()
  }

  /// What was typed as comments stays where it was typed.
  func settleComments() {
    base = document
    comments = []
  }
}
