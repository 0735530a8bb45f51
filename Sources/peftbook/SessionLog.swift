import Language
import Notebooks

/// What was typed in this sitting and came to something, for `history`, `rerun` and `save session`.
struct SessionLog {
  /// Everything that succeeded; `history` numbers it.
  private var all: [(entry: SessionEntry, onlyLooks: Bool)] = []
  private var comments: [String] = []
  private var failures = 0

  /// A cell of comments alone; it becomes prose before the next statement.
  mutating func comment(_ cell: String) {
    comments += cell.split(separator: "\n").map(String.init)
  }

  /// - Parameter onlyLooks: the statement showed something and changed nothing.
  mutating func succeeded(_ statement: Statement, _ result: StatementResult, onlyLooks: Bool) {
    let entry = SessionEntry(
      statement: statement.canonical, comments: onlyLooks ? [] : comments, output: result.output)
    all.append((entry, onlyLooks))
    if !onlyLooks { comments = [] }
  }

  /// What a saved session consists of: a notebook does without a look around.
  var entries: [SessionEntry] { all.filter { !$0.onlyLooks }.map(\.entry) }

  mutating func failed() { failures += 1 }

  var count: Int { all.count }

  /// The statement of a number that `history` shows, from 1.
  func statement(_ number: Int) -> String? {
    all.indices.contains(number - 1) ? all[number - 1].entry.statement : nil
  }

  var listing: [String] {
    let width = String(all.count).count
    return all.enumerated().flatMap { index, one in
      let number = String(index + 1)
      let lines = one.entry.statement.split(separator: "\n")
      let padding = String(repeating: " ", count: width - number.count)
      let indent = String(repeating: " ", count: width)
      return lines.enumerated().map { line, text in
        (line == 0 ? padding + number : indent) + "  " + text
      }
    }
  }

  /// "9 cells, 2 prose lines; left out: 1 failed statement"
  var summary: String {
    let prose = entries.reduce(0) { $0 + $1.comments.count } + comments.count
    var text = NotebookRun.count(entries.count, "cell")
    if prose > 0 { text += ", \(NotebookRun.count(prose, "prose line"))" }
    var leftOut: [String] = []
    if failures > 0 { leftOut.append(NotebookRun.count(failures, "failed cell")) }
    let looks = all.count - entries.count
    if looks > 0 { leftOut.append("\(looks) that only looked around") }
    if !leftOut.isEmpty { text += "; left out: " + leftOut.joined(separator: ", ") }
    return text
  }
}
