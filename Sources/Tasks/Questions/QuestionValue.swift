import Files

/// A value of the file with its place, for errors.
struct QuestionValue {
  let value: JSON
  var place: QuestionPlace

  init(_ value: JSON, _ place: QuestionPlace) { (self.value, self.place) = (value, place) }

  func has(_ key: String) -> Bool { value[key].map { !$0.isNull } ?? false }

  /// Itself, when it is an object; `key` names the array that it stands in.
  func object(_ key: String) throws(TaskError) -> QuestionValue {
    if value.object != nil { return self }
    throw wrong(key, expected: "an object", value)
  }

  func array(_ key: String) throws(TaskError) -> [JSON] {
    guard let inner = value[key] else { throw .question(place, .missing(key: key)) }
    guard let array = inner.array else { throw wrong(key, expected: "an array", inner) }
    return array
  }

  func string(_ key: String) throws(TaskError) -> String {
    guard let inner = value[key] else { throw .question(place, .missing(key: key)) }
    guard let text = inner.string else { throw wrong(key, expected: "a string", inner) }
    return text
  }

  func flag(_ key: String) throws(TaskError) -> Bool? {
    guard let inner = value[key], !inner.isNull else { return nil }
    guard let flag = inner.bool else { throw wrong(key, expected: "true or false", inner) }
    return flag
  }

  func identifier(number: Int) throws(TaskError) -> JSON {
    switch value["id"] {
    case nil, .null: return .integer(number)
    case .string(let id): return .string(id)
    case .integer(let id): return .integer(id)
    case .some(let other): throw wrong("id", expected: "a string or a whole number", other)
    }
  }

  /// Every reference; those that say "no answer" by an empty text are left out.
  func answers(
    in context: CodePointText, isImpossible: Bool
  ) throws(TaskError) -> [ReferenceAnswer] {
    var answers: [ReferenceAnswer] = []
    for answer in try array("answers") {
      let answer = try QuestionValue(answer, place).object("answers")
      let text = try answer.string("text")
      if isImpossible, text.isEmpty { continue }
      if isImpossible { throw .question(place, .answeredThoughImpossible(answer: text)) }
      if text.isEmpty { throw .question(place, .noAnswerText) }
      answers.append(ReferenceAnswer(text: text, start: try answer.start(of: text, in: context)))
    }
    return answers
  }

  /// `answer_start`; nil where it is −1 or absent.
  private func start(of text: String, in context: CodePointText) throws(TaskError) -> Int? {
    guard let inner = value["answer_start"], !inner.isNull else { return nil }
    guard let start = inner.int, start >= -1 else {
      throw wrong("answer_start", expected: "a whole number from −1", inner)
    }
    if start == -1 { return nil }
    let (end, overflow) = start.addingReportingOverflow(text.unicodeScalars.count)
    if overflow || end > context.count {
      throw .question(
        place, .beyondContext(answer: text, start: start, contextLength: context.count))
    }
    guard context.holds(text, at: start) else {
      throw .question(
        place,
        .notAtOffset(
          answer: text, start: start, found: context[start..<end],
          elsewhere: context.firstPlace(of: text)))
    }
    return start
  }

  private func wrong(_ key: String, expected: String, _ found: JSON) -> TaskError {
    .question(place, .wrongValue(key: key, expected: expected, found: found.found))
  }
}
