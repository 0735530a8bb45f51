import Commands
import Foundation
import Language
import Notebooks

/// The statements of `PromptVerbs`.
extension Desk {
  func run(_ checked: CheckedStatement) throws(Diagnostic) {
    switch checked.verb.name {
    case "history": for line in sitting.listing { console.show(line) }
    case "save": try saveSession(checked)
    case "goto": try goTo(checked)
    case "undo": try undo(checked)
    case "edit": try edit(checked)
    case "open": try open(checked)
    default: try rerun(checked)
    }
  }

  // MARK: Going back

  private func goTo(_ checked: CheckedStatement) throws(Diagnostic) {
    let number = checked.int("cell") ?? 0
    if number > 0 { try require(number, checked) }
    let before = sitting.position
    sitting.go(to: number)
    note(checked.statement.canonical)
    let names = runner.session.names
    let place = number == 0 ? "at the start" : "at cell \(number) of \(sitting.count)"
    var text = place + ": " + (names.isEmpty ? "no names" : names.joined(separator: ", "))
    text += Desk.summary(of: sitting.stale.filter { $0.number <= number })
    if number < before { text += "; goto \(before) comes back" }
    console.say(text)
  }

  private func undo(_ checked: CheckedStatement) throws(Diagnostic) {
    guard let number = sitting.undo() else {
      throw Diagnostic(
        code: "out-of-range", exit: 65, message: "nothing to undo",
        span: checked.statement.verb.span)
    }
    note(checked.statement.canonical)
    let text = sitting.cells[number - 1].block.lines.first ?? ""
    console.say("cell \(number) undone: \(text)")
    console.remark("goto \(number) brings it back; a new cell takes its place")
  }

  /// Whether there is a cell of that number.
  private func require(_ number: Int, _ checked: CheckedStatement) throws(Diagnostic) {
    guard number > sitting.count else { return }
    throw Diagnostic(
      code: "out-of-range", exit: 65,
      message: sitting.count == 0
        ? "there is no cell yet" : "cell is \(number), but must be from 1 to \(sitting.count)",
      span: checked.span(of: "cell"))
  }

  // MARK: Running again

  private func rerun(_ checked: CheckedStatement) throws(Diagnostic) {
    guard let number = checked.int("cell") else { return try rerunStale(checked) }
    try require(number, checked)
    run(cell: number)
    note(checked.statement.canonical)
  }

  private func rerunStale(_ checked: CheckedStatement) throws(Diagnostic) {
    let outdated = runner.session.names.compactMap { name in
      runner.session.staleness(of: name).map { (name: name, reason: $0) }
    }
    // A file may have changed since the cells were looked at.
    if sitting.stale.isEmpty, !outdated.isEmpty { sitting.lookAgain() }
    guard !sitting.stale.isEmpty else {
      console.show("no cell is stale")
      for (name, reason) in outdated {
        console.remark("\(name) is outdated, \(reason): its statement, typed again, makes it anew")
      }
      return
    }
    var done = 0
    while let number = sitting.nextStale(after: done) {
      guard run(cell: number) else { return }
      done = number
    }
    note(checked.statement.canonical)
  }

  /// Runs a cell in its place, shows it, and what is stale by it.
  ///
  /// - Returns: whether it ran through.
  @discardableResult
  private func run(cell number: Int, as text: String? = nil) -> Bool {
    let before = Set(sitting.stale.map(\.number))
    Signals.shared.forget()
    if let error = sitting.run(number, as: text, CellReporter(console)) {
      // Without a file there is no line of it to name.
      let source = file == nil ? SourceText(text: error.source.text) : error.source
      fail(with: error.diagnostic, in: source)
      return false
    }
    keep()
    for (stale, reason) in sitting.stale where stale > number && !before.contains(stale) {
      console.remark("cell \(stale)   \(reason)")
    }
    return true
  }

  private func edit(_ checked: CheckedStatement) throws(Diagnostic) {
    let number = checked.int("cell") ?? 0
    try require(number, checked)
    let old = sitting.cells[number - 1].block.lines.joined(separator: "\n")
    let new: String
    do throws(Diagnostic) {
      new = try ExternalEditor.edit(
        old, name: "cell-\(number)", set: runner.session.settings.editor,
        environment: runner.session.environment)
    } catch {
      var error = error
      error.span = checked.statement.verb.span
      throw error
    }
    Signals.shared.forget()
    let text = new.trimmingCharacters(in: .newlines)
    guard text != old, !text.allSatisfy(\.isWhitespace) else {
      return console.show("cell \(number) unchanged")
    }
    onRecallable(text)
    try refresh()
    try require(number, checked)
    guard sitting.cells[number - 1].block.lines.joined(separator: "\n") == old else {
      throw Diagnostic(
        code: "edited-meanwhile", exit: 73,
        message: "cell \(number) was changed in the notebook meanwhile, so it was not overwritten",
        span: checked.statement.verb.span, note: "(what you wrote is one arrow up)")
    }
    replace(number, with: text)
  }

  /// Runs other statements in a cell's place.
  func replace(_ number: Int, with text: String) {
    if number <= sitting.count, run(cell: number, as: text) {
      note(text, inPlaceOf: number)
    }
  }

  // MARK: Opening and saving

  /// Cells of a sitting without a notebook would be gone with it.
  private func open(_ checked: CheckedStatement) throws(Diagnostic) {
    let path = runner.session.placeToWrite(checked.string("file") ?? "")
    if var error = NotebookChoice.refusal(of: path) {
      error.span = checked.span(of: "file")
      throw error
    }
    guard file != nil || sitting.count == 0 || savedLast == sitting.saved else {
      throw Diagnostic(
        code: "unsaved", exit: 70,
        message: "\(NotebookRun.count(sitting.count, "cell")) of this sitting would be lost",
        span: checked.statement.verb.span, note: "(save session to \"NAME.md\" keeps them)")
    }
    let here = FileManager.default.currentDirectoryPath + "/"
    opening = path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }

  private func saveSession(_ checked: CheckedStatement) throws(Diagnostic) {
    let path = checked.string("file") ?? ""
    let place = runner.session.placeToWrite(path)
    let stale = sitting.stale.filter { $0.number <= sitting.position }
    var moved = moved(to: (place as NSString).deletingLastPathComponent)
    moved.document.sign(
      version: Peftbook.version, arithmetic: runner.arithmetic, isFresh: stale.isEmpty)
    do {
      try moved.document.write(
        to: place, typed: path, overwrite: checked.flag("overwrite") ?? false)
    } catch {
      throw Diagnostic(
        code: error.code, exit: error.exitCode, message: error.description,
        span: checked.span(of: "file"))
    }
    savedLast = sitting.saved
    console.say("\(path)   \(summary)")
    for line in Self.remarks(on: moved) { console.say(line) }
    let name = path.contains(" ") ? "'\(path)'" : path
    console.remark("at a shell, peftbook check \(name) runs it again and compares")
  }

  /// The cells in effect as a notebook of that folder.
  private func moved(to folder: String) -> MovedNotebook {
    let session = runner.session
    return sitting.moved(
      by: session.route(to: folder), paths: session.relativePaths(of:),
      output: session.keptOutput(of:))
  }

  /// Paths that read otherwise in the notebook's folder.
  private static func remarks(on moved: MovedNotebook) -> [String] {
    func cells(_ numbers: [Int]) -> String {
      (numbers.count == 1 ? "cell " : "cells ") + numbers.map(String.init).joined(separator: ", ")
    }
    var lines = moved.paths.map {
      "  \($0.old) is \($0.new) from its folder (\(cells($0.cells)))"
    }
    if !moved.fromParameters.isEmpty {
      lines.append("  a path that comes from a parameter stays: \(cells(moved.fromParameters))")
    }
    if !moved.outdated.isEmpty {
      lines.append("  replay prints anew what names a path: \(cells(moved.outdated))")
    }
    return lines
  }

  /// "9 cells, 2 prose lines; left out: 1 failed cell"
  private var summary: String {
    var text = NotebookRun.count(sitting.position, "cell")
    if counts.proseLines > 0 {
      text += ", \(NotebookRun.count(counts.proseLines, "prose line"))"
    }
    var leftOut: [String] = []
    if counts.failures > 0 {
      leftOut.append(NotebookRun.count(counts.failures, "failed cell"))
    }
    if counts.looks > 0 { leftOut.append("\(counts.looks) that only looked around") }
    let undone = sitting.undone.count
    if undone > 0 { leftOut.append("\(undone) undone") }
    let ahead = sitting.count - sitting.position - undone
    if ahead > 0 { leftOut.append("\(ahead) ahead (goto \(sitting.count) goes on to them)") }
    if !leftOut.isEmpty { text += "; left out: " + leftOut.joined(separator: ", ") }
    return text
  }
}
