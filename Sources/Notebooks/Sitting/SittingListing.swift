/// What a sitting shows and saves of itself.
extension Sitting {
  /// The cells as `history` lists them: number, statements, and what there is to say of them.
  package var listing: [String] {
    let width = String(count).count
    let indent = String(repeating: " ", count: width + 2)
    return cells.flatMap { cell in
      let number = String(cell.number)
      let head = String(repeating: " ", count: width - number.count) + number + "  "
      var lines = cell.block.lines.enumerated().map { ($0 == 0 ? head : indent) + $1 }
      if lines.isEmpty { lines = [head + "(empty)"] }
      if let mark = mark(of: cell.number) { lines.append(indent + "(" + mark + ")") }
      return lines
    }
  }

  /// "stale: uses a from cell 2", "ahead", "undone"; nil for a cell in effect that is fresh.
  private func mark(of number: Int) -> String? {
    let state = states[number - 1]
    if state.isUndone { return "undone: goto \(number) brings it back, a new cell takes its place" }
    let place = number > position ? ["ahead: goto \(number) goes on to it"] : []
    let marks = place + (state.reason.map { [$0] } ?? [])
    return marks.isEmpty ? nil : marks.joined(separator: "; ")
  }

  /// What `save session` writes: the cells in effect, with their prose.
  package var saved: NotebookDocument {
    let document = document
    return position < count ? document.truncated(behindCell: position) : document
  }
}
