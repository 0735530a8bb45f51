/// Checks a statement whole against the declarations, before any file is opened.
///
/// Order: unknown words from left to right, then missing or conflicting arguments, then values out
/// of range. The first error is thrown; all leave with 65.
package enum Checker {
  package static func check(
    _ statement: Statement, verbs: [VerbSpec], names: any NameTable,
    parameters: [String: Value] = [:]
  ) throws(Diagnostic) -> CheckedStatement {
    let verb = try Self.verb(of: statement, verbs, names)
    let values = ValueChecker(names: names, parameters: parameters)
    let choice = FormChoice.best(for: statement, of: verb, values)
    var check = StatementCheck(statement, verb, among: verbs, choice, values)
    check.run()
    if let first = check.firstProblem { throw first }
    return check.result
  }

  private static func verb(
    of statement: Statement, _ verbs: [VerbSpec], _ names: any NameTable
  ) throws(Diagnostic) -> VerbSpec {
    let typed = statement.verb
    let offered = statement.binding == nil ? verbs : verbs.filter(\.makesObject)
    if let verb = offered.first(where: { $0.name == typed.value }) { return verb }
    if let binding = statement.binding, verbs.contains(where: { $0.name == typed.value }) {
      throw .language(
        "makes-no-object", "'\(typed.value)' makes no object that '\(binding.value)' could name",
        Span(start: binding.span.start, end: typed.span.end), suggestion: typed.value)
    }
    if statement.binding == nil, statement.arguments.isEmpty,
      names.kind(of: typed.value) != nil, offered.contains(where: { $0.name == "show" })
    {
      throw .language(
        "unknown-verb", "unknown verb '\(clipped(typed.value))'", typed.span,
        suggestion: "show \(typed.value)")
    }
    let first = statement.arguments.first?.value.value
    let lacksEquals =
      statement.binding == nil
      && verbs.contains { $0.makesObject && first == .word($0.name) && isName(typed.value) }
    throw .language(
      "unknown-verb", "unknown verb '\(clipped(typed.value))'", typed.span,
      suggestion: lacksEquals ? typed.value + " =" : nearestVerb(typed.value, offered),
      note: statement.binding == nil || offered.isEmpty
        ? nil : "(\(offered.map(\.name).joined(separator: ", ")))")
  }

  private static func nearestVerb(_ typed: String, _ verbs: [VerbSpec]) -> String? {
    if let verb = verbs.first(where: { $0.synonyms.contains(typed.lowercased()) }) {
      return verb.name
    }
    return Suggestion.nearest(typed, among: verbs.map(\.name))
  }
}

/// In which order problems are reported.
enum Phase: Int, Sendable {
  case words, arguments, ranges
}

struct Problem: Sendable {
  var phase: Phase
  var diagnostic: Diagnostic
}
