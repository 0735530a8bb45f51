/// The output that stands in a file: its lines, digest, and where they are.
struct RecordedOutput {
  let lines: [[Unicode.Scalar]]
  let digest: String?
  /// The file's line of `lines[0]`, from 1.
  let firstLine: Int
  /// Columns taken by the fence's indentation, which every column reported counts.
  let indent: Int

  init?(_ cell: Cell) {
    guard let (block, line) = cell.recorded else { return nil }
    lines = block.lines.map { Array($0.unicodeScalars) }
    digest = block.attribute("digest")
    firstLine = line + 1
    indent = block.fence.indent
  }
}

extension Cell {
  /// Whether the recorded output is another: in a value that is not volatile, or by not being
  /// there.
  func differs(from output: CellOutput) -> Bool {
    guard let recorded = RecordedOutput(self) else { return !output.isEmpty }
    return !OutputComparison(recorded, output).isSame
  }
}
