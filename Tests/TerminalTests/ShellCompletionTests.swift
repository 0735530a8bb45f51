import Foundation
import Testing

/// What shells offer behind `peftbook`. The shells themselves are asked where they are installed.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(2)))
struct ShellCompletionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["s.md", "stones.txt"] { try folder.write("", to: name) }
  }

  private static func isInstalled(_ shell: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell)")
  }

  private func script(_ shell: String) throws -> String {
    let run = try Program.run(["--generate-completion-script", shell])
    #expect(run.exit == 0)
    return run.output
  }

  /// Runs a shell over a script in the folder.
  ///
  /// - Returns: what it printed.
  private func run(_ shell: String, _ arguments: [String], _ text: String) throws -> String {
    try folder.write(text, to: "script")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [shell] + arguments + ["script"]
    process.currentDirectoryURL = folder.url
    _ = FileManager.default.createFile(
      atPath: folder.url.appending(path: "offers").path, contents: nil)
    process.standardOutput = try FileHandle(
      forWritingTo: folder.url.appending(path: "offers"))
    try process.run()
    process.waitUntilExit()
    return try folder.read("offers")
  }

  private static let flags = [
    "--cache", "--errors", "--force", "--help", "--recover", "--threads", "--version",
  ]

  /// Of the text alone, for machines without the shell.
  @Test(arguments: ["bash", "zsh", "fish"])
  func scriptsKnowThePrompt(_ shell: String) throws {
    let script = try script(shell)
    let joined = try Program.run(["--generate-completion-script=" + shell]).output
    #expect(script == joined)
    for word in ["replay", "check", "threads", "manual"] { #expect(script.contains(word)) }
    switch shell {
    case "bash":
      #expect(script.contains("    local -a non_repeating_options=(--cache --threads --errors)\n"))
      #expect(script.contains("_peftbook_prompt() {"))
      #expect(script.contains("    local -a non_repeating_flags=(--version --recover --force "))
    case "zsh":
      #expect(script.components(separatedBy: "'--recover[").count == 3)
      #expect(script.contains("_files -g '*.md' && ret=0"))
      #expect(script.contains("'--errors=[") && !script.contains("'--errors["))
      #expect(script.contains("'*:subcommands:(replay check "))
    default:
      #expect(script.contains("_parse_subcommand 0 'version' 'recover' 'cache=' 'threads='"))
      #expect(
        script.contains("-l 'recover'") && script.contains("\"peftbook help\" -eq 1' -fa 'run'"))
    }
  }

  // MARK: bash

  /// What bash offers for the last of these words.
  private func bash(_ words: String...) throws -> [String] {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    return try run(
      "bash", [],
      script("bash") + """

        COMP_WORDS=(peftbook \(quoted)); COMP_CWORD=\(words.count)
        COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
        _peftbook peftbook "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """
    ).split(separator: "\n").map(String.init).sorted()
  }

  @Test func bashOffersWhatMayStand() throws {
    #expect(try bash("s") == ["s.md", "status"])
    #expect(try bash("--recover", "s") == ["s.md", "status"])
    #expect(try bash("--re") == ["--recover"])
    #expect(try bash("--").filter { $0.hasPrefix("--") } == Self.flags)
    #expect(try bash("--errors", "") == ["json", "text"])
    #expect(try bash("s.md", "--t") == ["--threads"])
    #expect(try bash("s.md", "--errors", "") == ["json", "text"])
    #expect(try bash("check", "s") == ["s.md"])
    #expect(try bash("check", "--errors", "") == ["json", "text"])
    #expect(try bash("help", "re") == ["replay"])
    #expect(try bash("export", "s.md", "--to", "") == ["html", "ipynb", "md"])
  }

  // MARK: fish

  private func fish(_ line: String) throws -> [String] {
    try run("fish", ["--no-config"], script("fish") + "\ncomplete -C '\(line)'\n")
      .split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }.sorted()
  }

  @Test(.enabled(if: isInstalled("fish"), "fish is not installed: its script is read, not run"))
  func fishOffersWhatMayStand() throws {
    #expect(try fish("peftbook s") == ["s.md", "status"])
    #expect(try fish("peftbook --recover s") == ["s.md", "status"])
    #expect(try fish("peftbook --") == Self.flags)
    #expect(try fish("peftbook s.md --t") == ["--threads"])
    #expect(try fish("peftbook --errors=") == ["--errors=json", "--errors=text"])
    #expect(try fish("peftbook check s") == ["s.md"])
    #expect(try fish("peftbook help re") == ["replay"])
    #expect(try fish("peftbook replay --f") == ["--force"])
  }

  // MARK: zsh

  @Test(.enabled(if: isInstalled("zsh"), "zsh is not installed: its script is read, not run"))
  func zshOffersWhatMayStand() throws {
    try folder.write(script("zsh"), to: "completion")
    let terminal = try PseudoTerminal(
      environment: ["PS1": "% ", "TERM": "dumb"], columns: 200, folder: folder,
      parent: "exec zsh -f -i")
    terminal.wait(for: "% ")
    terminal.type("autoload -U compinit; compinit -u -D; source ./completion; echo re''ady\r")
    try #require(terminal.wait(for: "ready") != nil)
    func offers(_ line: String) -> String {
      terminal.settle()
      let before = terminal.transcript
      terminal.press(["\u{15}", line, "\t", "\t"])
      return String(terminal.transcript.dropFirst(before.count))
    }
    let notebooks = offers("peftbook s")
    #expect(notebooks.contains("s.md") && notebooks.contains("status"), "\(notebooks)")
    #expect(!notebooks.contains("stones"))
    let flags = offers("peftbook --")
    for flag in Self.flags { #expect(flags.contains(flag), "\(flag)") }
    #expect(offers("peftbook s.md --t").contains("--threads"))
    #expect(offers("peftbook run --errors=j").contains("json"))
    #expect(offers("peftbook run --errors t").contains("text"))
    #expect(offers("peftbook help rep").contains("replay"))
  }
}
