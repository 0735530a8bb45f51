import Language

extension NotebookDocument {
  /// The document with every cell's statements in their one spelling; prose and outputs keep
  /// their bytes. Does not run anything.
  ///
  /// - Throws: `located` with the syntax error of a cell, unless the cell is there to show one.
  package func formatted(file: String) throws(NotebookError) -> NotebookDocument {
    try requireClosedCells(file: file)
    var result = self
    for cell in cells(file: file) where cell.expectedFailure != "syntax" {
      let code = cell.code
      if let line = code.invalidLine {
        let error = Diagnostic(
          code: "not-utf8", exit: 65, message: "line \(line - cell.line) of the cell is not UTF-8")
        throw .located(LocatedDiagnostic(error, code.fileSource))
      }
      let text: String
      do { text = try Parser.format(code.source) } catch { throw .located(code.located(error)) }
      var block = cell.block
      block.body = NotebookDocument.body(text, of: block)
      // A line of a string could look like a fence once it stands elsewhere.
      guard block.holdsItsBody else { continue }
      result.pieces[cell.piece] = .cell(block)
    }
    return result
  }

  /// Lines of code with the block's indentation and line end; lines that differ in nothing else
  /// from those that stand there keep their bytes.
  static func body(_ text: String, of block: FencedBlock) -> [UInt8] {
    let old = Array(lineSlices(of: block.body[...]))
    let oldLines = block.lines
    let lines = lineSlices(of: Array(text.utf8)[...])
    var body: [UInt8] = []
    for (index, line) in lines.enumerated() {
      let content = MarkdownLine(line).bytes
      let isKept = index < old.count && oldLines[index].utf8.elementsEqual(content)
      if isKept, old[index].last == .lineFeed {
        body += old[index]
      } else {
        if !content.isEmpty { body += [UInt8](repeating: .space, count: block.fence.indent) }
        body += content + block.lineEnd
      }
    }
    return body
  }
}

extension FencedBlock {
  /// No line of the body closes the block.
  var holdsItsBody: Bool {
    lineSlices(of: body[...]).allSatisfy { slice in
      let line = MarkdownLine(slice)
      return line.next.indent >= 4 || !fence.isClosed(by: line.content)
    }
  }
}
