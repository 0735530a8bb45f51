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

/// `peftbook` and `peftbook NOTEBOOK`: the prompt, on a sitting of its own or on a notebook.
///
/// A command of its own and not the root: a root with an argument would take the subcommands for
/// it.
struct PromptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt", abstract: "The prompt; without a subcommand this is what starts.",
    shouldDisplay: false)

  @ArgumentParser.Argument(
    help: "A notebook to go on with, a Markdown file; made if it is new.",
    completion: .file(extensions: ["md"]))
  var notebook: String?

  @Flag(help: "Go on with a sitting that was cut off or not saved.")
  var recover = false

  @OptionGroup var caching: CacheOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if recover, let notebook {
      throw ValidationError(
        "'\(notebook)' holds what was typed into it; --recover is for a sitting without a notebook")
    }
  }

  func run() throws {
    let console = common.console
    if let notebook, let error = NotebookChoice.refusal(of: notebook) {
      throw NotebookRun.exit(error, console)
    }
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
      let editor = LineEditor(
        program: "peftbook", signals: Signals.shared.editorDescriptor, continued: Prompt.continued)
    else { return try runPipe() }
    Signals.shared.install(withEditor: true)
    atexit { Echo.show() }
    let code = try sit(editor)
    editor.close()
    if code != 0 { throw ExitCode(code) }
  }

  /// A desk with a session of its own: relative paths start where the notebook stands.
  private func desk(for notebook: String?) throws(NotebookError) -> Desk {
    let folder = notebook.map(NotebookRun.folder) ?? FileManager.default.currentDirectoryPath
    let runner = Runner(common.session(folder: folder), common.console, records: nil)
    let cache = caching.cache(in: folder)
    runner.session.cache = cache
    guard let notebook else { return Desk(runner) }
    let file = try SittingFile(notebook, cache: cache)
    try file.document.requireClosedCells(file: notebook)
    return Desk(runner, file)
  }

  private func sit(_ editor: LineEditor) throws -> Int32 {
    let console = common.console
    let history = HistoryFile(environment: ProcessInfo.processInfo.environment)
    for entry in history.entries { editor.remember(entry) }
    var desk: Desk
    do { desk = try self.desk(for: notebook) } catch { throw NotebookRun.exit(error, console) }
    let session = desk.runner.session
    let threads = NotebookRun.count(session.engine.threads, "thread")
    let ways = notebook == nil ? "help, Tab, or a notebook to open" : "help, or Tab"
    console.say("peftbook \(Peftbook.version) · \(threads) · \(session.arithmetic)")
    console.say("Enter runs a whole cell, Ctrl-D leaves; \(ways)")
    if notebook == nil { Echo.hidden { desk.begin(recovering: recover) } }
    while true {
      desk.showNotebook()
      desk.runner.session.writeCheckpointsLater()
      switch Prompt(desk, editor, history).run() {
      case .exit(let code): return code
      case .open(let path):
        _ = desk.leave(0)
        do { desk = try self.desk(for: path) } catch {
          console.show(error)
          desk = try self.desk(for: nil)
        }
      }
    }
  }

  /// Statements from a pipe run as those of `run -` do; with a notebook they become its cells.
  private func runPipe() throws {
    let console = common.console
    Signals.shared.install(withEditor: false)
    do {
      guard let notebook else {
        let folder = FileManager.default.currentDirectoryPath
        let runner = Runner(common.session(folder: folder), console, records: nil)
        return try Script.run(try Script.read("-"), on: runner)
      }
      let desk = try desk(for: notebook)
      desk.showHindrance()
      let code = PipedCells.run(at: desk)
      if code != 0 { throw ExitCode(code) }
    } catch let failure as Script.Failure {
      console.show(failure.diagnostic, in: failure.source)
      throw ExitCode(failure.diagnostic.exit)
    } catch { throw NotebookRun.exit(error, console) }
  }
}

/// Cells from a pipe, one after another; the first that fails is the last.
enum PipedCells {
  static func run(at desk: Desk) -> Int32 {
    var input = AwaitedInput()
    var cell = ""
    reading: while true {
      let line: String
      switch input.nextLine() {
      case .text(let text): line = text
      case .end: break reading
      case .signal(let number): return desk.leave(128 + number)
      }
      cell += cell.isEmpty ? line : "\n" + line
      if cell.allSatisfy(\.isWhitespace) {
        desk.linesTyped += 1
        cell = ""
      } else if Parser.isComplete(cell) {
        if let code = code(of: desk.execute(cell), at: desk) { return code }
        cell = ""
      }
    }
    // An unfinished cell says itself what it lacks.
    let outcome = cell.isEmpty ? .done : desk.execute(cell)
    return code(of: outcome, at: desk) ?? desk.leave(0)
  }

  private static func code(of outcome: Desk.Outcome, at desk: Desk) -> Int32? {
    switch outcome {
    case .done: return nil
    case .failed(let code), .end(let code): return max(desk.leave(code), code)
    case .open(let path):
      desk.console.remark("error: '\(path)' is opened at a prompt, and not from a pipe")
      return max(desk.leave(0), 64)
    }
  }
}
