/// A notebook file: prose, cells, and the outputs recorded behind them.
///
/// `parse` and `printed` are inverse to each other byte for byte, for any file at all.
package struct NotebookDocument: Equatable, Sendable {
  enum Piece: Equatable, Sendable {
    case frontMatter(FrontMatter)
    /// Everything that is not ours, other fenced blocks included.
    case prose([UInt8])
    case cell(FencedBlock)
    /// The recorded output of the cell before it.
    case output(FencedBlock)

    var bytes: [UInt8] {
      switch self {
      case .frontMatter(let matter): matter.bytes
      case .prose(let bytes): bytes
      case .cell(let block), .output(let block): block.bytes
      }
    }
  }

  var pieces: [Piece]

  package static func parse(_ text: String) -> NotebookDocument { parse(Array(text.utf8)) }

  /// Never fails: whatever is no cell and no output is prose.
  package static func parse(_ bytes: [UInt8]) -> NotebookDocument {
    var parser = DocumentParser()
    parser.run(bytes[...])
    return NotebookDocument(pieces: parser.pieces)
  }

  /// The file's bytes.
  package func printed() -> [UInt8] {
    var result: [UInt8] = []
    for piece in pieces { result += piece.bytes }
    return result
  }

  package var frontMatter: FrontMatter? {
    for case .frontMatter(let matter) in pieces.prefix(2) { return matter }
    return nil
  }

  /// Sets a key of the front matter, which is made when the file has none.
  package mutating func setFrontMatter(_ key: String, to value: String) {
    for (index, piece) in pieces.prefix(2).enumerated() {
      guard case .frontMatter(var matter) = piece else { continue }
      if matter[key] == value { return }
      matter.set(key, to: value)
      pieces[index] = .frontMatter(matter)
      return
    }
    var matter = FrontMatter(lineEnd: lineEnd)
    matter.set(key, to: value)
    guard case .prose(let bytes)? = pieces.first, bytes.starts(with: byteOrderMark) else {
      pieces.insert(.frontMatter(matter), at: 0)
      return
    }
    // The mark stays the file's first bytes.
    let rest = Array(bytes.dropFirst(byteOrderMark.count))
    pieces[0] = .prose(byteOrderMark)
    pieces.insert(.frontMatter(matter), at: 1)
    if !rest.isEmpty { pieces.insert(.prose(rest), at: 2) }
  }

  /// The line end of the file's first line; a line feed in a file of one line.
  var lineEnd: [UInt8] {
    for piece in pieces {
      let bytes = piece.bytes
      guard let end = bytes.firstIndex(of: .lineFeed) else { continue }
      return end > 0 && bytes[end - 1] == .carriageReturn
        ? [.carriageReturn, .lineFeed] : [.lineFeed]
    }
    return [.lineFeed]
  }
}

let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
