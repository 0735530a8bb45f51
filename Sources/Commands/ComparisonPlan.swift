import Adapters
import Experiments
import Files
import Language
import Training

/// The rows a `compare` cell asks for, with their names.
struct ComparisonPlan {
  private(set) var rows: [ComparisonRow] = []
  /// What is worth knowing about the settings before reading the table.
  private(set) var remarks: [String] = []
  /// The line each name came from, for messages.
  private var lines: [String: CheckedRow] = [:]

  init(_ s: CheckedStatement, preset: [String: Value] = [:]) throws(Diagnostic) {
    let seeds = s.ints("seeds") ?? [0]
    guard Set(seeds).count == seeds.count else {
      throw Diagnostic(
        code: "out-of-range", exit: 65, message: "a seed stands twice in seeds",
        span: s.span(of: "seeds"))
    }
    let planned = s.lines.flatMap(\.rows)
    let names = Self.names(planned)
    for (row, name) in zip(planned, names) {
      let values = LayeredValues(row: row, cell: s, preset: preset)
      guard let type = MethodOptions.method(named: row.line.method.value) else {
        preconditionFailure("'\(row.line.method.value)' is declared but not in the table")
      }
      let method: any AdapterMethod
      do {
        method = try type.init(MethodOptions.settings(values))
      } catch {
        throw Session.diagnostic(for: error, at: row.line.span)
      }
      let settings = TrainingOptions.settings(
        values, defaultLearningRate: type.defaultLearningRate)
      lines[name] = row
      for seed in seeds {
        rows.append(
          ComparisonRow(name: name, method: method, settings: settings, seed: UInt64(seed)))
      }
    }
    try checkBaseline(s, names)
    let defaults = Set(rows.map { type(of: $0.method).defaultLearningRate })
    if let lr = s.options["lr"], defaults.count > 1 {
      remarks.append(
        "lr \(lr.value.text) for every row, though the methods' defaults differ "
          + "(\(defaults.sorted().map(Figures.setting).joined(separator: ", ")))")
    }
  }

  private func checkBaseline(_ s: CheckedStatement, _ names: [String]) throws(Diagnostic) {
    guard let given = s.given("baseline"), !names.contains(given.value.text) else { return }
    throw .unknownRow(given, among: names)
  }

  /// A row's own name, or its method and rank, with the options that make several rows of a line;
  /// with every option typed where that is not enough to tell rows apart.
  private static func names(_ rows: [CheckedRow]) -> [String] {
    func label(_ row: CheckedRow, _ shown: (String, CheckedLine) -> Bool) -> String {
      let options = row.line.options.map(\.name).filter { shown($0, row.line) }
      let parts = options.compactMap { name in
        row.options[name].map { "\(name)=\($0.value.text)" }
      }
      return ([row.line.name?.value ?? row.line.method.value] + parts).joined(separator: " ")
    }
    func multiplied(_ name: String, _ line: CheckedLine) -> Bool {
      Set(line.rows.compactMap { $0.options[name]?.value.text }).count > 1
    }
    var names = rows.map { row in
      label(row) { name, line in
        multiplied(name, line) || (line.name == nil && name == "r")
      }
    }
    for (i, row) in rows.enumerated() where names.filter({ $0 == names[i] }).count > 1 {
      names[i] = label(row) { _, _ in true }
    }
    // Two lines may still be the same to the letter: number them.
    for i in names.indices {
      let earlier = names[..<i].filter { $0 == names[i] || $0.hasPrefix(names[i] + " #") }.count
      if earlier > 0 { names[i] += " #\(earlier + 1)" }
    }
    return names
  }

  /// Puts the caret under the line, or the target in it, that caused an error.
  func diagnostic(for error: ExperimentError, _ s: CheckedStatement) -> Diagnostic {
    switch error {
    case .adapter(let name, let inner):
      let row = lines[name]
      let place = row.flatMap { AdapterCommand.place(of: inner, $0) } ?? row?.line.span
      return Session.diagnostic(for: inner, at: place ?? s.statement.span)
    case .training(_, .unknownWord(let option, let word, let known)):
      var result = Session.diagnostic(
        for: TrainingError.unknownWord(option: option, word: word, known: known),
        at: s.span(of: option) ?? s.statement.span)
      (result.code, result.exit) = ("unknown-word", 65)
      result.suggestion = Suggestion.nearest(word, among: known)
      return result
    case .training(let name, let inner):
      var result = Session.diagnostic(for: inner, at: lines[name]?.line.span ?? s.statement.span)
      if result.code != "interrupted" { result.message = "\(name): \(result.message)" }
      return result
    default: return Session.diagnostic(for: error, at: s.statement.span)
    }
  }
}
