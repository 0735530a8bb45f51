import Language

/// A `peft` block of a notebook, with its place in the file.
package struct Cell: Sendable {
  /// From 1, in the order of the file.
  package let number: Int
  /// The line of the opening fence, from 1.
  package let line: Int
  package let file: String
  package let block: FencedBlock
  /// The output recorded behind it, and the line of that block's opening fence.
  package let recorded: (block: FencedBlock, line: Int)?
  /// Index of the cell among the document's pieces.
  let piece: Int
  /// Index of the output among the document's pieces.
  let outputPiece: Int?

  /// The code of the error the cell has to end with.
  package var expectedFailure: String? { block.attribute("fails") }

  /// The statements as the evaluator gets them.
  package var code: CellCode { CellCode(block, file: file, line: line + 1) }

  /// What is wrong with the block itself, before any statement is read.
  package var defect: LocatedDiagnostic? {
    let opening = MarkdownLine(block.opening[...]).bytes
    let source = SourceText(
      file: file, text: String(decoding: opening, as: UTF8.self), firstLine: line)
    if block.closing == nil {
      let start = block.fence.indent
      return LocatedDiagnostic(
        Diagnostic(
          code: "unclosed-fence", exit: 65,
          message: "the cell that starts here is never closed",
          span: Span(start: start, end: start + block.fence.length),
          note:
            "(a line \(String(repeating: Character(Unicode.Scalar(block.fence.marker)), count: block.fence.length)) closes it)"
        ),
        source)
    }
    for word in block.info.dropFirst() where !isAttribute(word) {
      let name = String(word.prefix { $0 != "=" })
      let suggestion = name == "fails" ? "fails=CODE" : Suggestion.nearest(name, among: ["fails"])
      return LocatedDiagnostic(
        Diagnostic(
          code: "unknown-option", exit: 65, message: "a cell has no attribute '\(word)'",
          span: span(of: word, in: source), suggestion: suggestion,
          note: suggestion == nil ? "(fails=CODE)" : nil),
        source)
    }
    return nil
  }

  private func isAttribute(_ word: String) -> Bool {
    word.hasPrefix("fails=") && word.utf8.count > "fails=".utf8.count
  }

  func span(of word: String, in source: SourceText) -> Span? {
    let text = Array(source.text.unicodeScalars)
    let wanted = Array(word.unicodeScalars)
    guard wanted.count <= text.count else { return nil }
    let start = (0...text.count - wanted.count).last { text[$0...].starts(with: wanted) }
    return start.map { Span(start: $0, end: $0 + wanted.count) }
  }
}

extension NotebookDocument {
  /// The cells in order. `file` is the path as the user typed it, for messages.
  package func cells(file: String) -> [Cell] {
    var cells: [Cell] = []
    var line = 1
    var starts: [Int] = []
    for piece in pieces {
      starts.append(line)
      line += count(of: .lineFeed, in: piece.bytes)
    }
    for (index, piece) in pieces.enumerated() {
      guard case .cell(let block) = piece else { continue }
      let output = outputIndex(after: index)
      var recorded: (block: FencedBlock, line: Int)?
      if let output, case .output(let block) = pieces[output] {
        recorded = (block, starts[output])
      }
      cells.append(
        Cell(
          number: cells.count + 1, line: starts[index], file: file, block: block,
          recorded: recorded, piece: index, outputPiece: output))
    }
    return cells
  }

  private func outputIndex(after cell: Int) -> Int? {
    for index in cell + 1..<min(cell + 3, pieces.count) {
      switch pieces[index] {
      case .output: return index
      case .prose: continue
      case .cell, .frontMatter: return nil
      }
    }
    return nil
  }
}
