import Files

/// The lines of a file, ended by 0x0A or 0x0D 0x0A and by nothing else.
///
/// Bytes are split, not a `String`: U+2028, U+0085 and a lone carriage return are text, and Swift
/// holds "\r\n" for one character. A byte-order mark at the start belongs to no line.
struct Lines: Sequence, IteratorProtocol {
  struct Line {
    /// From 1.
    let number: Int
    let range: Range<Int>

    /// Whether it holds nothing but spaces, tabs and carriage returns.
    func isBlank(in file: FileBytes) -> Bool {
      range.allSatisfy { i in
        let byte = file.bytes[i]
        return byte == 0x20 || byte == 0x09 || byte == 0x0D
      }
    }
  }

  private let file: FileBytes
  private var start: Int
  private var number = 0

  init(_ file: FileBytes) {
    self.file = file
    start = file.contentStart
  }

  mutating func next() -> Line? {
    guard start < file.count, !Patience.isOver(atTurn: number) else { return nil }
    Patience.tell(bytes: start, of: file.count, atTurn: number)
    var end = start
    while end < file.count, file.bytes[end] != 0x0A { end += 1 }
    number += 1
    let next = end + 1
    if end < file.count, end > start, file.bytes[end - 1] == 0x0D { end -= 1 }
    defer { start = next }
    return Line(number: number, range: start..<end)
  }
}

extension FileBytes {
  /// A part of the file as text.
  func text(_ range: Range<Int>) throws(TaskError) -> String {
    defer { withExtendedLifetime(self) {} }
    let part = UnsafeRawBufferPointer(rebasing: bytes[range])
    if let text = String(validating: part.bindMemory(to: UInt8.self), as: UTF8.self) { return text }
    let place = place(of: range.lowerBound + UTF8Check.validPrefix(part))
    throw .notUTF8(file: label, row: place.row, column: place.column)
  }
}
