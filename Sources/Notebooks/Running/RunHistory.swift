/// Compares the cells of a replay with how they stood when they ran last, and keeps how they stand
/// now.
struct RunHistory {
  private let path: String
  private let cache: ResultCache?
  private let last: LastRun?
  private var now = LastRun()
  private var ran = StaleStatements()

  init(of path: String, _ cache: ResultCache?) {
    (self.path, self.cache) = (path, cache)
    last = cache?.lastRun(of: path)
  }

  /// - Returns: why the cell ran; nil when all of it came from the cache.
  mutating func add(_ run: CellRun, _ cell: Cell) -> String? {
    for (index, statement) in run.statements.enumerated() {
      let isLast = index == run.statements.count - 1
      now.add(
        statement.foresight.plan, cell: cell.number, wasInterrupted: isLast && run.wasInterrupted)
    }
    if cache == nil { return "there is no cache" }
    let first = run.statements.first { $0.executed }
    guard let first else {
      // What is wrong with a statement is found before it is planned.
      if run.statements.isEmpty, cell.expectedFailure != nil { return "an error is not kept" }
      return run.ending == .finished ? nil : "it failed"
    }
    let reason = Reason(
      first.foresight.plan, cell: cell.number, last: last, isRecorded: cell.recorded != nil,
      stale: ran, spoiled: first.foresight.spoiled)
    for (foresight, executed) in run.statements where executed {
      ran.add(foresight.plan, in: cell.number)
    }
    if cell.expectedFailure != nil, last?.has(first.foresight.plan, in: cell.number) == true {
      return "an error is not kept"
    }
    return reason.description
  }

  /// The cells that a stopped replay did not come to stay as they were.
  func keep() {
    guard let cache else { return }
    cache.store(now.completed(by: last), of: path)
  }
}
