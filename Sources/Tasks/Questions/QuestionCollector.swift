import Files

/// The questions of a file, one paragraph after the other, with every check they have to pass.
struct QuestionCollector {
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
      if place.line == nil { place.question = i + 1 }
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
    if question.has("id") { question.place.id = spelled }
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
  ///
  /// - Parameter key: under which they stand.
  func checkAnswers(key: String = "answers") throws(TaskError) {
    guard examples.contains(where: { $0.answers != nil }),
      let missing = examples.first(where: { $0.answers == nil }),
      let place = places[missing.id.string ?? missing.id.serialized()]
    else { return }
    throw .question(place, .missing(key: key))
  }

  func dataset(hasUnanswerable: Bool) -> Dataset {
    let anyEmpty = examples.contains { $0.answers?.isEmpty == true }
    let kind: QuestionKind =
      hasUnanswerable || saysImpossible || anyEmpty
      ? .squad2 : han * 3 > codePoints ? .cmrc : .squad1
    return Dataset(source: file, content: .questions(kind), examples: examples)
  }
}

/// Whether a text holds nothing but white space.
private func isBlank(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy(PythonText.isSpace)
}

/// Whether a code point is a Chinese character of the basic block.
private func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FA5).contains(scalar.value) }
