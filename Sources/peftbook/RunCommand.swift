import ArgumentParser
import Foundation
import Language

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `peftbook run -c 'statements'`, `run FILE`, `run -`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run statements from a file, from standard input, or given here.")

  @Option(
    name: .customShort("c"), help: ArgumentHelp("Statements to run.", valueName: "statements"))
  var statements: String?

  @ArgumentParser.Argument(
    help: "A file of statements, or - for standard input.", completion: .file())
  var file: String?

  @OptionGroup var running: RunningOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    // Here, behind whatever else is wrong with the line.
    if (statements == nil) == (file == nil) {
      throw ValidationError("run needs either a file (or -) or -c 'statements'")
    }
    let console = common.console
    do {
      let source = try source()
      let runner = Runner(
        common.session(
          folder: FileManager.default.currentDirectoryPath, overrides: running.overrides),
        console, records: try running.records())
      Signals.shared.install(withEditor: false)
      try Script.run(source, on: runner, overruling: running.parameters.keys.sorted())
    } catch let error as Script.Failure {
      console.show(error.diagnostic, in: error.source)
      throw ExitCode(error.diagnostic.exit)
    } catch let error as Diagnostic {
      console.show(error, in: SourceText(text: ""))
      throw ExitCode(error.exit)
    }
  }

  private func source() throws(Diagnostic) -> SourceText {
    if let statements { return SourceText(file: "-c", text: statements) }
    return try Script.read(file ?? "-")
  }
}

/// Statements one after another, stopping at the first that fails.
enum Script {
  /// An error and the text it stands in.
  struct Failure: Error {
    let diagnostic: Diagnostic
    let source: SourceText
  }

  /// - Parameter names: what `--param` overrules; each must be declared by a statement.
  static func run(
    _ source: SourceText, on runner: Runner, overruling names: [String] = []
  ) throws(Failure) {
    do throws(Diagnostic) {
      let statements = try Parser.parse(source)
      let known = statements.flatMap { $0.declaredParameters.map(\.name) }
      if let name = names.first(where: { !known.contains($0) }) {
        throw undeclared(name, known)
      }
      for statement in statements {
        runner.console.show(try runner.evaluate(statement, in: source, cell: nil).output)
      }
    } catch {
      throw Failure(diagnostic: PromptVerbs.pointing(error, in: source), source: source)
    }
  }

  /// All of it. A signal ends the waiting for more: nothing has run, and nothing is wrong.
  private static func standardInput() throws(Diagnostic) -> Data {
    let input = AwaitedInput()
    var data = Data()
    while true {
      switch input.next() {
      case .bytes(let bytes): data += bytes
      case .end: return data
      case .signal(let number):
        throw Diagnostic(code: "interrupted", exit: 128 + number, message: "interrupted")
      case .unreadable:
        throw Diagnostic(
          code: "unreadable-file", exit: 66, message: "cannot read standard input")
      }
    }
  }

  private static func undeclared(_ name: String, _ known: [String]) -> Diagnostic {
    let list = known.isEmpty ? "there is none" : "there is \(known.joined(separator: ", "))"
    return Diagnostic(
      code: "unknown-name", exit: 65, message: "no param statement declares '\(name)' (\(list))",
      suggestion: Suggestion.nearest(name, among: known))
  }

  /// A file of statements, or `-` for standard input.
  static func read(_ file: String) throws(Diagnostic) -> SourceText {
    let data: Data
    if file == "-" {
      data = try standardInput()
    } else {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
        throw Diagnostic(code: "missing-file", exit: 66, message: "no such file: '\(file)'")
      }
      guard !isFolder.boolValue, let contents = FileManager.default.contents(atPath: file) else {
        throw Diagnostic(code: "unreadable-file", exit: 66, message: "cannot read '\(file)'")
      }
      data = contents
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Diagnostic(code: "not-utf8", exit: 66, message: "'\(file)' is not UTF-8")
    }
    return SourceText(file: file, text: text)
  }
}
