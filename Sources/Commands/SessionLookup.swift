import Files
import Language

/// The objects and values of a checked statement; the checker has seen to it that each slot holds
/// an object of a kind that was declared for it.
extension Session {
  func object(_ s: CheckedStatement, _ slot: String) -> SessionObject {
    guard let name = s.slots[slot]?.value.text, let object = self[name] else {
      preconditionFailure("\(s.verb.name): slot '\(slot)' was not checked")
    }
    return object
  }

  func dataset(_ s: CheckedStatement, _ slot: String) -> DatasetObject {
    guard case .dataset(let object) = object(s, slot) else { wrongKind(s, slot) }
    return object
  }

  func model(_ s: CheckedStatement, _ slot: String) -> ModelObject {
    guard case .model(let object) = object(s, slot) else { wrongKind(s, slot) }
    return object
  }

  func adapter(_ s: CheckedStatement, _ slot: String) -> AdapterObject {
    guard case .adapter(let object) = object(s, slot) else { wrongKind(s, slot) }
    return object
  }

  /// Wherever an adapter stands, a model may stand.
  func runnable(_ s: CheckedStatement, _ slot: String) -> Runnable {
    switch object(s, slot) {
    case .model(let object): Runnable(object)
    case .adapter(let object): Runnable(object)
    default: wrongKind(s, slot)
    }
  }

  private func wrongKind(_ s: CheckedStatement, _ slot: String) -> Never {
    preconditionFailure("\(s.verb.name): slot '\(slot)' holds an object of another kind")
  }

  /// Writes a text file whole or not at all.
  func write(
    _ text: String, to path: String, at span: Span, overwrite: Bool = false
  ) throws(Diagnostic) {
    try refuseOverwriting(path, at: span, overwrite: overwrite)
    try explain(at: span) { try AtomicFile.write(text, to: writingPath(path)) }
  }
}

extension ArgumentValues {
  /// The text of a slot or option that the checker saw given, with its place.
  func text(_ name: String) -> Spanned<String> {
    guard let given = given(name) else { preconditionFailure("'\(name)' was not checked") }
    return Spanned(given.value.text, given.span)
  }
}

extension CheckedStatement {
  /// The name before `=`; empty without one.
  var boundName: String { binding?.value ?? "" }
}

/// The options of a row of a comparison: its line's before the cell's before a preset's before the
/// defaults.
struct LayeredValues: ArgumentValues {
  let row: CheckedRow
  let cell: CheckedStatement
  /// What a preset sets.
  let preset: [String: Value]

  var specs: [OptionSpec] { row.specs }
  func given(_ name: String) -> Spanned<Value>? {
    row.given(name) ?? cell.options[name]
      ?? preset[name].map { Spanned($0, cell.span(of: "preset") ?? cell.statement.span) }
  }
}
