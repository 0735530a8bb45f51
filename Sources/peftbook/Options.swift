import ArgumentParser
import Commands
import Foundation
import Language
import Notebooks

extension Console.ErrorStyle: ExpressibleByArgument {}

/// Options of every subcommand.
struct ErrorOptions: ParsableArguments {
  @Option(help: "How errors are printed: text, or json (one line each).")
  var errors: Console.ErrorStyle = .text

  var console: Console {
    let console = Console(errorStyle: errors)
    UserSettings.warnOnce(on: console)
    return console
  }
}

/// Options of every subcommand that computes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Worker threads; results do not depend on them. Default: one a core.")
  var threads: Int?

  @OptionGroup var reporting: ErrorOptions

  @Flag(help: "Run what the memory forecast says does not fit into memory.")
  var force = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads), but must be from 1 to 1024")
    }
  }

  var console: Console { reporting.console }

  /// How many threads compute.
  var workers: Int { settings.threads }

  /// What the user has set for every start, with what the command line says.
  private var settings: Settings {
    var settings = UserSettings.settings
    if let threads { settings.threads = threads }
    return settings
  }

  func session(folder: String, overrides: [String: Value] = [:]) -> Session {
    Session(
      settings: settings, folder: folder,
      environment: ProcessInfo.processInfo.environment, overrides: overrides,
      ignoresMemoryLimits: force,
      whenMemoryEnds: whenMemoryEnds)
  }

  /// Reports that the system has no memory left, and leaves as after any failed statement.
  var whenMemoryEnds: @Sendable (_ bytes: Int) -> Never {
    let style = reporting.errors
    return { bytes in
      let console = Console(errorStyle: style)
      let error = Diagnostic(
        code: "out-of-memory", exit: 70,
        message: "out of memory: the system has no \(bytes) bytes left")
      console.show(error, in: SourceText(text: ""))
      Foundation.exit(error.exit)
    }
  }
}

/// Where results are kept and found.
struct CacheOptions: ParsableArguments {
  @Option(
    name: .customLong("cache"),
    help: ArgumentHelp(
      "Keep results there. Default: .peftbook beside the notebook.", valueName: "DIR"),
    completion: .directory)
  var folder: String?

  /// The cache of a notebook, or of a prompt in a folder.
  func cache(in place: String) -> ResultCache {
    ResultCache(folder: folder ?? ResultCache.usualFolder(in: place))
  }

  func cache(of notebook: String) -> ResultCache {
    cache(in: NotebookRun.folder(of: notebook))
  }
}

/// Options of whatever runs statements.
struct RunningOptions: ParsableArguments {
  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("Overrule a parameter; may be repeated.", valueName: "NAME=value"))
  var assignments: [String] = []

  @Option(
    name: .customLong("json"),
    help: ArgumentHelp("Write one JSON object a statement, a line each.", valueName: "FILE"),
    completion: .file())
  var jsonFile: String?

  func validate() throws {
    for assignment in assignments where RunningOptions.split(assignment) == nil {
      throw ValidationError("--param is '\(assignment)', but must be NAME=value")
    }
  }

  /// Names and the text of their values.
  var parameters: [String: String] {
    Dictionary(assignments.compactMap(RunningOptions.split), uniquingKeysWith: { $1 })
  }

  /// The values as literals; what does not read as one is a string.
  var overrides: [String: Value] {
    parameters.mapValues { text in
      switch try? Parser.value(text) {
      case nil, .template, .parameter: .string(text)
      case let value?: value
      }
    }
  }

  func records() throws(Diagnostic) -> RecordFile? {
    guard let jsonFile else { return nil }
    return try RecordFile(jsonFile)
  }

  private static func split(_ assignment: String) -> (String, String)? {
    guard let equals = assignment.firstIndex(of: "=") else { return nil }
    let name = String(assignment[..<equals])
    return isName(name) ? (name, String(assignment[assignment.index(after: equals)...])) : nil
  }
}
