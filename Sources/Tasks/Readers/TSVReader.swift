import Files

/// Tab-separated values: no quoting, a tab always separates, every line is a row.
struct TSVReader: TableReader {
  static let name = "tsv"
  static let summary = "columns separated by tabs, a row a line, no quoting"
  static let extensions = ["tsv", "tab"]

  static func recognises(_ head: FileHead) -> Recognition {
    if extensions.contains(head.ending) { return .byName }
    let known = dataReaders.contains {
      $0 != PlainTextReader.self && $0.extensions.contains(head.ending)
    }
    if known { return .no }
    // As many tabs in nearly every line: a row that is wrong is then told, not read as text.
    let tabs = head.lines.map { line in line.count { $0 == 0x09 } }.sorted()
    let usual = tabs.isEmpty ? 0 : tabs[tabs.count / 2]
    return usual > 0 && tabs.count { $0 == usual } * 5 >= tabs.count * 4 ? .byName : .no
  }

  static func table(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Table {
    defer { withExtendedLifetime(file) {} }
    var rows: [DelimitedRow] = []
    for line in Lines(file) {
      // A line of tabs alone is a row whose fields are empty.
      let hasTab = line.range.contains { file.bytes[$0] == 0x09 }
      if !hasTab, line.isBlank(in: file) { continue }
      var fields: [String] = []
      var start = line.range.lowerBound
      for i in line.range where file.bytes[i] == 0x09 {
        fields.append(try file.text(start..<i))
        start = i + 1
      }
      fields.append(try file.text(start..<line.range.upperBound))
      rows.append(DelimitedRow(line: line.number, fields: fields))
    }
    return try Table(rows, file: file.label, request)
  }
}
