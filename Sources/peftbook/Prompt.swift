import ArgumentParser
import Commands
import Foundation
import Language
import Notebooks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The prompt: cells in, output out, until `quit` or Ctrl-D.
final class Prompt {
  static let first = "peft> "
  static let continued = "  ... "

  private let runner: Runner
  private let console: Console
  private let editor: LineEditor
  private let history: HistoryFile
  private let streamed: StreamedText
  private var log = SessionLog()
  private var journal: Journal?
  /// Lines typed so far, so that errors name the line of the sitting.
  private var linesTyped = 0

  /// A prompt on a terminal; statements from a pipe run as `run -` does.
  ///
  /// - Parameter recovers: begins with what a sitting left behind that was cut off.
  static func start(
    _ common: CommonOptions, _ caching: CacheOptions, recovers: Bool
  ) throws {
    let console = common.console
    let runner = Runner(
      common.session(folder: FileManager.default.currentDirectoryPath), console, records: nil)
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
      let editor = LineEditor(program: "peftbook", signals: Signals.shared.editorDescriptor)
    else {
      Signals.shared.install(withEditor: false)
      do { return try Script.run(try Script.read("-"), on: runner) } catch {
        if let failure = error as? Script.Failure {
          console.show(failure.diagnostic, in: failure.source)
          throw ExitCode(failure.diagnostic.exit)
        }
        throw NotebookRun.exit(error, console)
      }
    }
    runner.session.cache = caching.cache(in: FileManager.default.currentDirectoryPath)
    Signals.shared.install(withEditor: true)
    let prompt = Prompt(runner, console, editor)
    let code = prompt.run(recovers: recovers)
    editor.close()
    if code != 0 { throw ExitCode(code) }
  }

  private init(_ runner: Runner, _ console: Console, _ editor: LineEditor) {
    (self.runner, self.console, self.editor) = (runner, console, editor)
    history = HistoryFile(environment: ProcessInfo.processInfo.environment)
    streamed = StreamedText(console)
    runner.session.onText = { [streamed] in streamed.add($0) }
    runner.session.onLongWork = { [runner, editor] question in
      runner.endProgress()
      return Prompt.isAgreed(question, editor)
    }
    for entry in history.entries { editor.remember(entry) }
  }

  private func run(recovers: Bool) -> Int32 {
    let session = runner.session
    let threads = NotebookRun.count(session.engine.threads, "thread")
    console.show(
      "peftbook \(Peftbook.version) · \(threads) · \(session.arithmetic) · help, or Tab")
    begin(recovering: recovers)
    while true {
      switch readCell() {
      case .end:
        console.show("")
        return leave(0)
      case .signal(let number) where number == SIGINT: continue
      case .signal(let number): return leave(128 + number)
      case .line(let cell):
        if let code = execute(cell) { return leave(code) }
      }
    }
  }

  /// Opens the journal, and goes through one that was left behind.
  private func begin(recovering: Bool) {
    guard let cache = runner.session.cache else { return }
    let left = Journal.left(in: cache)
    if let left, recovering {
      for cell in left.cells {
        console.show(console.dimmed(Prompt.first) + cell)
        _ = execute(cell)
      }
      left.forget()
    } else if let left {
      let count = NotebookRun.count(left.cells.count, "cell")
      console.remark("a sitting of \(count) was cut off here: peftbook --recover goes on with it")
    } else if recovering {
      console.remark("no sitting was cut off here")
    }
  }

  /// A sitting that somebody ended is over; one that a signal ended can be gone on with.
  private func leave(_ code: Int32) -> Int32 {
    runner.session.cache?.rememberFiles()
    if code == 0 { journal?.end() }
    return code
  }

  /// The journal, made when there is something to note.
  private func note(_ cell: String, _ output: CellOutput = CellOutput()) {
    if journal == nil { journal = runner.session.cache.flatMap { Journal(in: $0) } }
    journal?.add(cell, output: output)
  }

  // MARK: reading

  /// A whole cell, over as many lines as it takes.
  private func readCell() -> LineEditor.Input {
    var cell = ""
    while true {
      let before = cell
      editor.onTab = { [runner] line, cursor in
        Tab.complete(line, cursor: cursor, after: before, in: runner.session)
      }
      let input = Signals.shared.whileEditing {
        editor.read(prompt: before.isEmpty ? Prompt.first : Prompt.continued)
      }
      switch input {
      case .line(let line):
        cell += cell.isEmpty ? line : "\n" + line
        if cell.allSatisfy(\.isWhitespace) {
          linesTyped += 1
          cell = ""
        } else if Parser.isComplete(cell) {
          return .line(cell)
        }
      case .signal(let number) where number == SIGINT:
        console.show("^C")
        return input
      case .end where !cell.isEmpty:
        // Ctrl-D gives an unfinished cell up, not the session.
        console.show("")
        cell = ""
      case .end, .signal: return input
      }
    }
  }

  /// Whether the answer is yes; Ctrl-C and Ctrl-D are a no.
  private static func isAgreed(_ question: String, _ editor: LineEditor) -> Bool {
    let onTab = editor.onTab
    editor.onTab = nil
    defer { editor.onTab = onTab }
    while true {
      switch Signals.shared.whileEditing({ editor.read(prompt: question + " (y/n) ") }) {
      case .line(let line):
        switch line.trimmingCharacters(in: .whitespaces).lowercased() {
        case "y", "yes": return true
        case "n", "no": return false
        default: continue
        }
      case .end: return false
      case .signal(let number):
        // What is more than a Ctrl-C ends the sitting, and not this question alone.
        if number != SIGINT { kill(getpid(), number) }
        return false
      }
    }
  }

  // MARK: running

  /// - Returns: the exit code when the sitting ends with this cell.
  private func execute(_ cell: String) -> Int32? {
    remember(cell)
    let source = SourceText(file: "", text: cell, firstLine: linesTyped + 1)
    linesTyped += cell.unicodeScalars.count { $0 == "\n" } + 1
    Signals.shared.forget()
    do throws(Diagnostic) {
      let statements = try Parser.parse(source)
      if statements.isEmpty {
        log.comment(cell)
        note(cell)
      }
      for statement in statements {
        if statement.verb.value == "quit", statement.binding == nil {
          _ = try PromptVerbs.check(statement, runner.session)
          return 0
        }
        try execute(statement, in: source)
      }
    } catch {
      console.show(error, in: source)
      log.failed()
      if let signal = Signals.shared.pending, signal != SIGINT { return 128 + signal }
    }
    return nil
  }

  private func execute(_ statement: Statement, in source: SourceText) throws(Diagnostic) {
    if let help = PromptHelp.answer(to: statement) { return console.show(help, pages: true) }
    if PromptVerbs.handles(statement) {
      let checked = try PromptVerbs.check(statement, runner.session)
      switch checked.verb.name {
      case "history": for line in log.listing { console.show(line) }
      case "save": try saveSession(checked)
      default: try rerun(checked)
      }
      return
    }
    let result: StatementResult
    streamed.begin()
    do {
      result = try runner.evaluate(statement, in: source, cell: nil)
    } catch {
      streamed.giveUp()
      throw PromptVerbs.suggesting(error, for: statement)
    }
    streamed.finish(PromptHelp.completing(result.shown, of: statement), pages: result.isForReading)
    note(statement.canonical, result.output)
    log.succeeded(
      statement, result, onlyLooks: Session.onlyLooks(statement.verb.value))
  }

  private func remember(_ cell: String) {
    editor.remember(cell)
    history.append(cell)
  }

  private func rerun(_ checked: CheckedStatement) throws(Diagnostic) {
    let number = checked.int("cell") ?? 0
    guard let text = log.statement(number) else {
      throw Diagnostic(
        code: "out-of-range", exit: 65,
        message: log.count == 0
          ? "nothing has run yet" : "cell is \(number), but must be from 1 to \(log.count)",
        span: checked.span(of: "cell"))
    }
    console.show(console.dimmed(Prompt.first) + text)
    let source = SourceText(text: text)
    for statement in try Parser.parse(source) { try execute(statement, in: source) }
  }

  private func saveSession(_ checked: CheckedStatement) throws(Diagnostic) {
    let path = checked.string("file") ?? ""
    let document = NotebookDocument(
      session: log.entries, version: Peftbook.version, arithmetic: runner.arithmetic)
    do { try document.write(to: path) } catch {
      throw Diagnostic(
        code: error.code, exit: error.exitCode, message: error.description,
        span: checked.span(of: "file"))
    }
    console.show("\(path)   \(log.summary)")
  }
}
