extension NotebookDocument {
  /// Records an output behind a cell, or removes the one that stands there when `output` is empty.
  ///
  /// No byte outside the output block changes, and of a block that stays the fence, the
  /// indentation and other words of the info string are kept.
  ///
  /// - Parameter cell: one of `cells` of this document as it is now.
  package mutating func setOutput(_ output: CellOutput, of cell: Cell) {
    switch (cell.outputPiece, cell.recorded) {
    case (let index?, let recorded?):
      if output.isEmpty {
        pieces.remove(at: index)
      } else {
        pieces[index] = .output(recorded.block.replacing(output))
      }
    default:
      if !output.isEmpty { insert(output, behind: cell) }
    }
  }

  private mutating func insert(_ output: CellOutput, behind cell: Cell) {
    precondition(cell.block.closing != nil, "output for an unclosed cell")
    let lineEnd = cell.block.lineEnd
    var block = FencedBlock.output(output, lineEnd: lineEnd)
    if let closing = cell.block.closing, closing.last != .lineFeed {
      // The file ends with the cell and without a line end; it still does afterwards.
      let isHalf = closing.last == .carriageReturn
      pieces[cell.piece] = .cell(
        FencedBlock(
          opening: cell.block.opening, body: cell.block.body,
          closing: closing + (isHalf ? [.lineFeed] : lineEnd), fence: cell.block.fence))
      block = FencedBlock(
        opening: block.opening, body: block.body,
        closing: block.closing.map { Array($0.dropLast(lineEnd.count)) }, fence: block.fence)
    }
    pieces.insert(.output(block), at: cell.piece + 1)
  }
}

extension FencedBlock {
  /// A new output block.
  static func output(_ output: CellOutput, lineEnd: [UInt8]) -> FencedBlock {
    let ticks = [UInt8](repeating: .backtick, count: fenceLength(.backtick, for: output))
    let opening = ticks + Array("output digest=\(output.digest)".utf8) + lineEnd
    guard let fence = Fence(MarkdownLine(opening[...]).bytes, indent: 0) else {
      preconditionFailure("an output block opens with a fence")
    }
    return FencedBlock(
      opening: opening, body: body(output, indent: 0, lineEnd: lineEnd), closing: ticks + lineEnd,
      fence: fence)
  }

  /// The same block with another output: body and digest change, and the fences only when the
  /// new text holds as long a run.
  func replacing(_ output: CellOutput) -> FencedBlock {
    let length = max(fence.length, FencedBlock.fenceLength(fence.marker, for: output))
    let longer = [UInt8](repeating: fence.marker, count: length - fence.length)
    var opening = openingWithDigest(output.digest)
    opening.insert(contentsOf: longer, at: fence.indent)
    var closing = self.closing ?? []
    if length > fence.length {
      let blanks = closing.prefix(while: \.isBlank).count
      let run = closing.dropFirst(blanks).run(of: fence.marker)
      closing.insert(contentsOf: longer.prefix(max(0, length - run)), at: blanks)
    }
    guard let fence = Fence(MarkdownLine(opening[...]).content, indent: fence.indent) else {
      preconditionFailure("an output block opens with a fence")
    }
    let body = FencedBlock.body(output, indent: fence.indent, lineEnd: lineEnd)
    return FencedBlock(opening: opening, body: body, closing: closing, fence: fence)
  }

  /// At least three, and longer than any run of the marker in the text.
  private static func fenceLength(_ marker: UInt8, for output: CellOutput) -> Int {
    var longest = 2
    var run = 0
    for byte in output.text.utf8 {
      run = byte == marker ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest + 1
  }

  private static func body(_ output: CellOutput, indent: Int, lineEnd: [UInt8]) -> [UInt8] {
    var body: [UInt8] = []
    for line in output.lines {
      let text = Array(line.map(\.printed).joined().utf8)
      if !text.isEmpty { body += [UInt8](repeating: .space, count: indent) }
      body += text + lineEnd
    }
    return body
  }

  /// The opening line with `digest=` set: in place, or as the first attribute.
  private func openingWithDigest(_ digest: String) -> [UInt8] {
    let new = Array("digest=\(digest)".utf8)
    let line = MarkdownLine(opening[...]).bytes
    let words = line.split(whereSeparator: \.isBlank)
    let old = words.dropFirst().first { $0.starts(with: "digest=") }
    var result = opening
    if let old {
      result.replaceSubrange(old.startIndex..<old.endIndex, with: new)
    } else {
      let start = line.dropFirst(fence.indent + fence.length)
      let blanks = start.prefix(while: \.isBlank).count
      let end = start.startIndex + blanks + "output".utf8.count
      result.insert(contentsOf: [.space] + new, at: end)
    }
    return result
  }
}
