import Language

/// What Tab lists below the cell, in a shape that the terminal can show.
struct TabListing {
  var found: [Completion] = []
  var columns = 80

  var isEmpty: Bool { found.isEmpty }

  /// A line each, with what it means, where those fit into so many rows; else the words alone, side
  /// by side.
  func lines(rows: Int?) -> [String] {
    let explained = explained
    guard let rows, explained.count > rows else { return explained }
    let folded = folded
    return folded.count < explained.count ? folded : explained
  }

  private var explained: [String] {
    let width = found.map { displayWidth($0.sign) }.max() ?? 0
    return found.map { line(of: $0, width: width) }
  }

  /// - Parameter width: of the words, which what they mean stands behind.
  private func line(of completion: Completion, width: Int) -> String {
    if completion.sign.isEmpty { return clipped("  " + completion.detail) }
    if completion.detail.isEmpty { return clipped("  " + completion.sign) }
    return clipped("  " + padded(completion.sign, to: width) + "   " + completion.detail)
  }

  /// Columns that are read downwards, as `ls` has them; what is no word stands below.
  private var folded: [String] {
    let words = found.map(\.text).filter { !$0.isEmpty }
    let width = (words.map { displayWidth($0) }.max() ?? 0) + 2
    let count = max(1, (columns - 3) / width)
    let height = (words.count + count - 1) / count
    let lines = (0..<height).map { row in
      let inRow = stride(from: row, to: words.count, by: height).map { words[$0] }
      let padded = inRow.dropLast().map { self.padded($0, to: width - 2) + "  " }
      return clipped("  " + padded.joined() + (inRow.last ?? ""))
    }
    let others = found.filter(\.text.isEmpty).map { line(of: $0, width: displayWidth($0.sign)) }
    return lines + others
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  private func clipped(_ line: String) -> String {
    let most = max(10, columns - 1)
    guard displayWidth(line) > most else { return line }
    return fitting(line, columns: most - 1) + "…"
  }
}
