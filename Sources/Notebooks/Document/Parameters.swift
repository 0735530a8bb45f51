import Language

extension NotebookDocument {
  /// Puts values into the `param NAME = value` statements of the cells.
  ///
  /// A value that reads as one is written as typed; anything else, and whatever stands where a
  /// string stood, is written as a string.
  ///
  /// - Throws: `unknownParameter` for a name that no statement declares.
  package mutating func setParameters(
    _ values: [String: String], file: String
  ) throws(NotebookError) {
    if values.isEmpty { return }
    let cells = cells(file: file)
    let declarations = cells.map { NotebookDocument.declarations(in: $0) }
    let known = Set(declarations.flatMap { $0.map(\.name) })
    for name in values.keys.sorted() where !known.contains(name) {
      throw .unknownParameter(name: name, path: file, known: known.sorted())
    }
    for (cell, declared) in zip(cells, declarations) {
      var block = cell.block
      for (name, value, range) in declared.reversed() {
        guard let text = values[name] else { continue }
        block.body.replaceSubrange(range, with: NotebookDocument.literal(text, for: value).utf8)
      }
      pieces[cell.piece] = .cell(block)
    }
  }

  /// The parameters a cell declares, with the bytes of their values in the cell's body.
  private static func declarations(
    in cell: Cell
  ) -> [(name: String, value: Value, range: Range<Int>)] {
    let code = cell.code
    // A cell that does not read is reported when it runs.
    guard let statements = try? Parser.parse(code.source) else { return [] }
    return statements.flatMap(\.declaredParameters).map { name, value in
      (name, value.value, code.bytes(value.span))
    }
  }

  private static func literal(_ text: String, for old: Value) -> String {
    let isOneLine = !text.unicodeScalars.contains { $0.value < 0x20 }
    guard isOneLine, let new = try? Parser.value(text) else { return quoted(text) }
    return old.isString && !new.isString ? quoted(text) : text
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "$": result += "\\$"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Statement {
  /// What a `param` statement declares: names that `--param` may overrule, and their values.
  package var declaredParameters: [(name: String, value: Spanned<Value>)] {
    guard verb.value == "param" else { return [] }
    return arguments.compactMap { argument in
      guard case .option(let name) = argument.role else { return nil }
      return (name.value, argument.value)
    }
  }
}

extension Value {
  fileprivate var isString: Bool {
    switch self {
    case .string, .template: true
    default: false
    }
  }
}
