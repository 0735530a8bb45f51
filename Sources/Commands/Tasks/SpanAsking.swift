import Files
import Language
import Notebooks
import Tasks
import Training

/// One question to a model of spans: the answer inside its context.
extension QuestionAnsweringTask {
  /// Candidates shown below the answer, where they have a share worth a line: by itself, or beside
  /// an answer that has little itself.
  private static let othersShown = 3
  private static let leastShare = 0.01
  private static let leastShareOfAnswer = 0.1

  static func ask(
    _ question: Question, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    guard let context = question.context else {
      throw Diagnostic(
        code: "missing-argument", exit: 65,
        message: "'\(request.name.value)' finds answers in a context: context=\"…\" or "
          + "context=@\"file.txt\"",
        span: question.text.span)
    }
    for text in [question.text, context] where text.value.utf8.allSatisfy({ $0 <= 0x20 }) {
      throw Diagnostic(
        code: "bad-data", exit: 66,
        message: text.span == context.span ? "the context has no text" : "the question has no text",
        span: text.span)
    }
    let (questions, dataset) = try encoded(question, context, request, in: session)
    let objective = QuestionAnsweringObjective(
      questions, of: dataset,
      settings(request.reading, allowsNoAnswer: request.reading.allowsNoAnswer))
    let evaluation = try session.explain(at: request.name.span) {
      try Scoring.evaluate(request.runnable.model, on: objective, observer: nil)
    }
    let answer = evaluation.answers[0]
    return CommandResult(
      lines: lines(answer, CodePointText(context.value)), record: record(answer, questions))
  }

  private static func encoded(
    _ question: Question, _ context: Spanned<String>, _ request: SubjectRequest,
    in session: Session
  ) throws(Diagnostic) -> (EncodedQuestions, Dataset) {
    let example = Example(
      id: .string("ask"), question: question.text.value, context: context.value, answers: nil,
      row: 1)
    let dataset = Dataset(source: "", content: .questions(.squad2), examples: [example])
    let tokenizer = try session.tokenizer(of: request.runnable.base, at: request.name.span)
    let questions: EncodedQuestions
    do {
      questions = try encodeQuestions(
        dataset, with: tokenizer.tokenizer, maxLength: request.reading.maxLength,
        stride: stride(request.reading), shrinks: request.reading.stride == nil
      ) { session.wasInterrupted }
    } catch {
      var diagnostic = Session.diagnostic(for: error, at: question.text.span)
      if case .window(_, _, _, let problem) = error {
        diagnostic.message = "the question \(problem)"
      }
      throw diagnostic
    }
    try session.checkIDs(questions.windows.ids, request.runnable, at: request.name.span)
    return (questions, dataset)
  }

  // MARK: What is shown

  private static func lines(_ answer: SpanAnswer, _ context: CodePointText) -> [[OutputPart]] {
    var lines: [[OutputPart]] = []
    let others: [SpanCandidate]
    if let range = answer.range {
      lines.append([.trained(Passage.around(range, in: context))])
      others = Array(answer.candidates.dropFirst())
    } else {
      lines.append([.trained("no answer in the context")])
      others = answer.candidates
    }
    lines.append([.text("probability "), .score(answer.probability)])
    let least = min(leastShare, leastShareOfAnswer * answer.probability)
    let shown = others.filter { $0.probability >= least }.prefix(othersShown)
    if !shown.isEmpty {
      var table = OutputTable(["", ""], alignments: [.left, .right])
      for one in shown {
        table.append([.trained("  or " + Passage.flat(one.text)), .score(one.probability)])
      }
      lines += table.lines
    }
    return lines
  }

  private static func record(
    _ answer: SpanAnswer, _ questions: EncodedQuestions
  ) -> [(String, JSON)] {
    let candidates = answer.candidates.map { one in
      JSON.object([
        "text": .string(one.text), "start": .integer(one.start), "end": .integer(one.end),
        "score": .number(one.score), "probability": .number(one.probability),
      ])
    }
    var ids: [JSON] = []
    if answer.range != nil, let best = answer.candidates.first {
      let first = questions.windows.offsets[best.window]
      ids = questions.windows.ids[first + best.tokens.lowerBound...first + best.tokens.upperBound]
        .map { .integer(Int($0)) }
    }
    return [
      ("text", .string(answer.text)), ("ids", .array(ids)),
      ("start", answer.range.map { .integer($0.lowerBound) } ?? .null),
      ("end", answer.range.map { .integer($0.upperBound) } ?? .null),
      ("probability", .number(answer.probability)),
      ("score", answer.score.map { .number($0) } ?? .null),
      ("null_score", .number(answer.nullScore)), ("n_best", .array(candidates)),
    ]
  }
}

/// An answer with what stands around it, on one line.
enum Passage {
  /// Code points to each side of an answer; a word that this would cut is left out.
  private static let reach = 60

  /// "… named after [Karl Benz], who …"
  static func around(_ range: Range<Int>, in context: CodePointText) -> String {
    let before = context[max(0, range.lowerBound - reach)..<range.lowerBound]
    let after = context[range.upperBound..<min(context.count, range.upperBound + reach)]
    var (left, right) = (Array(before.unicodeScalars), Array(after.unicodeScalars))
    let cutsLeft = range.lowerBound > reach
    let cutsRight = range.upperBound + reach < context.count
    if cutsLeft, let blank = left.firstIndex(where: \.properties.isWhitespace) {
      left.removeFirst(blank + 1)
    }
    if cutsRight, let blank = right.lastIndex(where: \.properties.isWhitespace) {
      right.removeLast(right.count - blank)
    }
    return flat(
      (cutsLeft ? "… " : "") + text(left) + "[" + context[range] + "]" + text(right)
        + (cutsRight ? " …" : ""))
  }

  /// The same in pieces, of which the answer is marked.
  static func pieces(around range: Range<Int>, in context: CodePointText) -> [Mistake.Piece] {
    let line = around(range, in: context)
    let answer = "[" + flat(context[range]) + "]"
    guard let place = line.firstRange(of: answer) else { return [.init(text: line)] }
    return [
      .init(text: String(line[..<place.lowerBound])), .init(text: answer, isMarked: true),
      .init(text: String(line[place.upperBound...])),
    ]
  }

  /// One line of so many code points at most, cut between words where a blank is near.
  static func beginning(_ text: String, _ most: Int) -> String {
    let scalars = Array(flat(text).unicodeScalars)
    guard scalars.count > most else { return self.text(scalars) }
    let near = scalars[(most - 1 - most / 6)..<most].lastIndex(of: " ")
    return self.text(Array(scalars[..<(near ?? most - 1)])) + (near == nil ? "…" : " …")
  }

  /// Line ends and tabs as blanks.
  static func flat(_ text: String) -> String {
    let control: Set<Unicode.Scalar> = ["\n", "\r", "\t"]
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { control.contains($0) ? " " : $0 }))
  }

  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
