import Files

/// Questions over contexts in rows: columns called question and context, in any letter case.
///
/// Answers stand under `answers` or `answer`, as texts or in the forms of `RowAnswers`, with their
/// offset beside them or not, or as two offsets alone. Every row takes the form of a paragraph of
/// SQuAD and passes its checks.
struct QuestionRows {
  private let table: Table
  private let question: Int
  private let context: Int
  private let id: Int?
  private let answers: Int?
  private let start: Int?
  private let end: Int?
  private let isImpossible: Int?
  private static let answerNames = ["answers", "answer"]
  private static let startNames = ["answer_start", "start"]
  private static let endNames = ["answer_end", "end"]

  /// Nil when the columns are others, or when the request says what they are.
  init?(_ table: Table, _ request: DatasetRequest) {
    guard table.isNamed, request.text.isEmpty, request.label == nil else { return nil }
    func first(_ names: [String]) -> Int? { ColumnChoice.first(names, in: table) }
    guard let question = first(["question"]), let context = first(["context"]) else { return nil }
    self.table = table
    (self.question, self.context) = (question, context)
    id = first(Header.idNames)
    answers = first(Self.answerNames)
    start = first(Self.startNames)
    end = first(Self.endNames)
    isImpossible = first(["is_impossible"])
    // Pairs of texts with a label are no questions that nobody answered.
    if answers == nil, start == nil, first(Header.labelNames) != nil { return nil }
  }

  func dataset() throws(TaskError) -> Dataset {
    var collector = QuestionCollector(file: table.file)
    for (i, row) in table.rows.enumerated() {
      if Patience.isOver(atTurn: i) { throw .interrupted }
      try collector.add(paragraph(row))
    }
    try collector.checkAnswers(key: (answers ?? start).map { table.columns[$0] } ?? "answers")
    var dataset = collector.dataset(hasUnanswerable: false)
    dataset.notes = table.notes
    return dataset
  }

  private func paragraph(_ row: Table.Row) throws(TaskError) -> QuestionValue {
    var place = QuestionPlace(file: table.file, line: row.line)
    var qa = JSONObject()
    if let id = value(row, id), !id.isNull {
      qa["id"] = id
      place.id = id.string ?? id.serialized()
    }
    qa["question"] = row.cells[question]
    if let found = value(row, isImpossible) {
      qa["is_impossible"] = table.isDelimited ? try flag(found, place) : found
    }
    let text = CodePointText(row.cells[context]?.string ?? "")
    if let answers = try answers(row, in: text, place) { qa["answers"] = .array(answers) }
    var paragraph: JSONObject = ["qas": .array([.object(qa)])]
    paragraph["context"] = row.cells[context]
    return QuestionValue(.object(paragraph), place)
  }

  /// References as SQuAD has them; nil where nobody answered.
  private func answers(
    _ row: Table.Row, in context: CodePointText, _ place: QuestionPlace
  ) throws(TaskError) -> [JSON]? {
    let start = try number(row, start, place)
    if let answers, let found = value(row, answers) {
      let answers = RowAnswers(
        context: context, key: table.columns[answers], isDelimited: table.isDelimited, place: place)
      return try answers.read(found, start: start)
    }
    switch (start, try number(row, end, place)) {
    case (let start?, let end?): return try slice(from: start, to: end, of: context, place)
    case (nil, nil),
      (nil, _?) where self.start == nil, (_?, nil) where self.end == nil:
      return nil
    case (nil, _): throw .question(place, .missing(key: table.columns[self.start!]))
    case (_, nil): throw .question(place, .missing(key: table.columns[self.end!]))
    }
  }

  /// The answer between two offsets; none where both are empty or −1.
  private func slice(
    from start: JSON, to end: JSON, of context: CodePointText, _ place: QuestionPlace
  ) throws(TaskError) -> [JSON] {
    let none: [JSON] = [.null, .integer(-1)]
    if none.contains(start), none.contains(end) { return [] }
    let first = try offset(start, self.start!, place)
    let last = try offset(end, self.end!, place)
    guard 0 <= first, first < last, last <= context.count else {
      throw .question(place, .noSpan(start: first, end: last, contextLength: context.count))
    }
    return [.object(["text": .string(context[first..<last]), "answer_start": .integer(first)])]
  }

  private func offset(
    _ cell: JSON, _ column: Int, _ place: QuestionPlace
  ) throws(TaskError) -> Int {
    if let offset = cell.int { return offset }
    throw wrongOffset(column, cell.found, place)
  }

  private func wrongOffset(_ column: Int, _ found: String, _ place: QuestionPlace) -> TaskError {
    .question(
      place,
      .wrongValue(
        key: table.columns[column], expected: "a whole number from −1", found: found))
  }

  // MARK: Cells

  /// Nil for a key that a row does not have; an empty field is null.
  private func value(_ row: Table.Row, _ column: Int?) -> JSON? {
    guard let column, let cell = row.cells[column] else { return nil }
    if table.isDelimited, let text = cell.string, trimmed(text).isEmpty { return .null }
    return cell
  }

  /// An offset; a field of text is read as the number that it spells, also with ".0" behind it, as
  /// pandas writes whole numbers of a column with gaps.
  private func number(
    _ row: Table.Row, _ column: Int?, _ place: QuestionPlace
  ) throws(TaskError) -> JSON? {
    guard let column, let cell = value(row, column), table.isDelimited, let text = cell.string
    else { return value(row, column) }
    if let number = Int(trimmed(text)) ?? Double(trimmed(text)).flatMap({ Int(exactly: $0) }) {
      return .integer(number)
    }
    throw wrongOffset(column, "'\(text)'", place)
  }

  private func flag(_ cell: JSON, _ place: QuestionPlace) throws(TaskError) -> JSON {
    switch cell.string.map({ trimmed($0).lowercased() }) {
    case nil: return cell
    case "true", "1", "1.0": return .bool(true)
    case "false", "0", "0.0": return .bool(false)
    case let other?:
      throw .question(
        place,
        .wrongValue(key: "is_impossible", expected: "true or false", found: "'\(other)'"))
    }
  }
}
