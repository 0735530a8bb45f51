import ArgumentParser

/// The completion scripts of the shells, with what a subcommand that is left out takes.
///
/// The generated scripts know subcommands alone at the first word; what the prompt takes there
/// comes from the script of its own command.
enum ShellCompletion {
  /// What `--generate-completion-script SHELL` prints; nil for any other command line.
  static func script(for arguments: [String]) -> String? {
    let option = "--generate-completion-script"
    let words = arguments.flatMap { $0.split(separator: "=").map(String.init) }
    guard words.count == 2, words[0] == option else { return nil }
    let script: String
    switch words[1] {
    case "bash": script = BashCompletion.script(generated(.bash), prompt: prompt(.bash))
    case "zsh": script = ZshCompletion.script(generated(.zsh), prompt: prompt(.zsh))
    case "fish": script = FishCompletion.script(generated(.fish), prompt: prompt(.fish))
    default: return nil
    }
    return script.hasSuffix("\n") ? String(script.dropLast()) : script
  }

  private static func generated(_ shell: CompletionShell) -> String {
    Peftbook.completionScript(for: shell)
  }

  /// The script of the prompt's command, with the program's name for its own.
  private static func prompt(_ shell: CompletionShell) -> [String] {
    PromptCommand.completionScript(for: shell)
      .replacing("__prompt_", with: "__peftbook_").replacing("'prompt'", with: "'peftbook'")
      .replacing("\"prompt\"", with: "\"peftbook\"")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// What `peftbook help` explains.
  static var topics: [String] {
    Peftbook.configuration.subcommands.compactMap { $0.configuration.commandName }
  }
}

extension [String] {
  /// The lines from the first that begins so, blanks aside, up to the next that is so.
  func part(from beginning: String, to end: String) -> [String] {
    guard let start = firstIndex(where: { $0.drop { $0 == " " }.hasPrefix(beginning) }),
      let last = self[start...].firstIndex(where: { $0.drop { $0 == " " } == end })
    else { return [] }
    return Array(self[start...last])
  }
}

extension String {
  /// With the first place where a text stands replaced.
  func replacingFirst(_ text: String, with other: String) -> String {
    guard let place = firstRange(of: text) else { return self }
    return self[..<place.lowerBound] + other + self[place.upperBound...]
  }
}
