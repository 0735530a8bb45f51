import Files

extension Table {
  /// The examples in the rows, with labels numbered in their order.
  ///
  /// Labels may be absent from the whole table, not from some rows.
  func dataset(_ request: DatasetRequest) throws(TaskError) -> Dataset {
    if rows.isEmpty { throw .empty(file: file) }
    if let questions = QuestionRows(self, request) { return try questions.dataset() }
    let choice = try ColumnChoice(self, request)
    let spelled = try labels(choice)
    let names = inLabelOrder(Array(Set(spelled.map(ByteKey.init))).map(\.text))
    var classes: [ByteKey: Int] = [:]
    for (i, name) in names.enumerated() { classes[ByteKey(name)] = i }

    var examples: [Example] = []
    examples.reserveCapacity(rows.count)
    for (i, row) in rows.enumerated() {
      if Patience.isOver(atTurn: i) { throw .interrupted }
      examples.append(
        Example(
          id: try identifier(row, choice, number: i),
          text: try text(row, column: choice.text[0]),
          pair: choice.text.count > 1 ? try text(row, column: choice.text[1]) : nil,
          label: spelled.isEmpty ? nil : classes[ByteKey(spelled[i])], row: row.line))
    }
    var notes = notes + choice.notes
    if !isNamed, isDelimited, spelled.count >= 10,
      spelled.dropFirst().allSatisfy({ $0 != spelled[0] })
    {
      notes.append(
        "label '\(spelled[0])' stands in line \(rows[0].line) alone; "
          + "if that line holds column names, header=true says so")
    }
    return Dataset(
      source: file, content: names.isEmpty ? .text : .classification(labels: names),
      examples: examples, notes: notes)
  }

  /// Every row's label as spelled; empty when no row has one.
  private func labels(_ choice: ColumnChoice) throws(TaskError) -> [String] {
    guard let column = choice.label else { return [] }
    var labels: [String] = []
    var missing: Int?
    for row in rows {
      if let label = try label(row, column: column) {
        labels.append(label)
      } else if missing == nil {
        missing = row.line
      }
    }
    if let missing, !labels.isEmpty {
      throw .missingLabel(
        file: file, row: missing, column: columns[column], labelled: labels.count,
        rows: rows.count)
    }
    return labels
  }

  /// A label as the file spells it; nil for an empty field, null or an absent key.
  private func label(_ row: Row, column: Int) throws(TaskError) -> String? {
    switch row.cells[column] {
    case nil, .null: return nil
    case .string(let text):
      let label = isDelimited ? trimmed(text) : text
      return label.isEmpty ? nil : label
    case .integer(let value): return String(value)
    case .bool(let value): return String(value)
    case .some(let value):
      throw .wrongValue(
        file: file, row: row.line, column: columns[column],
        expected: "a string or a whole number", found: value.found)
    }
  }

  private func text(_ row: Row, column: Int) throws(TaskError) -> String {
    switch row.cells[column] {
    case .string(let text): return text
    case nil: throw .missingValue(file: file, row: row.line, column: columns[column])
    case .some(let value):
      throw .wrongValue(
        file: file, row: row.line, column: columns[column], expected: "a string",
        found: value.found)
    }
  }

  private func identifier(
    _ row: Row, _ choice: ColumnChoice, number: Int
  ) throws(TaskError) -> JSON {
    guard let column = choice.id, let id = row.cells[column] else { return .integer(number) }
    switch id {
    case .null: return .integer(number)
    case .array, .object:
      throw .wrongValue(
        file: file, row: row.line, column: columns[column], expected: "a string or a number",
        found: id.found)
    default: return id
    }
  }
}
