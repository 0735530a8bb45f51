import Files
import Foundation
import Language
import Layers
import Notebooks
import Tasks
import Training

/// `predict a "text"` and `predict a d to "out.jsonl"`
enum PredictCommand: Command {
  static var spec: VerbSpec {
    let subject = SlotSpec(
      "adapter", .object(["adapter", "model"]),
      meaning: "what predicts")
    let length = OptionSpec(
      "max_length", .wholeNumber(from: 3, to: nil), fallback: nil,
      meaning: "tokens a text is cut to; default as trained",
      synonyms: ["max_seq_length", "max_len"])
    return VerbSpec(
      "predict", summary: "the class of a text or of a data set's, or what a mask hides",
      forms: [
        FormSpec(
          slots: [
            subject,
            SlotSpec("text", .string, meaning: "the text"),
          ],
          options: [
            OptionSpec(
              "pair", .string, fallback: nil,
              meaning: "the second text, for models of pairs"), length,
          ]),
        FormSpec(
          slots: [
            subject,
            SlotSpec("data", .object(["dataset"]), meaning: "the texts"),
            SlotSpec(
              "file", .path, preposition: "to",
              meaning: "a file for a line an example"),
          ],
          options: [length]),
      ],
      makesObject: false, help: "A data set needs no labels here.",
      example: "predict a \"not one dull minute\"")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let runnable = session.runnable(s, "adapter")
    let subject = s.text("adapter")
    let length = try session.maxLength(s.given("max_length"), for: runnable)
    let head = runnable.model.specification.head
    if head == .maskedLanguageModelling, s.slots["text"] != nil {
      let tokenizer = try session.tokenizer(of: runnable.base, at: subject.span)
      let encoding = tokenizer.tokenizer.encode(
        s.text("text").value, pair: nil, maxLength: length)
      try session.checkIDs(encoding.ids, runnable, at: s.text("text").span)
      return try FillMask(
        runnable: runnable, tokenizer: tokenizer.tokenizer, maxLength: length
      ).predict(s.text("text"))
    }
    guard head == .sequenceClassification else {
      throw Diagnostic(
        code: "wrong-head", exit: 70,
        message: "'\(subject.value)' does not classify: load its model with "
          + "task=text-classification",
        span: subject.span)
    }
    if s.slots["data"] != nil { return try file(s, runnable, length, in: session) }
    let data = DatasetObject(
      Dataset(
        source: "the text", content: .text,
        examples: [
          Example(id: .integer(0), text: s.text("text").value, pair: s.string("pair"), row: 1)
        ]))
    let work = try session.work(
      runnable, on: data, named: s.text("text"), maxLength: length, needsLabels: false)
    let evaluation = try session.explain(at: subject.span) {
      try Scoring.evaluate(runnable.model, on: work.objective, observer: nil)
    }
    return answer(evaluation, runnable.base.labels, notes: work.notes)
  }

  private static func answer(
    _ evaluation: Evaluation, _ labels: [String], notes: [String]
  ) -> CommandResult {
    let ranked = zip(labels, evaluation.probabilities(of: 0)).enumerated().sorted {
      ($1.element.1, $0.offset) < ($0.element.1, $1.offset)
    }.map { (label: $0.element.0, probability: $0.element.1) }
    let width = max(8, ranked.map { displayWidth($0.label) }.max() ?? 0) + 3
    let lines: [[OutputPart]] = ranked.prefix(labels.count == 2 ? 1 : 5).map { one in
      [
        .trained(one.label),
        .text(String(repeating: " ", count: width - displayWidth(one.label))),
        .score(one.probability),
      ]
    }
    return CommandResult(
      lines: notes.map { [.text($0)] } + lines,
      record: [
        ("label", .string(ranked[0].label)),
        (
          "probabilities",
          .object(JSONObject(ranked.map { ($0.label, .number($0.probability)) }))
        ),
      ])
  }

  private static func file(
    _ s: CheckedStatement, _ runnable: Runnable, _ length: Int, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let (data, path) = (session.dataset(s, "data"), s.text("file"))
    let work = try session.work(
      runnable, on: data, named: s.text("data"), maxLength: length, needsLabels: false)
    let observer = ProgressObserver(session, title: "predict \(s.text("adapter").value)")
    let evaluation = try session.explain(at: s.text("adapter").span) {
      try Scoring.evaluate(runnable.model, on: work.objective, observer: observer)
    }
    let rows = try EvaluateCommand.predictionRows(evaluation, data, runnable, at: path.span)
    try session.write(rows, to: path.value, at: path.span)
    return CommandResult(
      lines: work.notes.map { [.text($0)] } + [
        [.text("\(path.value)   \(Figures.plural(data.dataset.examples.count, "row"))")]
      ],
      record: [("rows", .integer(data.dataset.examples.count))])
  }
}
