import Files
import Language
import Notebooks
import Tasks
import Training

/// `evaluate a on dev [max_length=…] [predictions="out.jsonl"]`
enum EvaluateCommand: Command {
  static var spec: VerbSpec {
    VerbSpec(
      "evaluate", summary: "score an adapter or model on a data set",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "adapter", .object(["adapter", "model"]),
              meaning: "what to score"),
            SlotSpec(
              "data", .object(["dataset"]), preposition: "on",
              meaning: "the examples"),
          ],
          options: [
            OptionSpec(
              "max_length", .wholeNumber(from: 3, to: nil), fallback: nil,
              meaning: "tokens a text is cut to; default as trained",
              synonyms: ["max_seq_length", "max_len"]),
            OptionSpec(
              "predictions", .string, fallback: nil,
              meaning: "a file for a line an example", affectsResult: false),
          ])
      ],
      makesObject: false, help: "Scores are over the whole set, not by batch.",
      example: "evaluate a on dev")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let runnable = session.runnable(s, "adapter")
    let data = session.dataset(s, "data")
    let length = try session.maxLength(s.given("max_length"), for: runnable)
    let work = try session.work(runnable, on: data, named: s.text("data"), maxLength: length)
    let observer = ProgressObserver(session, title: "evaluate \(s.text("adapter").value)")
    let evaluation = try session.explain(at: s.text("adapter").span) {
      try Scoring.evaluate(runnable.model, on: work.objective, observer: observer)
    }
    var lines: [[OutputPart]] = work.notes.map { [.text($0)] }
    lines.append(contentsOf: scores(evaluation, labels: runnable.base.labels))
    if let path = s.given("predictions") {
      let rows = try predictionRows(evaluation, data, runnable, at: path.span)
      try session.write(rows, to: path.value.text, at: path.span)
      lines.append([.text("\(path.value.text)   \(Figures.plural(evaluation.examples, "row"))")])
    }
    return CommandResult(
      lines: lines,
      record: [
        ("scores", .object(JSONObject(evaluation.values.map { ($0.key, .number($0.value)) })))
      ])
  }

  private static func scores(_ evaluation: Evaluation, labels: [String]) -> [[OutputPart]] {
    var table = OutputTable(["examples"] + evaluation.values.map(\.key))
    table.append([.given(evaluation.examples)] + evaluation.values.map { .score($0.value) })
    var lines = table.lines
    guard let classification = evaluation.scores as? ClassificationScores else { return lines }
    if labels.count == 2 {
      lines.append([.text("precision, recall and f1 of '\(labels[1])'")])
    } else {
      lines.append([.text("precision, recall and f1: mean over the classes")])
    }
    lines += ConfusionTable(classification, labels: labels).lines
    return lines
  }

  /// An object an example, as `predictions=` and `predict … to` write them.
  static func predictionRows(
    _ evaluation: Evaluation, _ data: DatasetObject, _ runnable: Runnable, at span: Span
  ) throws(Diagnostic) -> String {
    guard evaluation.outputs > 0 else {
      throw Diagnostic(
        code: "wrong-head", exit: 70, message: "this model makes no predictions to write",
        span: span)
    }
    return PredictionsFile.text(
      data.dataset, names: runnable.base.labels, classes: evaluation.classes,
      logits: evaluation.logits)
  }
}
