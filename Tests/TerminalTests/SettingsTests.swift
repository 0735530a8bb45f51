import Foundation
import Testing

/// Settings at the start: nothing is needed, a file of one's own, the environment, the command
/// line.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct SettingsTests {
  private func run(
    _ words: [String], _ environment: [String: String], config: String? = nil
  ) throws -> Program.Run {
    let folder = try TemporaryFolder()
    var environment = environment
    if let config {
      try folder.write(config, to: "config")
      environment["PEFTBOOK_CONFIG"] = folder.url.appending(path: "config").path
    }
    return try Program.run(words, in: folder.url, environment: environment)
  }

  @Test func theFileCountsAndTheCommandLineMore() throws {
    let config = "threads = 3\ncheckpoint = 5m\n"
    let plain = try run(["run", "-c", "set"], [:], config: config)
    #expect(plain.output.contains("threads      3\ncheckpoint   300s\n"))
    #expect(plain.errors == "")
    let asked = try run(["run", "--threads", "2", "-c", "set"], [:], config: config)
    #expect(asked.output.contains("threads      2\ncheckpoint   300s\n"))
    let none = try run(["run", "-c", "set"], [:])
    #expect(none.output.contains("checkpoint   60s\n") && none.errors == "")
  }

  @Test func settingsStandInTwoColumns() throws {
    let run = try run(["run", "-c", "set\nset threads=2"], [:])
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 7 && lines[6] == "threads   2", "\(run.output)")
    #expect(lines[0].hasPrefix("threads      ") && lines[1].hasPrefix("checkpoint   "))
  }

  @Test func aWrongFileWarnsAndStopsNothing() throws {
    let run = try run(
      ["run", "-c", "set threads"], [:], config: "# mine\nthreds = 2\ncolor = red\n")
    #expect(run.exit == 65)
    #expect(run.errors.contains("warning: "))
    #expect(
      run.errors.contains("config:2:1\n2 | threds = 2\n  | ^^^^^^ did you mean 'threads'?"))
    #expect(run.errors.contains("config:3:9\n"))
    let noise = try self.run(
      ["run", "-c", "set"], [:], config: String(repeating: "?\u{0}\u{1B}[31m=\n", count: 40))
    #expect(noise.exit == 0 && !noise.errors.contains("\u{1B}"))
    #expect(noise.errors.contains("warning: and 35 more in the settings file"))
  }

  @Test func theUsualPlacesAreRead() throws {
    let folder = try TemporaryFolder()
    for (place, environment) in [
      (".config/peftbook", ["HOME": folder.url.path]),
      ("x/peftbook", ["HOME": folder.url.path, "XDG_CONFIG_HOME": folder.url.path + "/x"]),
    ] {
      let whole = folder.url.appending(path: place)
      try FileManager.default.createDirectory(at: whole, withIntermediateDirectories: true)
      try folder.write("threads = 7\n", to: place + "/config")
      let run = try Program.run(["run", "-c", "set"], in: folder.url, environment: environment)
      #expect(run.output.contains("threads      7\n"), "\(place)")
    }
  }

  /// no-color.org: what a user set for this program goes before the variable.
  @Test(
    arguments: [
      ([:], "", true), (["NO_COLOR": "1"], "", false), (["NO_COLOR": ""], "", true),
      (["NO_COLOR": "1"], "color = always", true), ([:], "color = never", false),
      (["TERM": "dumb"], "", false),
    ] as [([String: String], String, Bool)])
  func coloursAreThoseAskedFor(
    _ environment: [String: String], _ config: String, _ expected: Bool
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(config, to: "config")
    let variables = environment.merging(["PEFTBOOK_CONFIG": folder.url.path + "/config"]) { $1 }
    let terminal = try PseudoTerminal(
      ["run", "-c", "trian x"], environment: variables, folder: folder)
    #expect(terminal.exitCode() == 65)
    #expect(terminal.transcript.contains("did you mean 'train'?"))
    #expect(terminal.transcript.contains("\u{1B}[1;31m") == expected)
  }

  @Test func setActsAtOnce() throws {
    let terminal = try PseudoTerminal(environment: ["EDITOR": "false", "PAGER": ""])
    func type(_ text: String) {
      terminal.wait(for: "peft> ")
      terminal.type(text + "\r")
    }
    type("trian")
    #expect(terminal.wait(for: "\u{1B}[1;31m") != nil)
    type("set color=never")
    #expect(terminal.wait(for: "color   never") != nil)
    type("trian")
    #expect(terminal.wait(for: "did you mean")?.contains("\u{1B}[1;31m") == false)
    type("set editor=\"sed -i s/never/always/\"")
    type("edit 1")
    #expect(terminal.wait(for: "color   always") != nil)
    type("set pager=\"sed s/^/PAGED/\"")
    type("help train")
    #expect(terminal.wait(for: "PAGED[NAME =] train") != nil)
    type("quit")
    #expect(terminal.exitCode() == 0)
  }

  @Test func helpAndManualSayWhereTheFileIs() throws {
    let help = try run(["run", "-c", "help set"], [:])
    #expect(help.output.contains("~/.config/peftbook/config"))
    let manual = try run(["manual"], [:])
    #expect(manual.output.contains("~/.config/peftbook/config"))
    #expect(manual.output.contains("XDG_CONFIG_HOME") && manual.output.contains("NO_COLOR"))
  }
}
