extension NotebookDocument {
  /// Adds comments as prose and a statement as a cell behind a cell; what stands there keeps its
  /// bytes.
  ///
  /// - Parameter number: of the cell, from 1; 0 for the place before the first. Behind the last one
  ///   is the end of the file.
  package mutating func insert(_ entry: SessionEntry, behindCell number: Int) {
    let cells = cells(file: "")
    guard number < cells.count else { return append(entry) }
    let place =
      number > 0
      ? (cells[number - 1].outputPiece ?? cells[number - 1].piece) + 1 : cells[0].piece
    var head = NotebookDocument(pieces: Array(pieces[..<place]))
    head.append(entry)
    let tail = pieces[place...].flatMap(\.bytes)
    let needsBlank = !NotebookDocument.beginsBlank(tail)
    self = .parse(head.printed() + (needsBlank ? lineEnd : []) + tail)
  }

  /// Gives a cell other statements. Fences and the words behind `peft` stay, if the text can stand
  /// between them; lines that do not change keep their bytes.
  package mutating func setStatements(_ text: String, of cell: Cell) {
    var lines = text
    if !lines.hasSuffix("\n") { lines += "\n" }
    var block = cell.block
    block.body = NotebookDocument.body(lines, of: block)
    if !block.holdsItsBody { block = NotebookDocument.refenced(block) }
    pieces[cell.piece] = .cell(block)
  }

  /// Takes a cell and its output away, and with them one of the blank lines around them.
  package mutating func removeCell(_ cell: Cell) {
    let end = (cell.outputPiece ?? cell.piece) + 1
    let lineEnd = lineEnd
    var head = pieces[..<cell.piece].flatMap(\.bytes)
    let tail = pieces[end...].flatMap(\.bytes)
    let endsBlank = head.isEmpty || NotebookDocument.endsBlank(head)
    switch (endsBlank, tail.isEmpty || NotebookDocument.beginsBlank(tail)) {
    case (true, true):
      let isOnlyLine = head.count == lineEnd.count
      if head.suffix(lineEnd.count) == lineEnd[...], !isOnlyLine { head.removeLast(lineEnd.count) }
    case (false, false): head += lineEnd
    default: break
    }
    self = .parse(head + tail)
  }

  /// The document without the cells behind one, and the prose behind those.
  package func truncated(behindCell number: Int) -> NotebookDocument {
    let cells = cells(file: "")
    guard number < cells.count else { return self }
    return NotebookDocument(pieces: Array(pieces[..<cells[number].piece]))
  }

  /// The same block between longer fences.
  private static func refenced(_ block: FencedBlock) -> FencedBlock {
    var longest = 2
    var run = 0
    for byte in block.body {
      run = byte == block.fence.marker ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence =
      [UInt8](repeating: .space, count: block.fence.indent)
      + [UInt8](repeating: block.fence.marker, count: longest + 1)
    let opening = fence + block.opening.dropFirst(block.fence.indent + block.fence.length)
    guard let read = Fence(opening[block.fence.indent...], indent: block.fence.indent) else {
      preconditionFailure("a longer fence is a fence")
    }
    let closing = fence + (block.closing?.last == .lineFeed ? block.lineEnd : [])
    return FencedBlock(opening: opening, body: block.body, closing: closing, fence: read)
  }

  private static func beginsBlank(_ bytes: [UInt8]) -> Bool {
    guard let first = lineSlices(of: bytes[...]).first(where: { _ in true }) else { return false }
    return MarkdownLine(first).isBlank
  }

  private static func endsBlank(_ bytes: [UInt8]) -> Bool {
    guard bytes.last == .lineFeed else { return false }
    let line = bytes.dropLast().reversed().prefix { $0 != .lineFeed }
    return line.allSatisfy { $0.isBlank || $0 == .carriageReturn }
  }
}
