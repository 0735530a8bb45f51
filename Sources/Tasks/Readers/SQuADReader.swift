import Files

/// Questions over contexts as SQuAD 1.1, SQuAD 2.0 and the SQuAD-style files of CMRC 2018 have them:
/// articles of paragraphs, each a context with its questions.
///
/// Offsets count code points. Every reference is kept and every one with an offset must stand there.
struct SQuADReader: FileReader {
  static let name = "squad"
  static let summary = "questions over contexts, as SQuAD and CMRC 2018 (JSON)"
  static let extensions: [String] = []
  static let sharedExtensions = ["json"]

  static func recognises(_ head: FileHead) -> Recognition {
    guard let first = head.lines.first?.first(where: { $0 != 0x20 && $0 != 0x09 }),
      first == UInt8(ascii: "{"), head.ending == "json" || !isKnown(head.ending)
    else { return .no }
    let has = { (key: String) in head.lines.contains { $0.contains(Array("\"\(key)\"".utf8)) } }
    return has("paragraphs") || (has("data") && has("version")) ? .byContent : .no
  }

  private static func isKnown(_ ending: String) -> Bool {
    dataReaders.contains { $0.extensions.contains(ending) }
  }

  static func read(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Dataset {
    let value: JSON
    do { value = try JSON.parse(file[file.contentStart..<file.count]) } catch {
      throw .file(error)
    }
    var collector = QuestionCollector(file: file.label)
    var place = QuestionPlace(file: file.label)
    let root = try QuestionValue(value, place).object("the file")
    for (i, article) in try root.array("data").enumerated() {
      place = QuestionPlace(file: file.label, article: i + 1)
      let article = try QuestionValue(article, place).object("data")
      for (k, paragraph) in try article.array("paragraphs").enumerated() {
        place.paragraph = k + 1
        try collector.add(QuestionValue(paragraph, place).object("paragraphs"))
      }
    }
    let version = value["version"]?.string ?? ""
    try collector.checkAnswers()
    return collector.dataset(hasUnanswerable: version.utf8.starts(with: "v2".utf8))
  }
}

/// The questions of a file, one paragraph after the other.
private struct QuestionCollector {
  let file: String
  private var examples: [Example] = []
  private var places: [String: QuestionPlace] = [:]
  private var saysImpossible = false
  private var han = 0
  private var codePoints = 0

  init(file: String) { self.file = file }

  mutating func add(_ paragraph: QuestionValue) throws(TaskError) {
    let context = CodePointText(try paragraph.string("context"))
    if isBlank(context.text) { throw .question(paragraph.place, .noContext) }
    codePoints += context.count
    for scalar in context.text.unicodeScalars where isHan(scalar) { han += 1 }
    var place = paragraph.place
    for (i, question) in try paragraph.array("qas").enumerated() {
      place.question = i + 1
      place.id = nil
      try add(QuestionValue(question, place).object("qas"), about: context)
    }
  }

  private mutating func add(
    _ question: QuestionValue, about context: CodePointText
  ) throws(TaskError) {
    var question = question
    let id = try question.identifier(number: examples.count)
    let spelled = id.string ?? id.serialized()
    question.place.id = spelled
    if let first = places.updateValue(question.place, forKey: spelled) {
      throw .question(question.place, .repeatedID(first: first))
    }
    let text = try question.string("question")
    if isBlank(text) { throw .question(question.place, .noQuestion) }
    let isImpossible = try question.flag("is_impossible")
    if isImpossible != nil { saysImpossible = true }
    var answers: [ReferenceAnswer]?
    if question.has("answers") {
      answers = try question.answers(in: context, isImpossible: isImpossible == true)
    } else if isImpossible == true {
      answers = []
    }
    examples.append(
      Example(
        id: id, question: text, context: context.text, answers: answers, row: examples.count + 1))
  }

  /// Answers may be absent from the whole file, not from some questions.
  func checkAnswers() throws(TaskError) {
    guard examples.contains(where: { $0.answers != nil }),
      let missing = examples.first(where: { $0.answers == nil }),
      let place = places[missing.id.string ?? missing.id.serialized()]
    else { return }
    throw .question(place, .missing(key: "answers"))
  }

  func dataset(hasUnanswerable: Bool) -> Dataset {
    let anyEmpty = examples.contains { $0.answers?.isEmpty == true }
    let kind: QuestionKind =
      hasUnanswerable || saysImpossible || anyEmpty
      ? .squad2 : han * 3 > codePoints ? .cmrc : .squad1
    return Dataset(source: file, content: .questions(kind), examples: examples)
  }
}

/// A value of the file with its place, for errors.
private struct QuestionValue {
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

/// Whether a text holds nothing but white space.
private func isBlank(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy(PythonText.isSpace)
}

/// Whether a code point is a Chinese character of the basic block.
private func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FA5).contains(scalar.value) }
