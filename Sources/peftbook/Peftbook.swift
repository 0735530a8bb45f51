import ArgumentParser
import Foundation
import Language

/// The command line. Subcommands stand in a file each; without one, a person gets the prompt.
@main struct Peftbook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peftbook",
    abstract: "Fine-tune language models on a CPU, in notebooks that can be checked.",
    usage: "peftbook [NOTEBOOK] [--recover]\npeftbook <subcommand>",
    discussion: """
      Without a subcommand: a prompt, of its own or on a notebook. In it, help lists the statements; \
      peftbook help prompt lists its options.
      """,
    version: version,
    subcommands: [
      ReplayCommand.self, CheckCommand.self, RunCommand.self, FormatCommand.self,
      ExportCommand.self, StatusCommand.self, CacheCommand.self, BenchCommand.self,
      ManualCommand.self, PromptCommand.self,
    ],
    defaultSubcommand: PromptCommand.self)

  static let version = "0.1"

  static func main() {
    StandardFile.openAll()
    Signals.outliveBrokenPipes()
    Restart.withTheRightKernels()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let code = WrongCommand.answer(to: arguments) { Foundation.exit(code) }
    if let script = ShellCompletion.script(for: arguments) {
      Console(errorStyle: .text).show(script)
      return
    }
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      if Signals.shared.pending == SIGPIPE { Foundation.exit(128 + SIGPIPE) }
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
    let console = Console(errorStyle: .json)
    let text = message(for: error)
    console.show(
      Diagnostic(
        code: "usage", exit: code.rawValue, message: text, suggestion: suggestion(in: text)),
      in: SourceText(text: ""))
    Foundation.exit(code.rawValue)
  }

  /// The option that ArgumentParser's sentence asks about: "did you mean '--policy'?"
  private static func suggestion(in message: String) -> String? {
    guard let question = message.range(of: "did you mean '", options: .caseInsensitive) else {
      return nil
    }
    return message[question.upperBound...].split(separator: "'").first.map(String.init)
  }
}
