import Adapters
import Experiments
import Files
import Language
import Layers
import Notebooks
import Tasks
import Training

/// `[b =] train a on d [eval=dev] [test=held] […]`
enum TrainCommand: Command {
  static let makes: String? = "adapter"

  static func boundName(_ s: CheckedStatement) -> String? {
    s.binding?.value ?? s.text("adapter").value
  }

  static var spec: VerbSpec {
    VerbSpec(
      "train", summary: "train an adapter on a data set",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "adapter", .object(["adapter"]),
              meaning: "what to train"),
            SlotSpec(
              "data", .object(["dataset"]), preposition: "on",
              meaning: "the examples"),
          ],
          options: dataOptions + TrainingOptions.specs + taskOptions + [
            TrainingOptions.featureCache, Preset.option,
            OptionSpec(
              "log", .path, fallback: nil, meaning: "a file for a line a step",
              affectsResult: false),
          ])
      ],
      makesObject: true, nameIsOptional: true,
      help: "Binds the new state to the adapter's name, or to NAME leaving the adapter as it was.",
      example: "train a on films eval=dev epochs=4")
  }

  private static func failure(
    _ error: TrainingError, _ s: CheckedStatement, kept: Int?
  ) -> Diagnostic {
    let name = s.text("adapter")
    var result = Session.diagnostic(for: error, at: name.span)
    switch error {
    case .interrupted(let step) where step > 0:
      result.message = "interrupted at step \(step); '\(name.value)' is as it was; "
      // The checkpoint may be older, where nobody waited for a newer one.
      if let kept {
        result.message += "the same statement again continues"
        result.message += kept == step ? ", " : " at step \(kept), "
      }
      result.message += "max_steps=\(step) would keep this state"
    case .interrupted:
      result.message = "interrupted at step 0; every name is as it was"
    case .unknownWord(let option, let word, let known):
      (result.code, result.exit) = ("unknown-word", 65)
      result.span = s.span(of: option) ?? name.span
      result.suggestion = Suggestion.nearest(word, among: known)
    case .file(let inner):
      result = Session.diagnostic(for: inner, at: s.span(of: "log") ?? name.span)
    default: break
    }
    return result
  }

  /// What the preset set, and what an adapter made without it has otherwise.
  private static func presetNotes(
    _ values: PresetValues, _ reading: ReadingSettings, _ adapted: AdaptedModel
  ) -> [String] {
    let settings = adapted.method.settings
    let differs = [
      ("alpha", settings.alpha, values.double("alpha")),
      ("dropout", settings.dropout, values.double("dropout")),
    ].compactMap { name, own, preset in
      own == nil || own == preset ? nil : "\(name)=\(Figures.setting(preset ?? 0))"
    }
    let note = Preset.note(values, reading)
    if differs.isEmpty { return [note] }
    return [note, "the experiment's adapters have " + differs.joined(separator: " and ")]
  }

  static var dataOptions: [OptionSpec] {
    [
      OptionSpec(
        "eval", .object(["dataset"]), fallback: nil,
        meaning: "scored after every epoch; the best epoch's state is kept",
        synonyms: ["dev", "eval_dataset", "validation"]),
      OptionSpec(
        "test", .object(["dataset"]), fallback: nil,
        meaning: "scored once, with the state kept"),
    ]
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    for option in ["patience", "best"] where s.has(option) && !s.has("eval") {
      throw Diagnostic(
        code: "missing-argument", exit: 65, message: "\(option) needs eval=, a set to score",
        span: s.span(of: option))
    }
    if let log = s.given("log") { try session.refuseOverwriting(log.value.text, at: log.span) }
    let original = session.adapter(s, "adapter")
    let place = s.text("adapter").span
    let runnable = Runnable(original)
    let task = try session.task(of: runnable, at: place)
    let preset = try Preset.values(s, for: task)
    let values = PresetValues(statement: s, preset: preset)
    let reading = try Preset.reading(s, of: runnable, named: s.text("adapter"), in: session)
    let work = try session.work(
      TaskRequest(
        runnable: runnable, data: session.dataset(s, "data"), name: s.text("data"),
        reading: reading, frozen: TrainingOptions.frozen(s),
        presetBatch: preset.isEmpty ? nil : values.int("batch")))
    let held = try ["eval", "test"].map { (option) throws(Diagnostic) in
      try session.optionalWork(s, option, like: work.request)
    }
    var settings = TrainingOptions.settings(
      values, defaultLearningRate: type(of: original.adapted.method).defaultLearningRate)
    if !s.has("eval") { settings.best = nil }
    let title = "train \(s.text("adapter").value)"
    let key = RunKey(
      adapter: original.key, data: work.request.data, evaluation: held[0]?.request.data,
      settings: settings, reading: work.request.reading, isPreset: !preset.isEmpty)
    let keeper = session.keeper(of: key, title: title)
    let log = session.isRestoring ? nil : s.string("log").map(session.writingPath)
    // What was run before takes no time and no memory that would have to be foretold.
    let isStored = log == nil && keeper?.hasResult == true
    let row = ComparisonRow(
      name: title, method: original.adapted.method, settings: settings, seed: settings.seed)
    let base = original.base.model
    let forecast =
      isStored
      ? nil
      : try session.forecast(
        [row], of: base, work, evaluation: held[0], test: held[1], title: title, at: place)
    let copy = try session.explain(at: place) { try original.adapted.copied() }
    let observer = ProgressObserver(
      session, title: title, work: session.workClock(forecast, [row], of: base),
      overall: settings.totalSteps(examples: work.objective.trainedCount))
    observer.begin()
    // What was measured holds for a run that was stopped too.
    defer { observer.endRow(keys: session.timingKeys(of: row, on: base)) }
    let result: TrainingResult
    do {
      result = try Trainer.train(
        copy.model, on: work.objective, evaluation: held[0]?.objective, settings: settings,
        forecast: forecast?.rows[0].memory.peak, log: log, observer: observer, keeper: keeper)
    } catch {
      throw failure(error, s, kept: keeper?.keptStep)
    }
    session.report(result.peakBytes, forecast, title: title)
    let test = try held[1].map { (work) throws(Diagnostic) in
      try session.explain(at: place) {
        try session.score(copy.model, work, beside: keeper, observer: observer)
      }
    }
    let object = AdapterObject(
      copy, base: original.base, seed: original.seed,
      run: TrainingRun(settings: settings, reading: work.request.reading, result: result),
      key: key?.result ?? "")
    let report = TrainingReport(
      name: s.boundName.isEmpty ? s.text("adapter").value : s.boundName, settings: settings,
      result: result, hasEvaluation: held[0] != nil, test: test,
      methodTitle: type(of: copy.method).title, givenRate: values.has("lr"), task: task,
      isPreset: !preset.isEmpty)
    var notes = Work.notes([work] + held)
    if !preset.isEmpty { notes += presetNotes(values, reading, copy) }
    return CommandResult(
      value: .adapter(object), name: s.text("adapter").value,
      lines: report.lines(notes: notes), record: report.record, isStored: result.isStored)
  }
}

extension Session {
  /// The work of an option that names a data set, if it was given.
  func optionalWork(
    _ s: CheckedStatement, _ option: String, like request: TaskRequest
  ) throws(Diagnostic) -> Work? {
    guard let given = s.given(option), case .word(let name) = given.value,
      case .dataset(let data) = self[name]
    else { return nil }
    var request = request
    (request.data, request.name) = (data, Spanned(name, given.span))
    return try work(request)
  }
}
