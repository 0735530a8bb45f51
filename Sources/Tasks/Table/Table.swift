import Files

/// A row of a TSV or CSV file before anybody knows what its fields mean.
struct DelimitedRow {
  let line: Int
  var fields: [String]
}

/// Rows and columns of a file, whatever its format: what columns are chosen from.
struct Table {
  struct Row {
    let line: Int
    /// A cell a column; nil where an object has no such key.
    var cells: [JSON?]
  }

  let file: String
  /// Names, or numbers from 1 when the file has none.
  let columns: [String]
  let isNamed: Bool
  /// Whether the order of columns means something: in TSV and CSV the label comes last.
  let isDelimited: Bool
  let rows: [Row]
  var notes: [String] = []
}

// MARK: From TSV and CSV

extension Table {
  /// - Throws: `columnCount` or `missingLabel` for a row that is shorter or longer than the others.
  init(_ source: [DelimitedRow], file: String, _ request: DatasetRequest) throws(TaskError) {
    guard let first = source.first else { throw .empty(file: file) }
    self.file = file
    isDelimited = true
    let header = Header(source, request)
    isNamed = header.isPresent
    if let note = header.note { notes.append(note) }
    let count = isNamed ? first.fields.count : Self.usualCount(source)
    if isNamed {
      columns = first.fields.map(trimmed)
      try Self.refuseRepeated(columns, file, first.line)
    } else {
      columns = (1...count).map(String.init)
    }
    let body = source.dropFirst(isNamed ? 1 : 0)
    rows = body.map { Row(line: $0.line, cells: $0.fields.map(JSON.string)) }
    try checkCounts(request)
  }

  /// The number of columns that most of the first hundred rows have; of equals the greater.
  private static func usualCount(_ rows: [DelimitedRow]) -> Int {
    var times: [Int: Int] = [:]
    for row in rows.prefix(100) { times[row.fields.count, default: 0] += 1 }
    return times.max { ($0.value, $0.key) < ($1.value, $1.key) }!.key
  }

  private static func refuseRepeated(
    _ names: [String], _ file: String, _ line: Int
  ) throws(TaskError) {
    var seen: Set<ByteKey> = []
    for name in names where !name.isEmpty {
      if !seen.insert(ByteKey(name)).inserted {
        throw .repeatedColumn(file: file, row: line, column: name)
      }
    }
  }

  private func checkCounts(_ request: DatasetRequest) throws(TaskError) {
    guard let wrong = rows.first(where: { $0.cells.count != columns.count }) else { return }
    // A row that ends before its label is told so, since that is what its author must mend.
    let choice = try? ColumnChoice(self, request)
    let labelled = choice?.label.map { label in rows.count { $0.cells.count > label } } ?? 0
    if let label = choice?.label, wrong.cells.count == label, labelled > 0 {
      throw .missingLabel(
        file: file, row: wrong.line, column: columns[label], labelled: labelled, rows: rows.count)
    }
    throw .columnCount(
      file: file, row: wrong.line, expected: columns.count, found: wrong.cells.count)
  }
}

// MARK: From JSON

extension Table {
  /// Objects, one a row; the columns are their keys in the order of first appearance.
  init(_ source: [(line: Int, value: JSON)], file: String) throws(TaskError) {
    self.file = file
    isDelimited = false
    isNamed = true
    var columns: [String] = []
    var places: [ByteKey: Int] = [:]
    var objects: [(line: Int, value: JSONObject)] = []
    for (line, value) in source {
      guard case .object(let object) = value else {
        throw .notAnObject(file: file, row: line, found: value.found)
      }
      objects.append((line, object))
      for (key, _) in object.pairs where places[ByteKey(key)] == nil {
        places[ByteKey(key)] = columns.count
        columns.append(key)
      }
    }
    self.columns = columns
    rows = objects.map { line, object in
      var cells = [JSON?](repeating: nil, count: columns.count)
      for (key, value) in object.pairs { cells[places[ByteKey(key)]!] = value }
      return Row(line: line, cells: cells)
    }
  }
}

extension JSON {
  /// What a value is, for an error that expected something else.
  var found: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// Without the spaces and tabs around it.
func trimmed(_ text: String) -> String {
  var utf8 = text.utf8[...]
  while let byte = utf8.first, byte == 0x20 || byte == 0x09 { utf8.removeFirst() }
  while let byte = utf8.last, byte == 0x20 || byte == 0x09 { utf8.removeLast() }
  return String(Substring(utf8))
}
