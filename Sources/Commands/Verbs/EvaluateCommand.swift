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
            lengthOption,
            OptionSpec(
              "predictions", .path, fallback: nil,
              meaning: "a file for a line an example", affectsResult: false),
          ] + taskOptions + taskKinds.flatMap { $0.fileOptions })
      ],
      makesObject: false, help: "Scores are over the whole set, not by batch.",
      example: "evaluate a on dev")
  }

  /// Of every verb that reads texts as a model was trained to.
  static let lengthOption = OptionSpec(
    "max_length", .wholeNumber(from: 3, to: nil), fallback: nil,
    meaning: "tokens a text is cut to; default as trained",
    synonyms: ["max_seq_length", "max_len"])

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let runnable = session.runnable(s, "adapter")
    let reading = try session.reading(s, of: runnable, named: s.text("adapter"))
    let request = TaskRequest(
      runnable: runnable, data: session.dataset(s, "data"), name: s.text("data"), reading: reading)
    let task = try session.task(of: runnable, at: request.name.span)
    if let path = s.given("predictions") { try task.checkWritesPredictions(at: path.span) }
    let files = (["predictions"] + task.fileOptions.map(\.name)).filter(s.has)
    try session.checkDestinations(files.map(s.text))
    let work = try session.work(request)
    let observer = ProgressObserver(session, title: "evaluate \(s.text("adapter").value)")
    let evaluation = try session.explain(at: s.text("adapter").span) {
      try Scoring.evaluate(runnable.model, on: work.objective, observer: observer)
    }
    var lines: [[OutputPart]] = work.notes.map { [.text($0)] }
    lines += task.report(evaluation, labels: runnable.base.labels)
    if s.has("predictions") {
      let path = s.text("predictions")
      try session.write(
        task.predictions(evaluation, request, path: path.value), to: path.value, at: path.span)
      lines.append([.text("\(path.value)   \(Figures.plural(evaluation.examples, "row"))")])
    }
    for option in task.fileOptions where s.has(option.name) {
      let path = s.text(option.name)
      try session.write(
        task.file(option.name, evaluation, request), to: path.value, at: path.span)
      lines.append([.text("\(path.value)   \(Figures.plural(evaluation.examples, "row"))")])
    }
    return CommandResult(
      lines: lines,
      record: [
        ("scores", .object(JSONObject(evaluation.values.map { ($0.key, .number($0.value)) })))
      ])
  }
}
