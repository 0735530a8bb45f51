import Language

/// Going back and forth, and running cells again.
extension Sitting {
  /// Makes names mean what they meant after a cell; those behind it are then ahead. What was taken
  /// back before that cell counts again.
  package func go(to number: Int) {
    precondition((0...count).contains(number), "goto \(number) of \(count)")
    settleComments()
    let revived = states[..<number].firstIndex(where: \.isUndone)
    for index in 0..<number { states[index].isUndone = false }
    if let revived { plan(from: revived + 1) }
    position = number
    restore()
  }

  /// Takes the last cell in effect back.
  ///
  /// - Returns: its number; nil when there is none.
  package func undo() -> Int? {
    guard position > 0 else { return nil }
    settleComments()
    let number = position
    states[number - 1].isUndone = true
    position -= 1
    plan(from: number)
    restore()
    return number
  }

  /// Runs a cell in its place, and finds out which cells behind it are stale then. An error leaves
  /// everything as it was.
  ///
  /// - Parameter text: other statements for it.
  /// - Returns: the error it ended with.
  package func run(
    _ number: Int, as text: String? = nil, _ reporter: (any NotebookReporter)? = nil
  ) -> LocatedDiagnostic? {
    settleComments()
    let before = (states: states, position: position)
    if number > position { go(to: number) }
    var document = base
    if let text { document.setStatements(text, of: cells[number - 1]) }
    let cell = document.cells(file: file)[number - 1]
    moment(after: number - 1).restore()
    reporter?.started(cell, of: count)
    let run = CellRun(cell, on: evaluator, reporter)
    switch run.ending {
    case .failed(let error), .interrupted(let error):
      (states, position) = before
      restore()
      return error
    case .finished: break
    }
    if cell.differs(from: run.output) { document.setOutput(run.output, of: cell) }
    base = document
    let plans = run.statements.map(\.foresight.plan)
    states[number - 1] = State(after: evaluator.moment, plans: plans)
    if number < count { plan(from: number + 1) }
    restore()
    return nil
  }

  /// Takes over a document that somebody else wrote meanwhile.
  ///
  /// Where its cells are the same, the sitting stays where it was.
  package func reload(_ document: NotebookDocument) {
    let old = zip(cells.map(\.block.body), states)
    var known = Dictionary(grouping: old) { $0.0 }.mapValues { $0.map { $0.1 } }
    let isSame = cells.map(\.block.body) == document.cells(file: file).map(\.block.body)
    (base, comments) = (document, [])
    states = cells.map { cell in
      var state = State(after: moment(after: 0))
      if let found = known[cell.block.body]?.first {
        known[cell.block.body]?.removeFirst()
        state.plans = found.plans
        state.isUndone = isSame && found.isUndone
      }
      return state
    }
    if !isSame { position = states.count }
    plan(from: 1)
    restore()
  }

  /// The next cell that has to run.
  package func nextStale(after number: Int) -> Int? { stale.map(\.number).first { $0 > number } }
}
