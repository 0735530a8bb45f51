import Commands
import Foundation
import Language
import Notebooks

/// What is typed at a prompt, run and kept: the sitting, its file or its journal, and the screen.
final class Desk {
  enum Outcome {
    case done
    case failed(exit: Int32)
    /// The sitting ends.
    case end(exit: Int32)
    /// The prompt goes on with a notebook.
    case open(path: String)
  }

  let runner: Runner
  var console: Console { runner.console }
  var sitting: Sitting
  let file: SittingFile?
  /// Makes a cell recallable with the arrow keys; nothing on a pipe.
  var onRecallable: (String) -> Void = { _ in }
  private let streamed: StreamedText
  private var journal: Journal?
  private var hasWarned = false
  /// The exit code of the cell that failed, if it did.
  private var failure: Int32?
  /// Cells that ran and could not be written into the notebook yet.
  private var unsaved: [(statement: String, output: CellOutput, plans: [StatementPlan])] = []
  private var isUnsaved = false
  /// Lines typed so far, so that errors name the line of the sitting.
  var linesTyped = 0
  var counts = Counts()
  /// The document as `save session` wrote it last.
  var savedLast: NotebookDocument?
  /// What `open` named.
  var opening: String?

  /// What a saved session does not hold.
  struct Counts {
    var failures = 0
    var looks = 0
    var proseLines = 0
  }

  /// - Parameter file: the notebook that cells are kept in; nil for a sitting without one.
  init(_ runner: Runner, _ file: SittingFile? = nil) {
    (self.runner, self.file) = (runner, file)
    streamed = StreamedText(runner.console)
    let last = file.flatMap { runner.session.cache?.lastRun(of: $0.path) }
    let isThere = file?.isThere ?? false
    let document =
      isThere
      ? file?.document
      : NotebookDocument(session: [], version: Peftbook.version, arithmetic: runner.arithmetic)
    sitting = Sitting(
      document ?? .parse(""), file: file?.path ?? "", on: runner, last: last)
    runner.session.onText = { [streamed] in streamed.add($0) }
  }

  // MARK: Typed cells

  func execute(_ cell: String) -> Outcome {
    let source = SourceText(file: "", text: cell, firstLine: linesTyped + 1)
    linesTyped += cell.unicodeScalars.count { $0 == "\n" } + 1
    Signals.shared.forget()
    failure = nil
    for problem in runner.session.takeCheckpointProblems() {
      console.remark("warning: the checkpoint was not kept: \(problem)")
    }
    do throws(Diagnostic) {
      try ShellCommand.refuse(cell)
      let statements = try Parser.parse(source)
      if statements.isEmpty { try add(comments: cell) }
      for statement in statements {
        if statement.verb.value == "quit", statement.binding == nil {
          _ = try PromptVerbs.check(statement, runner.session)
          return .end(exit: 0)
        }
        try execute(statement, in: source)
        if let opening { return .open(path: opening) }
      }
    } catch {
      fail(with: error, in: source)
    }
    if let signal = Signals.shared.pending, signal != SIGINT { return .end(exit: 128 + signal) }
    return failure.map { .failed(exit: $0) } ?? .done
  }

  /// Shows an error.
  func fail(with error: Diagnostic, in source: SourceText) {
    console.show(error, in: source)
    counts.failures += 1
    failure = error.exit
  }

  private func add(comments cell: String) throws(Diagnostic) {
    try refresh()
    let lines = cell.split(separator: "\n").map(String.init)
    sitting.add(comments: lines)
    counts.proseLines += lines.count
    note(cell)
    keep()
  }

  private func execute(_ statement: Statement, in source: SourceText) throws(Diagnostic) {
    if let help = PromptHelp.answer(to: statement) { return console.show(help, pages: true) }
    try refresh()
    if PromptVerbs.handles(statement) {
      let checked = try PromptVerbs.check(statement, runner.session)
      return try run(checked)
    }
    let result = try evaluate(statement, in: source)
    note(statement.canonical, result.output)
    if Session.onlyLooks(statement) {
      counts.looks += 1
    } else {
      add(statement.canonical, result)
    }
  }

  private func evaluate(
    _ statement: Statement, in source: SourceText
  ) throws(Diagnostic) -> StatementResult {
    streamed.begin()
    do {
      let result = try runner.evaluate(statement, in: source, cell: sitting.position + 1)
      streamed.finish(
        PromptHelp.completing(result.output, of: statement), pages: result.isForReading)
      return result
    } catch {
      streamed.giveUp()
      throw PromptVerbs.suggesting(error, for: statement)
    }
  }

  private func add(_ statement: String, _ result: StatementResult) {
    do throws(Diagnostic) {
      if try refresh() {
        // What it was computed from may be another now.
        let plans = result.foresight.map { [$0.plan] } ?? []
        sitting.add(statement, output: result.output, plans: plans)
        return keep()
      }
    } catch {
      console.show(error, in: SourceText(text: ""))
    }
    let place = sitting.position + 1
    let replaced = sitting.add(statement, result)
    if replaced > 0 {
      let cells = replaced == 1 ? "cell \(place)" : "cells \(place) to \(place + replaced - 1)"
      console.remark("in place of \(cells), undone")
    }
    let plans = result.foresight.map { [$0.plan] } ?? []
    keep(adding: (statement, result.output, plans))
  }

  // MARK: The notebook

  /// Reads the notebook again where somebody else wrote it.
  ///
  /// - Returns: whether that was so.
  @discardableResult
  func refresh() throws(Diagnostic) -> Bool {
    guard let file else { return false }
    let document: NotebookDocument
    do {
      guard let edited = try file.edited() else { return false }
      document = edited
    } catch { throw Desk.diagnostic(error) }
    sitting.reload(document)
    for entry in unsaved {
      sitting.add(entry.statement, output: entry.output, plans: entry.plans)
    }
    console.remark("\(file.path) was edited: read again" + Desk.summary(of: sitting.stale))
    return true
  }

  /// Writes the notebook as it is now.
  ///
  /// - Parameter entry: a new cell, remembered where that cannot be done.
  func keep(adding entry: (String, CellOutput, [StatementPlan])? = nil) {
    if file != nil, let entry { unsaved.append(entry) }
    guard let error = write() else { return }
    console.show(error)
    console.remark("the cell is kept here; the next one tries again")
    failure = error.exitCode
  }

  /// - Returns: why it could not be written.
  private func write() -> NotebookError? {
    guard let file else { return nil }
    var document = sitting.document
    document.sign(
      version: Peftbook.version, arithmetic: runner.arithmetic, isFresh: sitting.stale.isEmpty)
    do { try file.write(document) } catch {
      isUnsaved = true
      return error
    }
    (unsaved, isUnsaved) = ([], false)
    if file.hindrance == nil { runner.session.cache?.store(sitting.lastRun, of: file.path) }
    return nil
  }

  /// "; 2 of its cells are stale (rerun stale)"
  static func summary(of stale: [(number: Int, reason: String)]) -> String {
    switch stale.count {
    case 0: ""
    case 1: "; cell \(stale[0].number) would run (rerun stale)"
    default: "; \(stale.count) cells would run (rerun stale)"
    }
  }

  static func diagnostic(_ error: NotebookError) -> Diagnostic {
    if case .located(let located) = error {
      let place = located.diagnostic.span.map { located.source.position(of: $0.start) }
      let line = place.map { "\(located.source.file):\($0.line): " } ?? ""
      var diagnostic = located.diagnostic
      (diagnostic.message, diagnostic.span) = (line + diagnostic.message, nil)
      return diagnostic
    }
    return Diagnostic(
      code: error.code, exit: error.exitCode, message: error.description,
      suggestion: error.suggestion)
  }

  // MARK: The journal

  /// The journal of a sitting without a file, made when there is something to note.
  func note(_ cell: String, _ output: CellOutput = CellOutput(), inPlaceOf number: Int? = nil) {
    guard file == nil else { return }
    // Where none can be made, the cache has said so.
    if journal == nil { journal = runner.session.cache.flatMap { Journal(in: $0) } }
    let reason = journal?.add(cell, output: output, inPlaceOf: number)
    if let reason, !hasWarned {
      console.remark("warning: this sitting is not journalled: \(reason)")
      hasWarned = true
    }
  }

  /// Goes through a sitting that was cut off, or says that there is one.
  func begin(recovering: Bool) {
    guard let cache = runner.session.cache else { return }
    let left = Journal.left(in: cache, includesUnsaved: recovering)
    if let left, recovering {
      for cell in left.cells {
        console.show(console.dimmed(Prompt.first) + cell.text)
        if let number = cell.inPlaceOf {
          replace(number, with: cell.text)
        } else {
          _ = execute(cell.text)
        }
      }
      left.forget()
    } else if let left {
      // What only looked around, or has no statement in it, would be no cell.
      let verbs = Set(Session.verbs.map(\.name))
      let made = left.cells.count { cell in
        let statements = (try? Parser.parse(SourceText(text: cell.text))) ?? []
        return statements.contains { verbs.contains($0.verb.value) && !Session.onlyLooks($0) }
      }
      let count = made > 0 ? " of " + NotebookRun.count(made, "cell") : ""
      console.remark("a sitting\(count) was cut off here: peftbook --recover goes on with it")
    } else if recovering {
      console.remark("no sitting was cut off or left unsaved here")
    }
  }

  private func finishCheckpoints() {
    guard runner.session.isWritingCheckpoint else { return }
    console.remark("writing the checkpoint of the interrupted run; Ctrl-C gives it up")
    Signals.shared.forget()
    runner.session.finishCheckpoints { Signals.shared.pending != nil }
  }

  private func endJournal() {
    let isSaved = file != nil || sitting.count == 0 || savedLast == sitting.saved
    guard !isSaved, let journal, journal.setAside() else {
      journal?.end()
      return
    }
    let count = NotebookRun.count(sitting.count, "cell")
    let them = sitting.count == 1 ? "it" : "them"
    console.remark("\(count) not saved; peftbook --recover goes on with \(them)")
  }

  /// A sitting that somebody ended is over; one that a signal ended can be gone on with.
  ///
  /// - Returns: the exit code.
  func leave(_ code: Int32) -> Int32 {
    finishCheckpoints()
    runner.session.cache?.rememberFiles()
    defer { file?.close() }
    if code == 0 { endJournal() }
    guard let file, code == 0 else { return code }
    if isUnsaved, let error = write() {
      console.show(error)
      return error.exitCode
    }
    let undone = sitting.undone.map(String.init).joined(separator: ", ")
    if !undone.isEmpty { console.remark("undone, but still in \(file.path): cell \(undone)") }
    return 0
  }
}
