extension Parser {
  /// The text in its one spelling, as `fmt` writes it; every line ends with a line end, and an
  /// empty text stays empty.
  ///
  /// One statement a line, single spaces, at most one blank line at a time, `=` aligned over
  /// neighbouring lines that name an object, arguments beyond 100 columns on lines of their own.
  /// Comments keep their place; a statement with a comment inside a list is left as typed. Parsing
  /// the result gives the same statements.
  package static func format(_ source: SourceText) throws(Diagnostic) -> String {
    let items = try items(source)
    let widths = alignment(of: items)
    var lines: [String] = []
    for (index, item) in items.enumerated() {
      switch item {
      case .blank:
        if let last = lines.last, !last.isEmpty { lines.append("") }
      case .comment(let text, let isTrailing):
        if isTrailing, let last = lines.popLast() {
          lines.append(last + "  " + text)
        } else {
          lines.append(text)
        }
      case .statement(let statement):
        lines += spelled(statement, in: source, nameWidth: widths[index])
      }
    }
    while lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.map { $0 + "\n" }.joined()
  }

  /// For each item, the columns its name is padded to.
  private static func alignment(of items: [SourceItem]) -> [Int] {
    var widths = [Int](repeating: 0, count: items.count)
    var group: [Int] = []
    func close() {
      let widest = group.map { widths[$0] }.max() ?? 0
      for index in group { widths[index] = widest }
      group = []
    }
    for (index, item) in items.enumerated() {
      switch item {
      case .comment(_, isTrailing: true): continue
      case .statement(let statement):
        guard let name = statement.binding?.value, statement.block == nil, !statement.keepsText,
          !statement.canonical.unicodeScalars.contains("\n"),
          displayWidth(statement.canonical) <= longestLine
        else {
          close()
          continue
        }
        group.append(index)
        widths[index] = displayWidth(name)
      default: close()
      }
    }
    close()
    return widths
  }

  private static let longestLine = 100

  private static func spelled(
    _ statement: Statement, in source: SourceText, nameWidth: Int
  ) -> [String] {
    if statement.keepsText { return [source.slice(statement.span)] }
    var head: [String] = []
    if let name = statement.binding?.value {
      let padding = String(repeating: " ", count: max(0, nameWidth - displayWidth(name)))
      head = [name + padding, "="]
    }
    head.append(statement.verb.value)
    var lines = wrapped(head.joined(separator: " "), statement.arguments.map(\.canonical))
    guard let block = statement.block else { return lines }
    lines[lines.count - 1] += " {"
    return lines + rows(of: block) + ["}"]
  }

  private static func wrapped(_ head: String, _ arguments: [String]) -> [String] {
    let whole = ([head] + arguments).joined(separator: " ")
    let hasLines = whole.unicodeScalars.contains("\n")
    if hasLines || displayWidth(whole) <= longestLine { return [whole] }
    var lines = [head]
    var width = displayWidth(head)
    for argument in arguments {
      let more = displayWidth(argument)
      if width + 1 + more + 2 <= longestLine || lines[lines.count - 1] == "   " {
        lines[lines.count - 1] += " " + argument
        width += 1 + more
      } else {
        lines[lines.count - 1] += " \\"
        lines.append("    " + argument)
        width = 4 + more
      }
    }
    return lines
  }

  private static func rows(of block: Block) -> [String] {
    var lines: [String] = []
    var opened: String?
    for item in block.items {
      switch item {
      case .line(let index): lines.append("  " + block.lines[index].canonical)
      case .blank: if let last = lines.last, !last.isEmpty { lines.append("") }
      case .comment(let text, let isTrailing):
        if isTrailing, let last = lines.popLast() {
          lines.append(last + "  " + text)
        } else if isTrailing, opened == nil {
          // A comment behind the opening brace moves to a line of its own.
          lines.append("  " + text)
          opened = text
        } else {
          lines.append("  " + text)
        }
      }
    }
    while lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }
}
