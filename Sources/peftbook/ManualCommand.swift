import ArgumentParser
import Commands

/// `peftbook manual`: the page that `man` shows.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, as man reads it.",
    discussion: "peftbook manual | man -l -  shows it; in share/man/man1/peftbook.1, man peftbook.")

  @OptionGroup var common: ErrorOptions

  func run() throws {
    let page = try ManualPage(
      commandLine: Peftbook._dumpHelp(), version: Peftbook.version, verbs: PromptHelp.verbs)
    common.console.stream(page.text)
  }
}
