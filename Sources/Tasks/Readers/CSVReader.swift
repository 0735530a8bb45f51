import Files

/// Comma-separated values as RFC 4180 has them: fields may be quoted, a quote inside is doubled,
/// and a quoted field may run over several lines.
///
/// Stricter than most readers: a quote inside an unquoted field and text after a closing quote are
/// errors with their place, since what was meant cannot be known.
struct CSVReader: TableReader {
  static let name = "csv"
  static let summary = "columns separated by commas, fields quoted as in RFC 4180"
  static let extensions = ["csv"]

  static func recognises(_ head: FileHead) -> Recognition {
    extensions.contains(head.ending) ? .byName : .no
  }

  static func table(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Table {
    defer { withExtendedLifetime(file) {} }
    var parser = CSVParser(file)
    var rows: [DelimitedRow] = []
    while !Patience.isOver(atTurn: rows.count), let row = try parser.next() {
      Patience.tell(bytes: parser.i, of: file.count, atTurn: rows.count)
      rows.append(row)
    }
    return try Table(rows, file: file.label, request)
  }
}

/// Rows of a CSV file, one after the other.
private struct CSVParser {
  let file: FileBytes
  var i: Int
  var line = 1

  init(_ file: FileBytes) {
    self.file = file
    i = file.contentStart
  }

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")

  /// The next row that is not an empty line; nil at the end.
  mutating func next() throws(TaskError) -> DelimitedRow? {
    while atLineEnd { if !endLine() { return nil } }
    let first = line
    var fields: [String] = []
    while true {
      fields.append(file.bytes[safe: i] == Self.quote ? try quoted() : try unquoted())
      if file.bytes[safe: i] == Self.comma {
        i += 1
      } else {
        _ = endLine()
        return DelimitedRow(line: first, fields: fields)
      }
    }
  }

  /// At 0x0A, 0x0D 0x0A or the end of the file.
  private var atLineEnd: Bool {
    switch file.bytes[safe: i] {
    case nil, 0x0A: true
    case 0x0D: file.bytes[safe: i + 1] == 0x0A || i + 1 == file.count
    default: false
    }
  }

  /// Steps over the line end; false at the end of the file.
  private mutating func endLine() -> Bool {
    guard i < file.count else { return false }
    i += file.bytes[i] == 0x0D && file.bytes[safe: i + 1] == 0x0A ? 2 : 1
    line += 1
    return true
  }

  private mutating func unquoted() throws(TaskError) -> String {
    let start = i
    while !atLineEnd, file.bytes[i] != Self.comma {
      if file.bytes[i] == Self.quote { throw problem(.insideField, at: i) }
      i += 1
    }
    return try file.text(start..<i)
  }

  private mutating func quoted() throws(TaskError) -> String {
    let opening = i
    i += 1
    var text = ""
    var start = i
    while i < file.count {
      if file.bytes[i] == 0x0A {
        line += 1
      } else if file.bytes[i] == Self.quote {
        let doubled = file.bytes[safe: i + 1] == Self.quote
        text += try file.text(start..<(doubled ? i + 1 : i))
        i += doubled ? 2 : 1
        start = i
        if doubled { continue }
        guard atLineEnd || file.bytes[i] == Self.comma else {
          throw problem(.textAfterClosing, at: i)
        }
        return text
      }
      i += 1
    }
    throw problem(.neverClosed, at: opening)
  }

  private func problem(_ problem: TaskError.QuoteProblem, at offset: Int) -> TaskError {
    let place = file.place(of: offset)
    return .quote(file: file.label, row: place.row, column: place.column, problem: problem)
  }
}

extension UnsafeRawBufferPointer {
  /// The byte there; nil behind the end.
  fileprivate subscript(safe i: Int) -> UInt8? { i < count ? self[i] : nil }
}
