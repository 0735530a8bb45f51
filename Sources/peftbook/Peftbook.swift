import ArgumentParser
import Foundation
import Language

/// The command line. Subcommands stand in a file each; without one, a person gets the prompt.
@main struct Peftbook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peftbook",
    abstract: "Fine-tune language models on a CPU, in notebooks that can be checked.",
    discussion: "Without a subcommand: a prompt. In it, help lists the statements.",
    version: version,
    subcommands: [
      ReplayCommand.self, CheckCommand.self, RunCommand.self, FormatCommand.self,
      ExportCommand.self, StatusCommand.self, CacheCommand.self, BenchCommand.self,
      ManualCommand.self,
    ],
    defaultSubcommand: nil)

  static let version = "0.1"

  @Flag(help: "At the prompt: go on with a sitting that was cut off.")
  var recover = false

  @OptionGroup var caching: CacheOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    try Prompt.start(common, caching, recovers: recover)
  }

  static func main() {
    Restart.withTheRightKernels()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let code = WrongCommand.answer(to: arguments) { Foundation.exit(code) }
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let error as ExitCode {
      Foundation.exit(error.rawValue)
    } catch {
      leave(with: error, arguments)
    }
  }

  /// Usage errors and `--help`, as ArgumentParser says them; errors as JSON where asked for.
  private static func leave(with error: any Error, _ arguments: [String]) -> Never {
    let code = exitCode(for: error)
    let wantsJSON = zip(arguments, arguments.dropFirst() + [""]).contains {
      $0 == "--errors=json" || ($0 == "--errors" && $1 == "json")
    }
    guard code != .success, wantsJSON else { exit(withError: error) }
    let console = Console(errorStyle: .json, environment: ProcessInfo.processInfo.environment)
    let text = message(for: error)
    console.show(
      Diagnostic(code: "usage", exit: code.rawValue, message: text), in: SourceText(text: ""))
    Foundation.exit(code.rawValue)
  }
}
