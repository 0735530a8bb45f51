import Files
import Language
import Notebooks
import Tasks
import Training

/// `errors a on dev [rows=10]`: the examples that a model gets wrong.
enum ErrorsCommand: Command {
  static let isForReading = true

  static var spec: VerbSpec {
    VerbSpec(
      "errors", summary: "the examples that a model gets wrong, the surest first",
      forms: [
        FormSpec(
          slots: [
            SlotSpec("adapter", .object(["adapter", "model"]), meaning: "whose errors"),
            SlotSpec(
              "data", .object(["dataset"]), preposition: "on", meaning: "the examples"),
          ],
          options: [
            OptionSpec(
              "rows", .wholeNumber(from: 1, to: 1000), fallback: "10",
              meaning: "errors to show"),
            OptionSpec(
              "words", .flag, fallback: "true",
              meaning: "of a classification, which words decided: those without which the model is "
                + "less sure; it is run on each text without each of its words"),
            EvaluateCommand.lengthOption,
          ] + taskOptions)
      ],
      makesObject: false,
      help:
        "What the model said, what is true, and the text with the words that decided. Tags that "
        + "are wrong stand behind their words, a wrong answer in its context.",
      example: "errors a on dev rows=3", synonyms: ["mistakes", "wrong"])
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let runnable = session.runnable(s, "adapter")
    let subject = s.text("adapter")
    let reading = try session.reading(s, of: runnable, named: subject)
    let request = TaskRequest(
      runnable: runnable, data: session.dataset(s, "data"), name: s.text("data"), reading: reading)
    let task = try session.task(of: runnable, at: subject.span)
    let nothingWrong = Diagnostic(
      code: "wrong-head", exit: 70,
      message: "'\(subject.value)' is for \(task.word), where no answer is right or wrong",
      span: subject.span)
    guard task.judges(request.data.dataset.content) else { throw nothingWrong }
    let work = try session.work(request)
    let observer = ProgressObserver(session, title: "errors \(subject.value)")
    let evaluation = try session.explain(at: subject.span) {
      try Scoring.evaluate(runnable.model, on: work.objective, observer: observer)
    }
    guard let all = task.mistakes(evaluation, work.request) else { throw nothingWrong }
    var shown = Array(all.prefix(s.int("rows") ?? 10))
    if s.flag("words") ?? true {
      try task.findDecisiveWords(&shown, request, in: session)
    }
    return CommandResult(
      lines: work.notes.map { [.text($0)] } + lines(shown, of: all, evaluation.examples),
      record: record(shown, of: all, request.data.dataset))
  }

  private static func lines(
    _ shown: [Mistake], of all: [Mistake], _ examples: Int
  ) -> [[OutputPart]] {
    guard !all.isEmpty else {
      return [[.trained("none"), .text(" of "), .given(examples), .text(" wrong")]]
    }
    var heading: [OutputPart] = [
      .trained("\(all.count)"), .text(" of "), .given(examples), .text(" wrong"),
    ]
    if shown.count < all.count {
      let count = shown.count
      let which = all[0].confidence == nil ? "\(count) with the most errors" : "surest \(count)"
      heading.append(.text("; the \(which):"))
    }
    let width = min(40, shown.map(\.headingWidth).max() ?? 0)
    return [heading] + shown.flatMap { $0.lines(headings: width) } + confusions(all)
  }

  /// "most often good is taken for bad (12), bad for good (3)", where there are more than two ways.
  private static func confusions(_ all: [Mistake]) -> [[OutputPart]] {
    var counts: [(pair: String, count: Int)] = []
    for mistake in all where mistake.isOfClasses {
      let pair = "\(mistake.truth) taken for \(mistake.said)"
      if let place = counts.firstIndex(where: { $0.pair == pair }) {
        counts[place].count += 1
      } else {
        counts.append((pair, 1))
      }
    }
    guard counts.count > 2 else { return [] }
    // Of equally frequent ones the first to come up.
    let most = counts.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }.prefix(3).map { "\($0.element.pair) (\($0.element.count))" }
    return [[.text("most often: "), .trained(most.joined(separator: ", "))]]
  }

  private static func record(
    _ shown: [Mistake], of all: [Mistake], _ dataset: Dataset
  ) -> [(String, JSON)] {
    let rows = shown.map { mistake in
      JSON.object([
        "id": dataset.examples[mistake.example].id, "prediction": .string(mistake.said),
        "truth": .string(mistake.truth),
        "probability": mistake.confidence.map { .number($0) } ?? .null,
        "words": .array(mistake.words.map { .string($0) }),
      ])
    }
    return [("wrong", .integer(all.count)), ("errors", .array(rows))]
  }
}
