import Adapters
import Layers
import Notebooks
import Training

/// `show` of an adapter: where it sits, how it was trained, what that took.
struct AdapterView {
  let object: AdapterObject
  let name: String

  var lines: [[OutputPart]] {
    let method = type(of: object.adapted.method)
    var lines: [[OutputPart]] = [
      AdapterCommand.describe(object, named: name), [.text(padded("") + method.formula)],
    ]
    if let run = object.run {
      lines += report(run) + curve(run.result) + memory(run.result)
    } else {
      lines.append([.text(padded("") + object.history)])
    }
    let view = ModelView(model: object.adapted.model)
    return lines + [[]] + view.parameters(trainedOnly: true) + [view.total]
  }

  private var task: (any TaskKind.Type)? {
    taskKinds.first { $0.head == object.adapted.model.specification.head }
  }

  private func report(_ run: TrainingRun) -> [[OutputPart]] {
    TrainingReport(
      name: name, settings: run.settings, result: run.result,
      hasEvaluation: run.result.bestEpoch != nil, test: nil,
      methodTitle: type(of: object.adapted.method).title, givenRate: true, task: task
    ).lines(notes: [])
  }

  private func curve(_ result: TrainingResult) -> [[OutputPart]] {
    let points = result.epochs.flatMap(\.curve).map { Plot.Point(Double($0.step), $0.loss) }
    guard points.count > 1 else { return [] }
    let plot = Plot(
      .curves, title: "loss of \(name) by step", axes: ("step", "loss"),
      series: [Plot.Series(name, points)], x: PlotCommand.count, y: { .loss($0) })
    return [[]] + plot.picture()
  }

  /// What the largest peak of the epochs was made of, beside what was foretold.
  private func memory(_ result: TrainingResult) -> [[OutputPart]] {
    guard let peak = result.peakBytes else { return [] }
    let forecast = result.forecast
    let kinds: [(String, KeyPath<PeakBytes, Int>)] = [
      ("weights", \.weights), ("gradients", \.gradients), ("optimizer", \.optimizer),
      ("activations", \.activations), ("in all", \.total),
    ]
    var table = OutputTable(["memory", "MB"] + (forecast == nil ? [] : ["foretold"]))
    for (title, kind) in kinds {
      table.append(
        [.text(title), .megabytes(peak[keyPath: kind], unit: false)]
          + (forecast.map { [.megabytes($0[keyPath: kind], unit: false)] } ?? []))
    }
    return [[]] + table.lines
  }
}
