import Files
import Language

/// A path that cells name, and how it reads from another folder.
package struct MovedPath: Sendable, Equatable {
  package let old: String
  package let new: String
  package var cells: [Int]
}

/// A sitting as a notebook of another folder.
package struct MovedNotebook {
  package var document: NotebookDocument
  package var paths: [MovedPath] = []
  /// Cells whose paths stay as they are, since a parameter is a part of them.
  package var fromParameters: [Int] = []
  /// Cells whose output names a path in a way that only running them brings up to date.
  package var outdated: [Int] = []

  init(_ document: NotebookDocument) { self.document = document }
}

extension Sitting {
  /// What `save session` writes into another folder: every path leads where it led.
  ///
  /// - Parameters:
  ///   - route: how a relative path reads from there.
  ///   - paths: the relative paths of a statement, with the places of the values; called where
  ///     names mean what they meant before the statement.
  ///   - output: what a statement printed, with all its digits.
  package func moved(
    by route: (String) -> String, paths: (Statement) throws(Diagnostic) -> [Spanned<String>],
    output: (StatementPlan) -> CellOutput?
  ) -> MovedNotebook {
    var moved = MovedNotebook(saved)
    defer { restore() }
    for index in 0..<position {
      moment(after: index).restore()
      rewrite(index, &moved, route, paths)
    }
    for index in 0..<position { moved.rewriteOutput(of: index, states[index].plans, output) }
    return moved
  }

  private func rewrite(
    _ index: Int, _ moved: inout MovedNotebook, _ route: (String) -> String,
    _ paths: (Statement) throws(Diagnostic) -> [Spanned<String>]
  ) {
    let cell = moved.document.cells(file: file)[index]
    let code = cell.code
    var edits: [(span: Span, text: String)] = []
    let statements = (try? Parser.parse(code.source)) ?? []
    for (number, statement) in statements.enumerated() {
      // A statement that is wrong, as in a cell that is to fail, has no paths.
      for path in (try? paths(statement)) ?? [] {
        let new = route(path.value)
        guard new != path.value else { continue }
        let typed = code.source.slice(path.span)
        let mark = typed.hasPrefix("@") ? "@" : ""
        guard typed.hasPrefix(mark + "\""), !typed.contains("${") else {
          moved.fromParameters.append(cell.number)
          continue
        }
        edits.append((path.span, mark + JSON.string(new).serialized()))
        moved.note(path.value, new, cell.number)
      }
      if number + 1 < statements.count {
        _ = try? evaluator.foresee(statement, in: code.source, cell: cell.number)
      }
    }
    guard !edits.isEmpty else { return }
    var block = cell.block
    for edit in edits.sorted(by: { $0.span.start > $1.span.start }) {
      block.body.replaceSubrange(code.bytes(edit.span), with: Array(edit.text.utf8))
    }
    moved.document.pieces[cell.piece] = .cell(block)
  }
}

extension MovedNotebook {
  fileprivate mutating func note(_ old: String, _ new: String, _ cell: Int) {
    if let index = paths.firstIndex(where: { $0.old == old }) {
      if paths[index].cells.last != cell { paths[index].cells.append(cell) }
    } else {
      paths.append(MovedPath(old: old, new: new, cells: [cell]))
    }
  }

  /// Statements that write say where at the start of a line.
  fileprivate mutating func rewriteOutput(
    of index: Int, _ plans: [StatementPlan], _ output: (StatementPlan) -> CellOutput?
  ) {
    let cell = document.cells(file: "")[index]
    guard let recorded = RecordedOutput(cell) else { return }
    let text = cell.recorded?.block.lines.joined(separator: "\n") ?? ""
    let named = paths.filter { $0.isNamed(in: text) }
    guard !named.isEmpty else { return }
    let kept = plans.compactMap(output)
    let before = kept.reduce(CellOutput(), +)
    guard kept.count == plans.count, before.digest == recorded.digest else {
      outdated.append(cell.number)
      return
    }
    var isOutdated = false
    let lines = before.lines.map { line in
      var (line, rest) = (line, line.map(\.printed).joined())
      if let first = line.first, first.kind == .text,
        let path = named.first(where: { $0.begins(first.printed) })
      {
        line[0] = .text(path.new + first.printed.dropFirst(path.old.count))
        rest = String(rest.dropFirst(path.old.count))
      }
      if named.contains(where: { $0.isNamed(in: rest) }) { isOutdated = true }
      return line
    }
    document.setOutput(CellOutput(lines: lines), of: cell)
    if isOutdated { outdated.append(cell.number) }
  }
}

extension MovedPath {
  /// Whether a line is about this file or one in this folder.
  fileprivate func begins(_ line: String) -> Bool {
    guard line.hasPrefix(old) else { return false }
    let next = line.dropFirst(old.count).first
    return next == nil || next == " " || next == "/"
  }

  /// Whether a text names it: a plain word may be any word, and counts at the start of a line only.
  fileprivate func isNamed(in text: String) -> Bool {
    let lines = text.split(separator: "\n")
    if lines.contains(where: { begins(String($0)) }) { return true }
    return old.contains(where: { "/.".contains($0) }) && text.contains(old)
  }
}
