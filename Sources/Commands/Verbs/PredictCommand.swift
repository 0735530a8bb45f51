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
    let length = EvaluateCommand.lengthOption
    return VerbSpec(
      "predict", summary: "what a model says of a text, or of every example of a data set",
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
          ] + taskOptions),
        FormSpec(
          slots: [
            subject,
            SlotSpec("data", .object(["dataset"]), meaning: "the texts"),
            SlotSpec(
              "file", .path, preposition: "to",
              meaning: "a file for a line an example"),
          ],
          options: [length] + taskOptions),
      ],
      makesObject: false,
      help: "A data set needs no labels here. A tagger reads a text in words, with punctuation at "
        + "their ends apart.",
      example: "predict a \"not one dull minute\"")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let runnable = session.runnable(s, "adapter")
    let subject = s.text("adapter")
    let reading = try session.reading(s, of: runnable, named: subject)
    let task = try session.task(of: runnable, at: subject.span)
    if s.slots["data"] != nil { return try file(s, runnable, reading, task, in: session) }
    return try task.predict(
      s.text("text"), pair: s.string("pair"),
      SubjectRequest(runnable: runnable, name: subject, reading: reading), in: session)
  }

  private static func file(
    _ s: CheckedStatement, _ runnable: Runnable, _ reading: ReadingSettings,
    _ task: any TaskKind.Type, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let path = s.text("file")
    try task.checkWritesPredictions(at: path.span)
    try session.checkDestinations([path])
    let request = TaskRequest(
      runnable: runnable, data: session.dataset(s, "data"), name: s.text("data"),
      reading: reading, needsLabels: false)
    let work = try session.work(request)
    let observer = ProgressObserver(session, title: "predict \(s.text("adapter").value)")
    let evaluation = try session.explain(at: s.text("adapter").span) {
      try Scoring.evaluate(runnable.model, on: work.objective, observer: observer)
    }
    try session.write(
      task.predictions(evaluation, request, path: path.value), to: path.value, at: path.span)
    return CommandResult(
      lines: work.notes.map { [.text($0)] } + [
        [.text("\(path.value)   \(Figures.plural(evaluation.examples, "row"))")]
      ],
      record: [("rows", .integer(evaluation.examples))])
  }
}
