/// A top-level fenced block, kept as the bytes it was read from.
package struct FencedBlock: Equatable, Sendable {
  /// The opening line with its line end.
  let opening: [UInt8]
  /// The lines between the fences, with their line ends.
  package internal(set) var body: [UInt8]
  /// The closing line with its line end, if it has one; nil when the block was never closed.
  let closing: [UInt8]?
  let fence: Fence

  var bytes: [UInt8] { opening + body + (closing ?? []) }

  var lineCount: Int { count(of: .lineFeed, in: bytes) }

  /// The words after the fence.
  var info: [String] {
    let text = MarkdownLine(opening[...]).content.dropFirst(fence.length)
    return text.split(whereSeparator: \.isBlank).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What a `KEY=value` among the info string's words says.
  func attribute(_ key: String) -> String? {
    info.dropFirst().first { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
  }

  /// The line end the block is written with.
  var lineEnd: [UInt8] {
    opening.suffix(2) == [.carriageReturn, .lineFeed]
      ? [.carriageReturn, .lineFeed] : [.lineFeed]
  }

  /// The body's lines as a reader of the rendered page has them: without line ends and without
  /// the fence's indentation.
  package var lines: [String] { bodyLines(of: body, indent: fence.indent) }
}

/// How often `byte` occurs.
func count(of byte: UInt8, in bytes: [UInt8]) -> Int {
  bytes.reduce(0) { $0 + ($1 == byte ? 1 : 0) }
}

private func bodyLines(of body: [UInt8], indent: Int) -> [String] {
  guard !body.isEmpty else { return [] }
  var pieces = body.split(separator: .lineFeed, omittingEmptySubsequences: false)
  if pieces.last?.isEmpty ?? false { pieces.removeLast() }
  return pieces.map { piece in
    let line = piece.last == .carriageReturn ? piece.dropLast() : piece
    let blanks = min(indent, line.run(of: .space))
    return String(decoding: line.dropFirst(blanks), as: UTF8.self)
  }
}
