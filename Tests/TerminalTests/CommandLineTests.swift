import Foundation
import Testing

@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct CommandLineTests {
  private static let cases: [(arguments: [String], code: Int32)] = [
    (["--version"], 0), (["--help"], 0), (["help", "replay"], 0), (["run", "-c", "objects"], 0),
    (["run", "-c", ""], 0), (["bench", "step", "--help"], 0), (["cache", "list", "--help"], 0),
    (["run"], 64), (["run", "-c", "x", "file"], 64), (["--zebra"], 64),
    (["run", "-c", "objects", "--threads", "0"], 64),
    (["run", "-c", "objects", "--threads", "x"], 64),
    (["run", "-c", "objects", "--param", "x"], 64),
    (["run", "-c", "objects", "--errors", "xml"], 64),
    (["check", "x.md", "--tolerance", "2"], 64), (["run", "-c", "trian"], 65),
    (["run", "-c", "set x=["], 65), (["run", "-c", "set threads=0"], 65),
    (["run", "no-such-file"], 66), (["run", "/"], 66), (["replay", "no.md"], 66),
    (["check", "no.md"], 66), (["fmt", "no.md"], 66), (["rnu"], 66), (["no/x.md"], 66),
    (["run", "-c", "d = dataset \"no-such-file\""], 66),
    (["run", "-c", "objects", "--json", "/no/such/folder/x"], 73),
  ]

  @Test(arguments: cases)
  func exitCodes(_ arguments: [String], _ code: Int32) throws {
    let run = try Program.run(arguments)
    #expect(run.exit == code, "\(run.errors)")
    if code != 0 {
      #expect(run.output.isEmpty)
      #expect(!run.errors.isEmpty)
    }
  }

  /// Whatever processor this is, kernels for it run; what a user sets stands.
  @Test func theKernelsSuitTheProcessor() throws {
    let folder = try TemporaryFolder()
    try folder.write("```peft\nobjects\n```\n", to: "a.md")
    func arithmetic(_ variables: [String: String]) throws -> String {
      let run = try Program.run(
        ["replay", "a.md"], in: folder.url, environment: variables)
      #expect(run.exit == 0, "\(run.errors)")
      let text = try folder.read("a.md")
      return try #require(text.firstMatch(of: /arithmetic: (.+)/)).1.description
    }
    let chosen = try arithmetic([:])
    #if arch(x86_64)
      if !chosen.hasSuffix("kernels/x86-64") { #expect(!chosen.contains("/Prescott")) }
      #expect(try arithmetic(["OPENBLAS_CORETYPE": "Prescott"]).contains("/Prescott"))
    #endif
  }

  @Test func aMisspeltSubcommandIsNoNotebook() throws {
    #expect(
      try Program.run(["rnu"]).errors == "error: no such file: 'rnu'; did you mean `run`?\n")
    #expect(
      try Program.run(["chekc", "--errors=json"]).errors
        == "{\"code\": \"missing-file\", \"message\": \"no such file: 'chekc'\", \"span\": null, "
        + "\"suggestion\": \"check\"}\n")
  }

  @Test func aMisspeltOptionOrSecondWordIsAsked() throws {
    let second = try Program.run(["cache", "lst"])
    #expect(second.exit == 64)
    #expect(
      second.errors
        == "error: 'cache' has no subcommand 'lst' (list, prune); did you mean `cache list`?\n")
    let early = try Program.run(["--threads", "1", "replay", "n.md"])
    #expect(early.exit == 64)
    #expect(
      early.errors
        == "error: options stand behind 'replay'; did you mean `peftbook replay --threads 1`?\n")
    let option = try Program.run(["run", "-c", "objects", "--thraeds", "2", "--errors=json"])
    #expect(option.exit == 64)
    #expect(option.errors.contains("\"suggestion\": \"--threads\""), "\(option.errors)")
  }

  @Test func errorsAreOneLineOfJSON() throws {
    let cases: [(arguments: [String], input: String, line: Int, column: Int)] = [
      (["run", "-"], "param 电 = 1\nobjects; trian x", 2, 10),
      (["run", "-"], "param a = 1\r\nparam b = \"é\" zebra", 2, 15),
      (["run", "-c", "\n\n  trian"], "", 3, 3),
    ]
    for (arguments, input, line, column) in cases {
      let run = try Program.run(arguments + ["--errors=json"], input: input)
      #expect(run.exit == 65)
      let lines = run.errors.split(separator: "\n")
      #expect(lines.count == 1)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(run.errors.utf8)) as? [String: Any])
      #expect(Set(object.keys) == ["code", "message", "span", "suggestion"])
      let span = try #require(object["span"] as? [String: Any])
      #expect(span["line"] as? Int == line)
      #expect(span["column"] as? Int == column)
      #expect(span["length"] as? Int == 5)
    }
    let usage = try Program.run(["run", "--errors", "json"])
    #expect(usage.exit == 64)
    #expect(usage.errors.hasPrefix("{\"code\": \"usage\""))
  }

  @Test func runStopsAtTheFirstFailure() throws {
    let folder = try TemporaryFolder()
    try folder.write("param x = 1\nset thread=2\nparam y = 2\n", to: "script")
    let run = try Program.run(["run", "script", "--json", "log"], in: folder.url)
    #expect(run.exit == 65)
    #expect(run.output == "x      1\n")
    #expect(
      run.errors.contains(
        " --> script:2:5\n2 | set thread=2\n  |     ^^^^^^ did you mean 'threads'?"))
    let records = try folder.read("log").split(separator: "\n")
    #expect(records.count == 1)
    let record = try #require(
      try JSONSerialization.jsonObject(with: Data(records[0].utf8)) as? [String: Any])
    #expect(record["kind"] as? String == "param")
    #expect(record["executed"] as? Bool == true)
    #expect(record["statement"] as? String == "param x = 1")
  }

  @Test func nothingRunsWhenTheTextDoesNotRead() throws {
    let run = try Program.run(["run", "-"], input: "param x = 1\nparam y = [")
    #expect(run.exit == 65)
    #expect(run.output.isEmpty)
  }

  @Test func parametersAreOverruled() throws {
    let run = try Program.run(
      ["run", "-c", "param x = 1; param y = \"a\"", "--param", "x=2", "--param", "y=b c=d"])
    #expect(run.output == "x      2\ny      b c=d\n")
  }

  @Test func aPipeWithoutASubcommandIsRun() throws {
    let run = try Program.run([], input: "param x = 1\n")
    #expect(run.exit == 0)
    #expect(run.output == "x      1\n")
    #expect(run.errors.isEmpty)
    #expect(try Program.run([], input: "trian\n").exit == 65)
    #expect(try Program.run(["run", "-"], input: "\u{FEFF}param x = 1\n").exit == 0)
  }

  @Test func notebooksAreReplayedCheckedAndFormatted() throws {
    let folder = try TemporaryFolder()
    let text = "# Title\n\n```peft\nparam   x=3\n```\n\nprose\n\n```peft\nset threads=1\n```\n"
    try folder.write(text, to: "nb.md")
    let formatted = try Program.run(["fmt", "nb.md"], in: folder.url)
    #expect(formatted.exit == 0)
    #expect(try folder.read("nb.md").contains("\nparam x = 3\n"))
    let first = try Program.run(["replay", "nb.md"], in: folder.url)
    #expect(first.exit == 0, "\(first.errors)")
    #expect(first.output == "peft> param x = 3\nx      3\npeft> set threads=1\nthreads   1\n")
    let recorded = try folder.read("nb.md")
    #expect(recorded.contains("x      3"))
    let second = try Program.run(["replay", "nb.md"], in: folder.url)
    #expect(second.exit == 0)
    #expect(second.errors.hasSuffix("nb.md unchanged\n"))
    #expect(try folder.read("nb.md") == recorded)
    #expect(try Program.run(["fmt", "nb.md"], in: folder.url).errors == "nb.md unchanged\n")

    let check = try Program.run(["check", "nb.md"], in: folder.url)
    #expect(check.exit == 0)
    #expect(check.output.hasPrefix("2 cells, 0 s: every value as recorded"))
    try folder.write(recorded.replacing("x      3", with: "x      4"), to: "other.md")
    let other = try Program.run(["check", "other.md"], in: folder.url)
    #expect(other.exit == 1)
    #expect(other.output.contains("cell 1, other.md:"))
  }

  @Test func checkWritesNothingWhereverANotebookWrites() throws {
    let folder = try TemporaryFolder()
    let inner = folder.url.appending(path: "inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try folder.write(
      """
      ```peft
      d = dataset "demo:reviews" split=dev limit=60
      tok = tokenizer train wordpiece on d size=100
      save tok to "../up"
      save tok to "\(folder.url.path)/whole"
      save tok to "inside"
      again = tokenizer "../inner/../up"
      whole = tokenizer "\(folder.url.path)/whole"
      ```

      """, to: "inner/nb.md")
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }
    #expect(try Program.run(["replay", "inner/nb.md"], in: folder.url).exit == 0)
    #expect(try names() == ["inner", "up", "whole"])
    for name in ["up", "whole", "inner/inside"] {
      try FileManager.default.removeItem(at: folder.url.appending(path: name))
    }
    let check = try Program.run(["check", "inner/nb.md"], in: folder.url)
    #expect(check.exit == 0, "\(check.output)\(check.errors)")
    #expect(try names() == ["inner"])
    #expect(!FileManager.default.fileExists(atPath: inner.path + "/inside"))
  }

  @Test func parametersOfANotebookNeedAnotherFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("```peft\nparam x = 3\n```\n", to: "nb.md")
    let refused = try Program.run(["replay", "nb.md", "--param", "x=4"], in: folder.url)
    #expect(refused.exit == 64)
    let made = try Program.run(
      ["replay", "nb.md", "--param", "x=4", "--out", "new.md"], in: folder.url)
    #expect(made.exit == 0)
    #expect(try folder.read("new.md").contains("param x = 4"))
    #expect(try folder.read("nb.md") == "```peft\nparam x = 3\n```\n")
  }

  @Test func aFailingCellEndsTheReplayWith70() throws {
    let folder = try TemporaryFolder()
    try folder.write("```peft\nparam x = 3\ntrian x\n```\n\n```peft\nobjects\n```\n", to: "nb.md")
    let run = try Program.run(["replay", "nb.md"], in: folder.url)
    #expect(run.exit == 70)
    #expect(run.errors.contains(" --> nb.md:3:1\n3 | trian x"))
    #expect(try folder.read("nb.md").contains("did you mean 'train'?"))
  }

  @Test func ctrlCWhileStatementsAreReadIsNoErrorOfReading() throws {
    let terminal = try PseudoTerminal(parent: "\"$@\" | cat")
    terminal.type("x\r")
    terminal.wait(for: "x")
    Thread.sleep(forTimeInterval: 0.5)
    terminal.type("\u{3}")
    #expect(terminal.exitCode() != nil)
    #expect(!terminal.transcript.contains("cannot read"), "\(terminal.transcript)")
  }

  @Test func ctrlCIsNotTheEndOfWhatIsRead() throws {
    let terminal = try PseudoTerminal(
      ["nb.md"], parent: "trap : INT; { trap : INT; \"$@\"; echo \"code $?\" >&2; } | cat")
    terminal.type("param x = [1,\r")
    terminal.wait(for: "[1,")
    Thread.sleep(forTimeInterval: 0.5)
    terminal.type("\u{3}")
    #expect(terminal.wait(for: "code 130") != nil, "\(terminal.transcript)")
    #expect(!terminal.transcript.contains("error"), "\(terminal.transcript)")
  }

  @Test func helpIsSearchedWithThePromptsOwnStatements() throws {
    let terminal = try PseudoTerminal(columns: 120)
    terminal.wait(for: "peft> ")
    terminal.type("help search \"last cell back\"\r")
    #expect(terminal.wait(for: "help undo") != nil)
  }

  @Test func whatWasMeantIsSaidOfTheCommandLine() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "films.md")
    for (arguments, says) in [
      (["run", "--thread", "2", "-c", "help"], "Did you mean '--threads'?"),
      (["replay", "film.md"], "did you mean 'films.md'?"),
      (["film.mdd"], "did you mean `films.md`?"), (["run", "-c", "undo"], "(at the prompt only)"),
    ] {
      let run = try Program.run(arguments, in: folder.url)
      #expect(run.exit != 0 && run.errors.contains(says), "\(run.errors)")
    }
  }

  @Test func theManualIsForMan() throws {
    let run = try Program.run(["manual"])
    #expect(run.exit == 0)
    #expect(run.output.hasPrefix(".TH PEFTBOOK 1"))
    for word in [".SS \"peftbook replay", ".SS \"train\"", "feature_cache", ".SH EXIT STATUS"] {
      #expect(run.output.contains(word), "\(word)")
    }
    // Every line is text or a request of the few that are used.
    let requests = Set([".TH", ".SH", ".SS", ".PP", ".TP", ".nf", ".fi"])
    for line in run.output.split(separator: "\n") where line.hasPrefix(".") {
      #expect(requests.contains(String(line.prefix { $0 != " " })), "\(line)")
    }
  }
}
