import Language
import Notebooks

/// `best = pick t "lora r=8" [seed=0]` and `pick t best`
enum PickCommand: Command {
  static let makes: String? = "adapter"

  static var spec: VerbSpec {
    let table = SlotSpec("table", .object(["table"]), meaning: "the comparison")
    return VerbSpec(
      "pick", summary: "a row's adapter out of a comparison",
      forms: [
        FormSpec(
          slots: [table, SlotSpec("row", .string, meaning: "the row, as the table names it")],
          options: [
            OptionSpec(
              "seed", .wholeNumber(from: 0), meaning: "which seed's; default the first run")
          ]),
        FormSpec(slots: [table, SlotSpec("which", .words(["best"]), meaning: "the best row")]),
      ],
      makesObject: true,
      help: "The adapter is in the state the row kept. The best row has the best score on the set "
        + "that chose the epochs; of equals it has fewer trained weights.",
      example: "best = pick t \"lora r=8\"")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    guard case .table(let table) = session.object(s, "table") else {
      preconditionFailure("pick: a slot of another kind")
    }
    let row = try row(of: table, s)
    guard let adapter = row.adapter else {
      throw Diagnostic(
        code: "diverged", exit: 70, message: "row '\(row.name)' diverged and left no adapter",
        span: s.span(of: "row") ?? s.statement.span)
    }
    var line: [OutputPart] = [.text(padded(s.boundName)), .trained(row.title(seeds: table.seeds))]
    let score = table.score(row)
    if score.isFinite {
      let column =
        [ScoreColumn](of: table.task, for: [table.metric]).first
        ?? ScoreColumn(table.metric)
      line += [
        .text(": \(table.metric) "), column.part(score), .text(" on \(table.evaluation.name)"),
      ]
    }
    return CommandResult(
      value: .adapter(adapter), lines: [line], record: [("row", .string(row.name))])
  }

  private static func row(
    of table: TableObject, _ s: CheckedStatement
  ) throws(Diagnostic) -> TableRow {
    guard let given = s.given("row") else {
      if let best = table.best { return best }
      throw Diagnostic(
        code: "diverged", exit: 70, message: "every row of the table diverged",
        span: s.text("table").span)
    }
    let named = table.rows.filter { $0.name == given.value.text }
    guard let first = named.first else {
      throw .unknownRow(given, among: table.rows.map(\.name))
    }
    guard let seed = s.int("seed") else { return first }
    guard let row = named.first(where: { $0.seed == UInt64(seed) }) else {
      throw Diagnostic(
        code: "unknown-name", exit: 65,
        message: "row '\(first.name)' was not run with seed \(seed)",
        span: s.span(of: "seed"),
        note: "(" + named.map { "\($0.seed)" }.joined(separator: ", ") + ")")
    }
    return row
  }
}
