import ArgumentParser
import Foundation
import Language
import Notebooks

/// `peftbook replay NB`
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a notebook's cells and record their outputs in it.")

  @ArgumentParser.Argument(
    help: "The notebook, a Markdown file.", completion: .file(extensions: ["md"]))
  var notebook: String

  @Option(
    help: ArgumentHelp("Write another file and leave the notebook as it is.", valueName: "FILE"),
    completion: .file())
  var out: String?

  @Flag(help: "Record durations, memory and rates anew.")
  var retime = false

  @Flag(help: "Run every cell and keep nothing.")
  var noCache = false

  @Flag(help: "Say of every cell why it ran or did not.")
  var explain = false

  @OptionGroup var caching: CacheOptions
  @OptionGroup var running: RunningOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    let start = ContinuousClock.now
    let outcome: Replay.Outcome
    do {
      let cache = noCache ? nil : caching.cache(of: notebook)
      let runner = try NotebookRun.runner(notebook, common, running, cache: cache)
      var options = Replay.Options()
      options.parameters = running.parameters
      (options.cache, options.explains) = (cache, explain)
      options.out = out
      options.retime = retime
      options.version = Peftbook.version
      outcome = try Replay(
        path: notebook, evaluator: runner, options: options, reporter: CellReporter(console)
      ).run()
    } catch { throw NotebookRun.exit(error, console) }
    let seconds = NotebookRun.seconds(since: start)
    let cells = NotebookRun.count(outcome.cellsRun, "cell")
    let file = outcome.written.map { "\($0) written" } ?? "\(notebook) unchanged"
    let reused = outcome.cellsReused > 0 ? " (\(outcome.cellsReused) from the cache)" : ""
    console.remark("\(cells)\(reused), \(seconds) s: \(file)")
    if outcome.exit != 0 { throw ExitCode(outcome.exit) }
  }
}

/// `peftbook check NB`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Run a notebook's cells and compare with what it records.")

  @ArgumentParser.Argument(
    help: "The notebook, a Markdown file.", completion: .file(extensions: ["md"]))
  var notebook: String

  @Option(help: "On other arithmetic: how far scores may differ. Default: 0.02.")
  var tolerance: Double?

  @Flag(help: "Take what is in the cache instead of running it.")
  var cached = false

  @Flag(help: "Fail (75) when the notebook was recorded with other arithmetic.")
  var exact = false

  @Flag(help: "Show the differences as a patch of the notebook.")
  var diff = false

  @Flag(help: "Record the outputs that differ; all else keeps its bytes.")
  var promote = false

  @Option(
    name: .customLong("cell"),
    help: ArgumentHelp("With --promote: this cell only; may be repeated.", valueName: "N"))
  var onlyCells: [Int] = []

  @OptionGroup var caching: CacheOptions
  @OptionGroup var running: RunningOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let tolerance, !(tolerance >= 0 && tolerance <= 1) {
      throw ValidationError("--tolerance is \(tolerance), but must be from 0 to 1")
    }
    if !onlyCells.isEmpty, !promote {
      throw ValidationError("--cell says what to --promote")
    }
  }

  func run() throws {
    let console = common.console
    let start = ContinuousClock.now
    let outcome: Check.Outcome
    do {
      let cache = caching.cache(of: notebook)
      let runner = try NotebookRun.runner(notebook, common, running, cache: cached ? cache : nil)
      var options = Check.Options()
      options.cache = cache
      options.parameters = running.parameters
      options.exact = exact
      if let tolerance { options.tolerance.score = tolerance }
      if promote { options.promotion = onlyCells.isEmpty ? .all : .cells(Set(onlyCells)) }
      outcome = try Check(
        path: notebook, evaluator: runner, options: options,
        reporter: DifferenceReporter(console, listsDifferences: !diff)
      ).run()
    } catch { throw NotebookRun.exit(error, console) }
    var cells = NotebookRun.count(outcome.cellsRun, "cell")
    if cached { cells += " (\(outcome.cellsReused) from the cache)" }
    let verdict =
      "\(cells), \(NotebookRun.seconds(since: start)) s: " + CheckCommand.verdict(outcome)
    if diff {
      // Nothing but the patch on standard output, so that `patch` can read it.
      console.show(outcome.patch)
      console.remark(verdict)
    } else {
      console.show(verdict)
    }
    if outcome.exit != 0 { throw ExitCode(outcome.exit) }
  }

  private static func verdict(_ outcome: Check.Outcome) -> String {
    let failures = outcome.differences.filter(\.isFailure).count
    let listed = outcome.differences.count - failures
    if !outcome.promoted.isEmpty {
      let rest = outcome.exit == 0 ? "" : ", others still differ"
      return "\(NotebookRun.count(outcome.promoted.count, "output")) promoted"
        + " (\(outcome.promoted.map(String.init).joined(separator: ", ")))" + rest
    }
    switch outcome.exit {
    case 0 where listed > 0: return "as recorded within the tolerance, \(listed) listed"
    case 0 where outcome.recordedArithmetic != nil: return "as recorded within the tolerance"
    case 0: return "every value as recorded"
    case 1: return NotebookRun.count(failures, "difference")
    case 75: return "other arithmetic"
    default: return "stopped by an error"
    }
  }
}

/// `peftbook fmt NB`
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Bring a notebook's cells into their one spelling.")

  @ArgumentParser.Argument(
    help: "The notebook, a Markdown file.", completion: .file(extensions: ["md"]))
  var notebook: String

  @OptionGroup var common: ErrorOptions

  func run() throws {
    let console = common.console
    do {
      let cache = ResultCache(
        folder: ResultCache.usualFolder(in: NotebookRun.folder(of: notebook)))
      let isChanged = try NotebookDocument.format(path: notebook, cache: cache)
      console.remark("\(notebook) \(isChanged ? "written" : "unchanged")")
    } catch { throw NotebookRun.exit(error, console) }
  }
}

/// What replay and check share.
enum NotebookRun {
  /// A fresh session in the notebook's folder.
  static func runner(
    _ notebook: String, _ common: CommonOptions, _ running: RunningOptions, cache: ResultCache?
  ) throws(Diagnostic) -> Runner {
    let records = try running.records()
    Signals.shared.install(withEditor: false)
    let session = common.session(folder: folder(of: notebook))
    session.cache = cache
    return Runner(session, common.console, records: records)
  }

  static func folder(of notebook: String) -> String {
    URL(filePath: notebook, directoryHint: .notDirectory).deletingLastPathComponent().path
  }

  /// Shows an error and turns it into the exit code.
  static func exit(_ error: any Error, _ console: Console) -> any Error {
    switch error {
    case let error as NotebookError:
      console.show(error)
      return ExitCode(error.exitCode)
    case let error as Diagnostic:
      console.show(error, in: SourceText(text: ""))
      return ExitCode(error.exit)
    default: return error
    }
  }

  static func seconds(since start: ContinuousClock.Instant) -> Int {
    Int((ContinuousClock.now - start).components.seconds)
  }

  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
