import Adapters
import Experiments
import Files
import Language
import Training

extension TableRow {
  /// A row that was trained, or diverged.
  ///
  /// - Parameter key: of its run; empty without a cache.
  init(_ result: RowResult, base: ModelObject, reading: ReadingSettings, key: String = "") {
    let adapter = result.adapted.map { adapted in
      AdapterObject(
        adapted, base: base, seed: result.row.seed,
        run: result.training.map {
          TrainingRun(settings: result.row.settings, reading: reading, result: $0)
        }, key: key)
    }
    self.init(
      name: result.row.name, method: result.row.method, settings: result.row.settings,
      seed: result.row.seed, trainableParameters: result.trainableParameters,
      result: result.training, divergedStep: result.divergedStep, adapter: adapter,
      decisive: result.decisive, test: result.test)
  }

  /// A row that was scored only.
  init(
    scored evaluation: Evaluation, _ object: SessionObject?, named name: String
  ) {
    let adapter: AdapterObject? = if case .adapter(let object) = object { object } else { nil }
    self.init(
      name: name, method: adapter?.adapted.method, settings: adapter?.run?.settings,
      seed: adapter?.seed ?? 0,
      trainableParameters: adapter?.adapted.model.tree.trainableCount ?? 0,
      result: nil, divergedStep: nil, adapter: adapter, decisive: evaluation, test: nil)
  }

  private var task: (any TaskKind.Type)? {
    adapter.flatMap { adapter in
      taskKinds.first { $0.head == adapter.adapted.model.specification.head }
    }
  }

  /// The row's JSON: name, bare method, options, seed and the fields of `train`.
  var record: [(String, JSON)] {
    let settings = method?.settings ?? MethodSettings()
    var options: [(String, JSON)] = []
    if let rank = settings.rank { options.append(("r", .integer(rank))) }
    if let alpha = settings.alpha { options.append(("alpha", .number(alpha))) }
    if let dropout = settings.dropout {  // Held in single precision: the decimal that was meant.
      options.append(("dropout", .number(Double("\(Float(dropout))") ?? dropout)))
    }
    if let training = self.settings { options += training.record }
    if let reading = adapter?.run?.reading {
      options.append(("max_length", .integer(reading.maxLength)))
      options += task?.record(reading) ?? []
    }
    var fields: [(String, JSON)] = [
      ("name", .string(name)), ("method", method.map { .string($0.name) } ?? .null),
      ("options", .object(JSONObject(options))), ("seed", .integer(Int(seed))),
      ("executed", .bool(result?.isStored != true)),
    ]
    if let result, let training = self.settings {
      fields +=
        TrainingReport(
          name: name, settings: training, result: result, hasEvaluation: true, test: test,
          methodTitle: name, givenRate: true, task: task
        ).record
    } else if let divergedStep {
      fields.append(("diverged_at_step", .integer(divergedStep)))
    } else if let decisive {
      fields.append(
        ("scores", .object(JSONObject(decisive.values.map { ($0.key, .number($0.value)) }))))
    }
    return fields
  }
}

extension TrainingSettings {
  /// The options of `train` with their values, as JSON.
  var record: [(String, JSON)] {
    [
      ("epochs", .integer(epochs)), ("max_steps", maxSteps.map { .integer($0) } ?? .null),
      ("batch", .integer(batch)), ("lr", .number(learningRate)),
      ("optimizer", .string(optimizer)), ("weight_decay", .number(weightDecay)),
      ("schedule", .string(schedule)), ("warmup", .number(warmup)),
      ("clip", clip.map { .number($0) } ?? .null), ("shuffle", .bool(shuffle)),
      ("patience", patience.map { .integer($0) } ?? .null), ("keep", .string(keep.rawValue)),
    ]
  }
}

extension Diagnostic {
  /// A row that a table does not have; one that is near is suggested as it must be typed there.
  static func unknownRow(_ given: Spanned<Value>, among names: [String]) -> Diagnostic {
    Diagnostic(
      code: "unknown-name", exit: 65, message: "no row is called '\(given.value.text)'",
      span: given.span,
      suggestion: Suggestion.nearest(given.value.text, among: names).map { name in
        if case .word = given.value, !isName(name) { JSON.string(name).serialized() } else { name }
      },
      note: "(" + names.joined(separator: ", ") + ")")
  }
}
