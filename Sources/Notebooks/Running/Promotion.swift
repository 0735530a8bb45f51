/// Which of a check's new outputs are recorded.
package enum Promotion: Equatable, Sendable {
  case all
  /// Numbers of cells, from 1.
  case cells(Set<Int>)

  func includes(_ cell: Cell) -> Bool {
    switch self {
    case .all: true
    case .cells(let numbers): numbers.contains(cell.number)
    }
  }

  /// - Throws: when a promotion is asked for that would make another notebook of it.
  func check(_ notebook: OpenedNotebook, _ arithmetic: String) throws(NotebookError) {
    if case .cells(let numbers) = self,
      let missing = numbers.sorted().first(where: { !notebook.cells.map(\.number).contains($0) })
    {
      throw .noSuchCell(missing, path: notebook.file.path, cells: notebook.cells.count)
    }
    if let recorded = notebook.recordedArithmetic {
      throw .otherArithmetic(path: notebook.file.path, recorded: recorded, now: arithmetic)
    }
  }
}

extension OpenedNotebook {
  /// Puts outputs behind cells, in the order of the cells: no byte outside these blocks changes.
  mutating func setOutputs(_ outputs: [(cell: Cell, output: CellOutput)]) {
    // From the end, because a new block moves every piece behind it.
    for (cell, output) in outputs.reversed() { document.setOutput(output, of: cell) }
  }
}
