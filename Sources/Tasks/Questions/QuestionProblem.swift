/// Where in a file of questions something stands; numbers count from 1.
package struct QuestionPlace: Sendable, Equatable {
  package var file: String
  /// Of a row.
  package var line: Int?
  package var article: Int?
  package var paragraph: Int?
  package var question: Int?
  /// Of the question, as the file has it.
  package var id: String?

  package init(
    file: String, line: Int? = nil, article: Int? = nil, paragraph: Int? = nil,
    question: Int? = nil, id: String? = nil
  ) {
    self.file = file
    self.line = line
    self.article = article
    self.paragraph = paragraph
    self.question = question
    self.id = id
  }
}

extension QuestionPlace: CustomStringConvertible {
  package var description: String {
    var parts = ["'\(file)'"]
    if let line { parts.append("line \(line)") }
    if let article { parts.append("article \(article)") }
    if let paragraph { parts.append("paragraph \(paragraph)") }
    if let question { parts.append("question \(question)") }
    return parts.joined(separator: ", ") + (id.map { " (id '\($0)')" } ?? "")
  }
}

/// What is wrong with a question, its context or its answers.
package enum QuestionProblem: Sendable, Equatable {
  case missing(key: String)
  case wrongValue(key: String, expected: String, found: String)
  case noContext
  case noQuestion
  case noAnswerText
  /// Lists of texts and of offsets that do not belong together.
  case startCount(answers: Int, starts: Int)
  /// An answer given by two offsets that hold nothing between them in the context.
  case noSpan(start: Int, end: Int, contextLength: Int)
  /// `elsewhere` is a place where the answer does stand.
  case notAtOffset(answer: String, start: Int, found: String, elsewhere: Int?)
  case beyondContext(answer: String, start: Int, contextLength: Int)
  case answeredThoughImpossible(answer: String)
  case repeatedID(first: QuestionPlace)
}

extension QuestionProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let key): "has no '\(key)'"
    case .wrongValue(let key, let expected, let found):
      "has \(found) as '\(key)' (expected \(expected))"
    case .noContext: "has a context without text"
    case .noQuestion: "has a question without text"
    case .noAnswerText: "has an answer without text"
    case .startCount(let answers, let starts):
      "has \(counted(answers, "answer")) but \(starts) 'answer_start'"
    case .noSpan(let start, let end, let length):
      "has its answer from \(start) to \(end), which is no part of a context of "
        + counted(length, "code point")
    case .notAtOffset(let answer, let start, let found, let elsewhere):
      "has the answer '\(Self.short(answer))' at \(start), where the context has "
        + "'\(Self.short(found))'" + (elsewhere.map { "; it stands at \($0)" } ?? "")
    case .beyondContext(let answer, let start, let length):
      "has the answer '\(Self.short(answer))' at \(start), but the context has only "
        + counted(length, "code point")
    case .answeredThoughImpossible(let answer):
      "is_impossible, but has the answer '\(Self.short(answer))'"
    case .repeatedID(let first): "has the id of \(first)"
    }
  }

  /// The beginning of a text, so that an error stays a line.
  private static func short(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > 60 else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(60))) + "…"
  }
}

/// Why a question does not fit the windows that it is read in.
package enum WindowProblem: Sendable, Equatable {
  /// The question and the special tokens leave nothing for the context.
  case questionTooLong(tokens: Int, special: Int, maxLength: Int)
  /// Windows that overlap by `stride` would not advance.
  case strideTooLong(stride: Int, room: Int, maxLength: Int)
}

extension WindowProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .questionTooLong(let tokens, let special, let maxLength):
      "has \(counted(tokens, "token")), which with \(special) special ones leave none of "
        + "max_length=\(maxLength) for the context"
    case .strideTooLong(let stride, let room, let maxLength):
      "leaves \(counted(room, "token")) of max_length=\(maxLength) for the context, "
        + "so that windows cannot overlap by stride=\(stride)"
    }
  }
}
