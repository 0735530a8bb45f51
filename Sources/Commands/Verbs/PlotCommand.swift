import Files
import Language
import Notebooks
import Training

/// `plot NAME [metric=…] [against=…]`: an adapter's loss, a table's scores, as a picture of dots.
enum PlotCommand: Command {
  static let onlyLooks = true

  static var spec: VerbSpec {
    VerbSpec(
      "plot", summary: "a picture of how a training went, or of a table",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "object", .object(["adapter", "table"]), meaning: "a trained adapter, or a comparison"
            )
          ],
          options: [
            OptionSpec(
              "metric", .anyWord, fallback: nil,
              meaning: "loss, or a score; default an adapter's loss, a table's main score"),
            OptionSpec(
              "against", .words(adapterAxes + tableAxes.filter { !adapterAxes.contains($0) }),
              fallback: nil,
              meaning: "what to lay it over; an adapter's loss by default step, its scores epoch",
              synonyms: ["x", "over", "by"]),
          ])
      ],
      makesObject: false,
      help: "The picture is as wide as the terminal; in a notebook it has 76 columns. A table is "
        + "drawn a row a line, or over its rows' trainable weights, r, alpha or lr, or by epoch.",
      example: "plot t metric=accuracy against=trainable")
  }

  fileprivate static let adapterAxes = ["step", "epoch"]
  fileprivate static let tableAxes = ["epoch", "trainable", "r", "alpha", "lr"]

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let drawing: Drawing
    switch session.object(s, "object") {
    case .adapter(let adapter): drawing = try AdapterPlot(s, adapter).drawing()
    case .table(let table): drawing = try TablePlot(s, table).drawing()
    default: preconditionFailure("plot: a slot of another kind")
    }
    return CommandResult(lines: drawing.lines, record: drawing.record)
  }

  /// What is drawn, and its values.
  struct Drawing {
    let lines: [[OutputPart]]
    let record: [(String, JSON)]

    init(_ plot: Plot) {
      lines = plot.lines()
      record = [
        (
          "series",
          .array(
            plot.series.map { series in
              .object([
                "name": .string(series.name), "x": .array(series.points.map { .number($0.x) }),
                "y": .array(series.points.map { .number($0.y) }),
              ])
            })
        )
      ]
    }

    init(_ plot: DotPlot) {
      lines = plot.lines()
      record = [
        (
          "series",
          .array(
            plot.rows.map { row in
              .object([
                "name": .string(row.name), "y": .array(row.values.map { .number($0) }),
              ])
            })
        )
      ]
    }
  }

  /// The metric asked for, if there are values of it.
  static func metric(
    _ s: CheckedStatement, default standard: String, among known: [String]
  ) throws(Diagnostic) -> String {
    guard let given = s.given("metric") else { return standard }
    let word = given.value.text
    guard known.contains(word) else {
      throw Diagnostic(
        code: "unknown-word", exit: 65, message: "'\(s.text("object").value)' has no '\(word)'",
        span: given.span, suggestion: Suggestion.nearest(word, among: known),
        note: "(" + known.joined(separator: ", ") + ")")
    }
    return word
  }

  static func axis(
    _ s: CheckedStatement, among known: [String], kind: String
  ) throws(Diagnostic) -> String? {
    guard let given = s.given("against") else { return nil }
    let word = given.value.text
    guard known.contains(word) else {
      throw Diagnostic(
        code: "conflict", exit: 65, message: "\(kind) is not drawn against \(word)",
        span: given.span, note: "(" + known.joined(separator: ", ") + ")")
    }
    return word
  }

  static func nothing(_ s: CheckedStatement, _ message: String) -> Diagnostic {
    Diagnostic(
      code: "nothing-to-plot", exit: 65, message: message, span: s.text("object").span)
  }

  /// How a value is written.
  typealias Writing = @Sendable (Double) -> OutputPart

  /// How a metric's values are written.
  static func part(
    _ metric: String, _ task: (any TaskKind.Type)?
  ) -> Writing {
    if metric == "loss" { return { .loss($0) } }
    let column = [ScoreColumn](of: task, for: [metric]).first ?? ScoreColumn(metric)
    return { column.part($0) }
  }

  static let count: Writing = { value in .given(Int(value), as: Figures.count(Int(value))) }
  static let setting: Writing = { value in .given(Figures.setting(value), exact: "\(value)") }

  /// Loss and scores of an epoch by name.
  static func value(_ metric: String, of epoch: EpochReport) -> Double? {
    metric == "loss" ? epoch.loss : epoch.score(metric)
  }
}

/// How one training went.
private struct AdapterPlot {
  let s: CheckedStatement
  let adapter: AdapterObject
  var name: String { s.text("object").value }

  init(_ s: CheckedStatement, _ adapter: AdapterObject) { (self.s, self.adapter) = (s, adapter) }

  func drawing() throws(Diagnostic) -> PlotCommand.Drawing {
    guard let epochs = adapter.run?.result.epochs, !epochs.isEmpty else {
      throw PlotCommand.nothing(s, "'\(name)' was not trained here: there is nothing to draw")
    }
    let keys = ["loss"] + (epochs.first?.scores.map(\.key).filter { $0 != "loss" } ?? [])
    let metric = try PlotCommand.metric(s, default: "loss", among: keys)
    let axis = try PlotCommand.axis(
      s, among: PlotCommand.adapterAxes, kind: "an adapter")
    let isByStep = metric == "loss" && axis != "epoch"
    if axis == "step", !isByStep {
      throw Diagnostic(
        code: "conflict", exit: 65, message: "\(metric) is known an epoch, not a step",
        span: s.span(of: "against"), suggestion: "epoch")
    }
    let points =
      isByStep
      ? epochs.flatMap(\.curve).map { Plot.Point(Double($0.step), $0.loss) }
      : epochs.compactMap { epoch in
        PlotCommand.value(metric, of: epoch).map { Plot.Point(Double(epoch.epoch), $0) }
      }
    let task = taskKinds.first { $0.head == adapter.adapted.model.specification.head }
    let over = isByStep ? "step" : "epoch"
    return .init(
      Plot(
        .curves, title: "\(metric) of \(name) by \(over)", axes: (over, metric),
        series: [Plot.Series(name, points)], x: PlotCommand.count,
        y: PlotCommand.part(metric, task)))
  }
}

/// The rows of a comparison beside one another.
private struct TablePlot {
  let s: CheckedStatement
  let table: TableObject
  var name: String { s.text("object").value }

  init(_ s: CheckedStatement, _ table: TableObject) { (self.s, self.table) = (s, table) }

  func drawing() throws(Diagnostic) -> PlotCommand.Drawing {
    let scores = table.rows.lazy.compactMap { $0.decisive?.values.map(\.key) }.first ?? []
    let trained = table.rows.contains { !($0.result?.epochs.isEmpty ?? true) }
    let keys = (trained && !scores.contains("loss") ? ["loss"] : []) + scores
    guard !keys.isEmpty else { throw PlotCommand.nothing(s, "every row of '\(name)' diverged") }
    let metric = try PlotCommand.metric(s, default: table.metric, among: keys)
    let axis = try PlotCommand.axis(s, among: PlotCommand.tableAxes, kind: "a table")
    let part = PlotCommand.part(metric, table.task)
    switch axis {
    case nil:
      return .init(
        DotPlot(title: "\(metric) of \(name)\(scored(metric))", rows: tracks(metric), value: part))
    case "epoch"?: return .init(try curves(metric, part))
    case let axis?: return .init(try points(metric, against: axis, part))
    }
  }

  private func curves(
    _ metric: String, _ part: @escaping PlotCommand.Writing
  ) throws(Diagnostic) -> Plot {
    var series: [Plot.Series] = []
    for row in table.rows {
      guard let epochs = row.result?.epochs else { continue }
      let points = epochs.compactMap { epoch in
        PlotCommand.value(metric, of: epoch).map { Plot.Point(Double(epoch.epoch), $0) }
      }
      series.append(Plot.Series(row.title(seeds: table.seeds), points))
    }
    guard !series.isEmpty else {
      throw PlotCommand.nothing(s, "'\(name)' was scored only: it has no epochs")
    }
    return Plot(
      .curves, title: "\(metric) of \(name) by epoch\(scored(metric))", axes: ("epoch", metric),
      series: series, x: PlotCommand.count, y: part)
  }

  private func points(
    _ metric: String, against axis: String, _ part: @escaping PlotCommand.Writing
  ) throws(Diagnostic) -> Plot {
    var series: [Plot.Series] = []
    for row in table.rows {
      guard let x = place(of: row, on: axis), let y = value(metric, of: row) else { continue }
      series.append(Plot.Series(row.title(seeds: table.seeds), [Plot.Point(x, y)]))
    }
    guard !series.isEmpty else {
      throw PlotCommand.nothing(s, "no row of '\(name)' has \(axis)")
    }
    let isCount = axis == "trainable" || axis == "r"
    return Plot(
      .scatter, title: "\(metric) of \(name) against \(axis)\(scored(metric))",
      axes: (axis, metric),
      series: series, x: isCount ? PlotCommand.count : PlotCommand.setting, y: part)
  }

  /// What a score was made on; the loss is that of training.
  private func scored(_ metric: String) -> String {
    metric == "loss" ? "" : ", on \(table.evaluation.name)"
  }

  /// A row a name, a dot a seed.
  private func tracks(_ metric: String) -> [DotPlot.Row] {
    var rows: [DotPlot.Row] = []
    for row in table.rows {
      let values = value(metric, of: row).map { [$0] } ?? []
      if let index = rows.firstIndex(where: { $0.name == row.name }) {
        rows[index].values += values
      } else {
        rows.append(DotPlot.Row(row.name, values))
      }
    }
    return rows
  }

  private func value(_ metric: String, of row: TableRow) -> Double? {
    if metric == "loss", let result = row.result {
      return (result.epoch(result.keptEpoch) ?? result.epochs.last)?.loss
    }
    return (row.result?.evaluation ?? row.decisive)?.value(metric)
  }

  private func place(of row: TableRow, on axis: String) -> Double? {
    switch axis {
    case "trainable": Double(row.trainableParameters)
    case "r": row.method?.settings.rank.map(Double.init)
    case "alpha": row.method?.settings.alpha
    default: row.settings?.learningRate
    }
  }
}
