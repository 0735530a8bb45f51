import Files

/// Which columns of a table are text, label and identifier.
///
/// What the request names comes first, then usual names, then the place: the other column is the
/// label, in TSV and CSV the last one. What cannot be known is asked for, never guessed silently.
struct ColumnChoice {
  /// One column, or two for pairs.
  var text: [Int]
  var label: Int?
  var id: Int?
  var notes: [String] = []

  init(_ table: Table, _ request: DatasetRequest) throws(TaskError) {
    if request.text.count > 2 { throw .tooManyTexts(columns: request.text) }
    var asked: [Int] = []
    for name in request.text { asked.append(try Self.find(name, in: table)) }
    text = asked
    if let name = request.label { label = try Self.find(name, in: table) }
    if table.isNamed {
      if label == nil { label = Self.first(Header.labelNames, in: table, without: text) }
      let taken = text + [label].compactMap(\.self)
      id = Self.first(Header.idNames, in: table, without: taken)
    }
    if text.isEmpty { try chooseText(table) }
    if label == nil { chooseLabel(table) }
  }

  /// A column by its name, by its name in other letter case, or by its number from 1.
  private static func find(_ name: String, in table: Table) throws(TaskError) -> Int {
    if let i = table.columns.firstIndex(where: { ByteKey($0) == ByteKey(name) }) { return i }
    let alike = table.columns.indices.filter {
      table.columns[$0].lowercased() == name.lowercased()
    }
    if alike.count == 1 { return alike[0] }
    if table.isDelimited, let number = Int(name), (1...table.columns.count).contains(number) {
      return number - 1
    }
    throw .unknownColumn(file: table.file, column: name, columns: table.columns)
  }

  /// The first of some usual names that a column has.
  static func first(
    _ names: [String], in table: Table, without taken: [Int] = []
  ) -> Int? {
    let columns = table.columns.map { $0.lowercased() }
    for name in names {
      if let i = columns.firstIndex(of: name), !taken.contains(i) { return i }
    }
    return nil
  }

  /// Columns that have a name; pandas writes its row numbers into one that has none.
  private static func named(_ table: Table) -> [Int] {
    table.columns.indices.filter { !table.columns[$0].isEmpty }
  }

  private mutating func chooseText(_ table: Table) throws(TaskError) {
    let free = Self.named(table).filter { $0 != label && $0 != id }
    let names = table.columns.map { $0.lowercased() }
    let known = free.filter { table.isNamed && Header.textNames.contains(names[$0]) }
    if free.count == 1 {
      text = free
    } else if let named = free.first(where: { table.isNamed && names[$0] == "text" }) {
      text = [named]
    } else if known.count == 1 {
      text = known
    } else if free.count == 2, label == nil, table.isDelimited, known.isEmpty {
      text = [free[0]]
      if !table.isNamed, Self.looksSwapped(table) {
        (text, label) = ([1], 0)
        notes.append("labels are column 1 and texts column 2 of '\(table.file)', by their values")
      }
    } else {
      throw .columnsNeeded(file: table.file, columns: table.columns)
    }
  }

  private mutating func chooseLabel(_ table: Table) {
    let others = Self.named(table).filter { !text.contains($0) && $0 != id }
    guard let last = others.last else { return }
    let isLabel =
      table.isDelimited || (others.count == 1 && Self.hasFewValues(table, column: last))
    if isLabel { label = last }
    guard table.isNamed else { return }
    let names = others.map { table.columns[$0] }.joined(separator: ", ")
    notes.append(
      isLabel
        ? "labels are column '\(table.columns[last])' of '\(table.file)'; label= chooses another"
        : "no column of '\(table.file)' is called label; label= can choose one of \(names)")
  }

  /// Whether values come back often enough to be labels.
  private static func hasFewValues(_ table: Table, column: Int) -> Bool {
    distinct(table, column) * 2 <= table.rows.count
  }

  /// Whether a file of two columns without names has its labels first.
  private static func looksSwapped(_ table: Table) -> Bool {
    table.rows.count >= 8 && distinct(table, 0) * 4 <= table.rows.count
      && distinct(table, 1) * 2 > table.rows.count
  }

  private static func distinct(_ table: Table, _ column: Int) -> Int {
    var values: Set<ByteKey> = []
    for row in table.rows where column < row.cells.count {
      if let cell = row.cells[column] { values.insert(ByteKey(cell.string ?? cell.serialized())) }
    }
    return values.count
  }
}
