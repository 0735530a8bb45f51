import Files

/// The answers in a cell, in the forms that data sets of rows have: a text; a list of texts or of
/// `{"text", "answer_start"}`; or `{"text": […], "answer_start": […]}`, as Hugging Face writes
/// SQuAD.
///
/// A text without an offset gets the place where it stands, if that is one alone; else it is scored
/// against and not trained on.
struct RowAnswers {
  let context: CodePointText
  /// The column.
  let key: String
  let isDelimited: Bool
  let place: QuestionPlace

  /// - Parameter start: the offset that stands beside a single answer.
  func read(_ cell: JSON, start: JSON?) throws(TaskError) -> [JSON] {
    switch cell {
    case .null: return []
    case .string(let text):
      if text.isEmpty { return [] }
      if isDelimited, let written = try structure(text) {
        return try read(written, start: start)
      }
      return [answer(text, start)]
    case .integer(let number): return [answer(String(number), start)]
    case .array(let list):
      var answers: [JSON] = []
      for one in list { answers.append(try element(one, start: list.count == 1 ? start : nil)) }
      return answers
    case .object(let object):
      guard case .array(let texts) = object["text"] else {
        return [try element(cell, start: start)]
      }
      return try pairs(texts, starts: object["answer_start"])
    case .bool, .number: throw wrong("a text or texts", cell)
    }
  }

  private func element(_ one: JSON, start: JSON?) throws(TaskError) -> JSON {
    if let text = one.string { return answer(text, start) }
    guard let object = one.object else { throw wrong("a text or texts", one) }
    guard let text = object["text"]?.string, object["answer_start"] ?? .null == .null else {
      return one
    }
    return answer(text, start)
  }

  private func pairs(_ texts: [JSON], starts: JSON?) throws(TaskError) -> [JSON] {
    guard let starts, !starts.isNull else {
      return try texts.map { (text) throws(TaskError) in try element(text, start: nil) }
    }
    guard let places = starts.array else { throw wrong("offsets in a list", starts) }
    guard texts.count == places.count else {
      throw .question(place, .startCount(answers: texts.count, starts: places.count))
    }
    return zip(texts, places).map { .object(["text": $0, "answer_start": $1]) }
  }

  /// With the offset given; without one, with that of its only place.
  private func answer(_ text: String, _ start: JSON?) -> JSON {
    let given = start.flatMap { $0.isNull ? nil : $0 }
    let found = text.isEmpty ? nil : context.onlyPlace(of: text)
    let start = given ?? found.map { .integer($0) } ?? .integer(-1)
    return .object(["text": .string(text), "answer_start": start])
  }

  /// JSON in a field of a table; nil for a text.
  private func structure(_ text: String) throws(TaskError) -> JSON? {
    let start = trimmed(text).utf8.first
    guard start == UInt8(ascii: "{") || start == UInt8(ascii: "[") else { return nil }
    if let json = try? JSON.parse(text, file: place.file) { return json }
    // What stands in brackets may also be an answer that does.
    if context.firstPlace(of: text) != nil { return nil }
    throw .question(
      place, .wrongValue(key: key, expected: "a text or JSON", found: "'\(text.prefix(40))'"))
  }

  private func wrong(_ expected: String, _ found: JSON) -> TaskError {
    .question(place, .wrongValue(key: key, expected: expected, found: found.found))
  }
}
