import Language
import Notebooks

/// What was typed in this sitting and came to something, for `history`, `rerun` and `save session`.
struct SessionLog {
  private(set) var entries: [SessionEntry] = []
  private var comments: [String] = []
  private var failures = 0

  /// A cell of comments alone; it becomes prose before the next statement.
  mutating func comment(_ cell: String) {
    comments += cell.split(separator: "\n").map(String.init)
  }

  mutating func succeeded(_ statement: Statement, _ result: StatementResult) {
    entries.append(
      SessionEntry(statement: statement.canonical, comments: comments, output: result.output))
    comments = []
  }

  mutating func failed() { failures += 1 }

  var count: Int { entries.count }

  /// The statement of a number that `history` shows, from 1.
  func statement(_ number: Int) -> String? {
    entries.indices.contains(number - 1) ? entries[number - 1].statement : nil
  }

  var listing: [String] {
    let width = String(entries.count).count
    return entries.enumerated().flatMap { index, entry in
      let number = String(index + 1)
      let lines = entry.statement.split(separator: "\n")
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
    if failures > 0 { text += "; left out: \(NotebookRun.count(failures, "failed cell"))" }
    return text
  }
}
