/// An answer that a data set accepts.
package struct ReferenceAnswer: Sendable, Equatable {
  /// As the file has it.
  package var text: String
  /// Code points before it in the context; nil when it does not stand there word for word, as some
  /// of CMRC 2018 (`answer_start` −1): such an answer is scored against and not trained on.
  package var start: Int?

  package init(text: String, start: Int?) {
    self.text = text
    self.start = start
  }

  /// Its place in the context, in code points.
  package var range: Range<Int>? { start.map { $0..<$0 + text.unicodeScalars.count } }
}

/// By whose rules a set of questions is answered and scored.
package enum QuestionKind: String, Sendable, Equatable {
  /// Every question has an answer in its context (SQuAD 1.1).
  case squad1
  /// Some questions have none (SQuAD 2.0).
  case squad2
  /// As `squad1`, in Chinese (CMRC 2018).
  case cmrc

  /// Whether "no answer" may be an answer.
  package var allowsNoAnswer: Bool { self == .squad2 }
}
