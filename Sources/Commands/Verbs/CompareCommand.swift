import Adapters
import Experiments
import Files
import Language
import Notebooks
import Training

/// `t = compare base on d eval=dev … { … }` and `t = compare [a4, a8, chat] on held`
enum CompareCommand: Command {
  static let makes: String? = "table"

  static var spec: VerbSpec {
    VerbSpec(
      "compare", summary: "methods, ranks and settings side by side",
      forms: [trainingForm, scoringForm], makesObject: true, nameIsOptional: true,
      help: "A line a row; a list for an option makes several rows, several lists multiply. Each "
        + "row is an adapter of its own, trained from the same base on the same data.",
      example: """
        t = compare base on films eval=dev epochs=4 {
          full
          freeze
          lora r=[4, 8, 16]
        }
        """)
  }

  private static var trainingForm: FormSpec {
    FormSpec(
      slots: [
        SlotSpec("base", .object(["model"]), meaning: "the model that every row starts from"),
        SlotSpec(
          "data", .object(["dataset"]), preposition: "on", meaning: "what every row is trained on"),
      ],
      options: [
        OptionSpec(
          "eval", .object(["dataset"]),
          meaning: "scored after every epoch; chooses the epoch a row keeps",
          synonyms: ["dev", "eval_dataset", "validation"], isRequired: true),
        OptionSpec(
          "test", .object(["dataset"]), meaning: "scored once a row, with the state kept"),
        OptionSpec(
          "seeds", .list(of: .wholeNumber(from: 0)), fallback: "[0]",
          meaning: "each redraws head, adapter, order and dropout", synonyms: ["seed"]),
        OptionSpec("baseline", .label, meaning: "the row that the others are tested against"),
      ] + TrainingOptions.specs.filter { $0.name != "seed" } + taskOptions
        + [TrainingOptions.featureCache, Preset.option],
      block: BlockSpec(
        methods: MethodOptions.byMethod, order: adapterMethods.map { $0.name },
        common: TrainingOptions.specs.filter { !["seed", "max_length"].contains($0.name) }))
  }

  private static var scoringForm: FormSpec {
    FormSpec(slots: [
      SlotSpec(
        "adapters", .list(of: .object(["adapter", "model"])), meaning: "adapters made earlier"),
      SlotSpec("data", .object(["dataset"]), preposition: "on", meaning: "what they are scored on"),
    ])
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let table =
      s.slots["base"] == nil ? try score(s, in: session) : try train(s, in: session)
    return CommandResult(
      value: .table(table), lines: table.lines,
      record: [("rows", .array(table.rows.map { .object(JSONObject($0.record)) }))],
      isStored: table.rows.allSatisfy { $0.result?.isStored == true })
  }

  // MARK: Training

  private static func train(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> TableObject {
    let base = session.model(s, "base")
    let runnable = Runnable(base)
    let task = try session.task(of: runnable, at: s.text("base").span)
    let preset = try Preset.values(s, for: task)
    let values = PresetValues(statement: s, preset: preset)
    let reading = try Preset.reading(s, of: runnable, named: s.text("base"), in: session)
    let plan = try ComparisonPlan(s, preset: preset)
    let work = try session.work(
      TaskRequest(
        runnable: runnable, data: session.dataset(s, "data"), name: s.text("data"),
        reading: reading, frozen: TrainingOptions.frozen(s),
        presetBatch: preset.isEmpty ? nil : values.int("batch")))
    let evaluation = try session.optionalWork(s, "eval", like: work.request)
    let test = try session.optionalWork(s, "test", like: work.request)
    func key(_ row: ComparisonRow) -> RunKey? {
      RunKey(
        adapter: AdapterObject.freshKey(row.method, on: base, seed: row.seed, headSeed: row.seed),
        data: work.request.data, evaluation: evaluation?.request.data, settings: row.settings,
        reading: work.request.reading, isPreset: !preset.isEmpty)
    }
    let keepers = plan.rows.map { session.keeper(of: key($0), title: $0.name) }
    let stored = keepers.map { $0?.hasResult == true }
    if stored.contains(true) {
      let count = stored.count { $0 }
      session.onRemark?(
        "compare: \(count) of \(Figures.plural(keepers.count, "row")) in the cache")
    }
    let forecast =
      stored.allSatisfy { $0 }
      ? nil
      : try session.forecast(
        plan.rows, of: base.model, work, evaluation: evaluation, test: test, stored: stored,
        title: "compare", at: s.statement.verb.span)
    let observer = ComparisonProgress(
      session, rows: plan.rows, examples: work.objective.trainedCount,
      work: session.workClock(forecast, plan.rows, of: base.model, stored: stored)
    ) { session.timingKeys(of: $0, on: base.model) }
    let results: [RowResult]
    do {
      results = try Comparison.run(
        rows: plan.rows, base: base.model, on: work.objective, evaluation: evaluation?.objective,
        test: test?.objective, forecast: forecast, observer: observer
      ) { index in
        keepers[index].map { RowKeeper($0, testKey: session.scoringKey(test)) }
      }
    } catch {
      var failure = plan.diagnostic(for: error, s)
      if failure.code == "interrupted", keepers.contains(where: { $0 != nil }) {
        failure.message += "; the same statement again continues"
      }
      if observer.isDeclined { failure.message = "given up; every name is as it was" }
      throw failure
    }
    session.report(
      results.compactMap(\.peakBytes).max { $0.total < $1.total }, forecast, title: "compare")
    let rows = results.map { result in
      TableRow(
        result, base: base, reading: work.request.reading, key: key(result.row)?.result ?? "")
    }
    var notes = Work.notes([work, evaluation, test])
    if !preset.isEmpty { notes.append(Preset.note(values, reading)) }
    func examples(_ work: Work?) -> Int { work?.request.data.dataset.examples.count ?? 0 }
    let table = TableObject(
      rows: rows, task: task,
      evaluation: (s.text("eval").value, examples(evaluation)),
      test: test.map { (s.text("test").value, examples($0)) },
      epochs: plan.rows.map(\.settings.epochs).max(), baseline: s.string("baseline"),
      remarks: notes + plan.remarks,
      seedSummaries: try summaries(results, s))
    table.isPreset = !preset.isEmpty
    return table
  }

  private static func summaries(
    _ results: [RowResult], _ s: CheckedStatement
  ) throws(Diagnostic) -> [SeedSummary] {
    guard Set(results.map(\.row.seed)).count > 1 else { return [] }
    let metric = results.lazy.compactMap { $0.training?.metric }.first ?? "accuracy"
    do {
      return try SeedSummary.all(of: results, metric: metric, baseline: s.string("baseline"))
    } catch {
      throw Session.diagnostic(for: error, at: s.span(of: "baseline") ?? s.statement.span)
    }
  }

  // MARK: Scoring

  private static func score(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> TableObject {
    let data = session.dataset(s, "data")
    var rows: [TableRow] = []
    var task: (any TaskKind.Type)?
    for element in s.elements("adapters") ?? [] {
      let name = element.value.text
      let runnable: Runnable
      switch session[name] {
      case .adapter(let object): runnable = Runnable(object)
      case .model(let object): runnable = Runnable(object)
      default: preconditionFailure("compare: '\(name)' was not checked")
      }
      let own = try session.task(of: runnable, at: element.span)
      if let task, task.head != own.head {
        throw Diagnostic(
          code: "wrong-head", exit: 70,
          message: "'\(name)' is for \(own.word), but the models before it for \(task.word)",
          span: element.span)
      }
      task = own
      let reading = try session.reading(s, of: runnable, named: Spanned(name, element.span))
      let work = try session.work(
        TaskRequest(runnable: runnable, data: data, name: s.text("data"), reading: reading))
      let observer = ProgressObserver(session, title: "score \(name)")
      let evaluation = try session.explain(at: element.span) {
        try Scoring.evaluate(runnable.model, on: work.objective, observer: observer)
      }
      rows.append(TableRow(scored: evaluation, session[name], named: name))
    }
    return TableObject(
      rows: rows, task: task,
      evaluation: (s.text("data").value, data.dataset.examples.count))
  }
}
