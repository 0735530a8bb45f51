import Files
import Notebooks
import Training

/// What there is to say of a training run: to read, and as a record.
struct TrainingReport {
  let name: String
  let settings: TrainingSettings
  let result: TrainingResult
  let hasEvaluation: Bool
  let test: Evaluation?
  let methodTitle: String
  let givenRate: Bool
  let task: (any TaskKind.Type)?
  /// Whether the epochs' numbers in an experiment that counts from 0 stand in brackets.
  var isPreset = false

  func lines(notes: [String]) -> [[OutputPart]] {
    let rate = "lr \(Figures.setting(settings.learningRate))"
    var head = rate + (givenRate ? ", " : " (default for \(methodTitle)), ")
    head += Figures.plural(result.totalSteps, "step") + " of \(settings.batch)"
    var lines: [[OutputPart]] = notes.map { [.text($0)] }
    lines.append([.text(head)])
    lines += table
    lines.append([.text(padded(name))] + verdict)
    if let test { lines.append(scores(test, title: "test")) }
    return lines
  }

  private var table: [[OutputPart]] {
    let columns = [ScoreColumn](
      of: task, for: result.epochs.first?.scores.map(\.key) ?? [])
    var table = OutputTable(
      ["epoch", "loss"] + columns.map { $0.title == "loss" ? "eval loss" : $0.title } + [
        "tokens/s", "seconds", "MB",
      ])
    for epoch in result.epochs {
      table.append(
        [isPreset ? .given("\(epoch.epoch) [\(epoch.epoch - 1)]") : .given(epoch.epoch)]
          + [.loss(epoch.loss)]
          + columns.parts(epoch.scores)
          + [
            .rate(epoch.tokensPerSecond), .seconds(epoch.seconds, unit: false),
            .megabytes(epoch.peakBytes.total, unit: false),
          ])
    }
    return table.lines
  }

  private var verdict: [OutputPart] {
    guard hasEvaluation else {
      return [.text("the state after \(Figures.plural(result.stepsRun, "step"))")]
    }
    let kept = result.keptEpoch
    var parts: [OutputPart] = [.text("kept epoch "), .trained(String(kept))]
    var why = settings.keep == .best ? " (best \(result.metric ?? "score")" : " (the last"
    if settings.keep == .best, kept == result.epochs.last?.epoch, result.epochs.count > 1 {
      why += "; it is the last: more epochs may help"
    }
    if result.stoppedEarly { why += "; stopped early" }
    parts.append(.trained(why + ")"))
    return parts
  }

  func scores(_ evaluation: Evaluation, title: String) -> [OutputPart] {
    var parts: [OutputPart] = [.text(padded(title))]
    let columns = [ScoreColumn](of: task, for: evaluation.values.map(\.key))
    for (i, column) in columns.enumerated() {
      guard let value = evaluation.value(column.key) else { continue }
      parts += [.text((i == 0 ? "" : "   ") + column.key + " "), column.part(value)]
    }
    return parts
  }

  var record: [(String, JSON)] {
    var fields: [(String, JSON)] = [
      ("trainable_parameters", .integer(result.trainableParameters)),
      ("epochs", .array(result.epochs.map(Self.record))),
      ("best_epoch", result.bestEpoch.map { .integer($0) } ?? .null),
      ("steps_run", .integer(result.stepsRun)),
      ("resumed_from_step", .integer(result.resumedFrom)),
      ("forecast_bytes", result.forecast.map { .integer($0.total) } ?? .null),
      ("peak_resident_bytes", ResidentMemory.peak.map { .integer($0) } ?? .null),
    ]
    if let test {
      fields.append(("test", .object(JSONObject(test.values.map { ($0.key, .number($0.value)) }))))
    }
    return fields
  }

  private static func record(_ epoch: EpochReport) -> JSON {
    let peak = epoch.peakBytes
    return .object([
      "epoch": .integer(epoch.epoch), "loss": .number(epoch.loss),
      "seconds": .number(epoch.seconds),
      "evaluation_seconds": .number(epoch.evaluationSeconds), "tokens": .integer(epoch.tokens),
      "tokens_per_second": .number(epoch.tokensPerSecond),
      "peak_bytes": .object([
        "total": .integer(peak.total), "weights": .integer(peak.weights),
        "gradients": .integer(peak.gradients), "optimizer": .integer(peak.optimizer),
        "activations": .integer(peak.activations),
      ]),
      "scores": .object(JSONObject(epoch.scores.map { ($0.key, .number($0.value)) })),
    ])
  }
}
