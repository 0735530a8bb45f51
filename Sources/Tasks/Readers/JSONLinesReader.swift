import Files

/// JSON Lines: an object a line.
struct JSONLinesReader: TableReader {
  static let name = "jsonl"
  static let summary = "a JSON object a line"
  static let extensions = ["jsonl", "ndjson"]

  static func recognises(_ head: FileHead) -> Recognition {
    if extensions.contains(head.ending) { return .byName }
    let objects = head.lines.allSatisfy { $0.first == UInt8(ascii: "{") }
    // One object alone may be a JSON file whose rows are inside.
    guard objects, head.lines.count > 1, isObject(head.lines[0]) else { return .no }
    return .byContent
  }

  private static func isObject(_ line: [UInt8]) -> Bool {
    (try? JSON.parse(FileBytes(label: "", bytes: line)))?.object != nil
  }

  static func table(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Table {
    defer { withExtendedLifetime(file) {} }
    var rows: [(line: Int, value: JSON)] = []
    for line in Lines(file) where !line.isBlank(in: file) {
      let part = UnsafeRawBufferPointer(rebasing: file.bytes[line.range])
      do {
        let value = try JSON.parse(bytes: part, file: file.label, firstLine: line.number)
        rows.append((line.number, value))
      } catch {
        throw .file(error)
      }
    }
    return try Table(rows, file: file.label)
  }
}
