import Files
import Foundation
import Language
import Notebooks

/// Statements whose results are in the cache.
extension Session {
  /// What a statement came to before, under the names it has now; nil when it has to run.
  func reuse(
    _ s: CheckedStatement, _ command: any Command.Type, _ inputs: StatementInputs, cell: Int?
  ) throws(Diagnostic) -> StatementResult? {
    guard let entry = usable(inputs), !command.isImmediate else { return nil }
    bindLater(s, command, inputs, isPending: false)
    cache?.touch(entry.key)
    var record = entry.record
    record["cell"] = cell.map { .integer($0) } ?? .null
    record["statement"] = .string(s.statement.canonical)
    record["executed"] = .bool(false)
    if let rows = record["rows"]?.array {
      record["rows"] = .array(
        rows.map { row in
          guard var fields = row.object else { return row }
          if fields["executed"] != nil { fields["executed"] = .bool(false) }
          return .object(fields)
        })
    }
    return StatementResult(
      output: entry.output, record: record, executed: false, foresight: inputs.foresight)
  }

  /// What is in the cache, where it can be printed as it stands: under the same names, and of
  /// objects that are not still to come.
  private func usable(_ inputs: StatementInputs) -> CacheEntry? {
    guard let entry = inputs.entry, !inputs.usesPending else { return nil }
    return entry.naming == inputs.version.naming || entry.printsNoName ? entry : nil
  }

  /// Binds the name of a statement that does not run, or not yet.
  func bindLater(
    _ s: CheckedStatement, _ command: any Command.Type, _ inputs: StatementInputs, isPending: Bool
  ) {
    guard let kind = command.makes, let name = command.boundName(s) else { return }
    let binding = Binding(
      kind: kind, version: inputs.version, recipe: Recipe(s, inputs),
      origin: Origin(name: name, statement: s.statement.canonical, inputs), isPending: isPending,
      facts: inputs.entry?.facts.map(ObjectFacts.init(json:)))
    if let made = made(inputs.version.key), made.kind == kind { binding.made(made) }
    bind(name, to: binding)
  }

  /// - Parameter object: what the statement made.
  /// - Returns: whether it is in the cache.
  func store(
    _ result: StatementResult, of s: CheckedStatement, _ inputs: StatementInputs,
    object: SessionObject?, in cache: ResultCache
  ) -> Bool {
    // It shows what is still to come, which nothing in its key says.
    if inputs.usesPending { return false }
    var written: [CacheEntry.Written] = []
    for path in inputs.writes {
      let place = writingPath(path)
      if let digest = cache.digest(of: place) { written.append(.init(path: path, digest: digest)) }
    }
    return cache.store(
      CacheEntry(
        key: inputs.plan.key, statement: s.statement.canonical, output: result.output,
        record: result.record, written: written, names: inputs.version.names,
        naming: inputs.version.naming, facts: object.map { ObjectFacts($0).json }))
  }

  // MARK: Objects that are made when they are needed

  /// Makes the objects that a statement uses, and those that read what it writes: later they would
  /// read something else.
  func prepare(
    _ inputs: StatementInputs, of s: CheckedStatement, by command: any Command.Type
  ) throws(Diagnostic) {
    let span = s.statement.verb.span
    // What lists all names lists those that are still to come as such.
    for (name, binding) in inputs.operands where !(command.usesAllObjects && binding.isAwaited) {
      let values = Array(s.slots.values) + Array(s.options.values)
      let word = values.first { $0.value == .word(name) }?.span
      do throws(Diagnostic) {
        try make(binding, named: name, at: word ?? span)
      } catch {
        guard inputs.further.contains(name), !error.isInterruption else { throw error }
      }
    }
    for path in inputs.writes {
      let place = writingPath(path)
      for name in names {
        guard let binding = binding(of: name), binding.recipe?.reads(place) == true else {
          continue
        }
        try make(binding, named: name, at: span)
      }
    }
  }

  /// Makes an object again, from what its names stood for then.
  private func make(_ binding: Binding, named name: String, at span: Span) throws(Diagnostic) {
    guard binding.object == nil, let recipe = binding.recipe else { return }
    try refuse(binding, recipe, named: name, at: span)
    for operand in recipe.operands { try make(operand.binding, named: operand.name, at: span) }
    guard let command = Self.command(of: recipe.statement.verb.name) else {
      preconditionFailure("'\(recipe.statement.verb.name)' is not in the table")
    }
    let result: CommandResult
    do throws(Diagnostic) {
      result = try withBindings(recipe.operands) { () throws(Diagnostic) in
        try patiently(with: recipe.statement, at: span) { () throws(Diagnostic) in
          try command.run(recipe.statement, in: self)
        }
      }
    } catch {
      // The caret of the statement that made it would point into another cell.
      var error = error
      if error.exit != 130 { error.message = "'\(name)' cannot be made again: \(error.message)" }
      (error.span, error.suggestion, error.note) = (span, nil, nil)
      throw error
    }
    if let object = result.value { binding.made(object) }
  }

  /// An object is not made where it would not be what its statement made.
  private func refuse(
    _ binding: Binding, _ recipe: Recipe, named name: String, at span: Span
  ) throws(Diagnostic) {
    let cell = binding.version.cell.map { "cell \($0)" } ?? "a statement"
    if binding.isPending {
      throw Diagnostic(
        code: "stale", exit: 70, message: "'\(name)' comes from \(cell), which has to run first",
        span: span, note: "(rerun stale)")
    }
    for (place, source) in recipe.reads where !source.path.hasPrefix("demo:") {
      let digest = cache?.digest(of: place) ?? StatementPlan.missing
      guard digest != source.digest else { continue }
      let what = digest == StatementPlan.missing ? "is missing" : "changed since \(cell)"
      throw Diagnostic(
        code: "changed-file", exit: 66,
        message: "'\(name)' cannot be made again: \(source.path) \(what)", span: span)
    }
  }
}

extension Session: StatementPlanner {
  package func foresee(
    _ statement: Statement, in source: SourceText, cell: Int
  ) throws(Diagnostic) -> Foresight {
    let (checked, command) = try check(statement)
    guard let cache else { preconditionFailure("foresee: without a cache") }
    let printed = command.isImmediate ? try command.run(checked, in: self).lines : nil
    let inputs = self.inputs(of: checked, by: command, cell: cell, in: cache)
    bindLater(checked, command, inputs, isPending: !inputs.foresight.isFresh)
    for path in inputs.writes {
      noteWriter(of: path, cell: cell, isPending: !inputs.foresight.isFresh)
    }
    var foresight = inputs.foresight
    foresight.output = printed.map { CellOutput(lines: $0) } ?? usable(inputs)?.output
    return foresight
  }
}
