import Files

/// A JSON file that is one array of objects.
struct JSONArrayReader: TableReader {
  static let name = "json"
  static let summary = "one JSON array of objects"
  static let extensions = ["json"]

  static func recognises(_ head: FileHead) -> Recognition {
    if extensions.contains(head.ending) { return .byName }
    guard let first = head.lines.first?.first(where: { $0 != 0x20 && $0 != 0x09 }) else {
      return .no
    }
    let known = dataReaders.contains { $0.extensions.contains(head.ending) }
    return first == UInt8(ascii: "[") && !known ? .byName : .no
  }

  static func table(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Table {
    let content = file[file.contentStart..<file.count]
    let value: JSON
    do { value = try JSON.parse(content) } catch { throw .file(error) }
    guard case .array(let values) = value else {
      throw .notRows(file: file.label, found: value.found)
    }
    let lines = elementLines(of: content)
    precondition(lines.count == values.count, "JSONArrayReader: elements \(lines.count)")
    let rows = zip(lines, values).map { (line: $0, value: $1) }
    return try Table(rows, file: file.label)
  }

  /// The line in which each element of the outermost array starts; the file is known to be valid.
  private static func elementLines(of file: FileBytes) -> [Int] {
    defer { withExtendedLifetime(file) {} }
    var lines: [Int] = []
    var (line, depth, inString, expectsElement) = (1, 0, false, false)
    var i = 0
    while i < file.count {
      let byte = file.bytes[i]
      let isSpace = byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
      if expectsElement, depth == 1, !inString, !isSpace, byte != UInt8(ascii: "]") {
        lines.append(line)
        expectsElement = false
      }
      switch byte {
      case 0x0A: line += 1
      case UInt8(ascii: "\\") where inString: i += 1
      case UInt8(ascii: "\""): inString.toggle()
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        if !inString {
          if depth == 0 { expectsElement = true }
          depth += 1
        }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): if !inString { depth -= 1 }
      case UInt8(ascii: ","): if !inString, depth == 1 { expectsElement = true }
      default: break
      }
      i += 1
    }
    return lines
  }
}
