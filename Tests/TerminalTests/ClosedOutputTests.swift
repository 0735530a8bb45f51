import Foundation
import Testing

/// Outputs that nobody reads, or that cannot be written: no crash, nothing lost, an exit that says
/// so.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct ClosedOutputTests {
  /// Runs a line of the shell, in which `$0` is the program.
  private func shell(_ line: String, in folder: TemporaryFolder) throws -> Program.Run {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", "set -o pipefail; " + line, try #require(Program.path)]
    process.currentDirectoryURL = folder.url
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
    let files = ["out", "err"].map { folder.url.appending(path: $0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "\(line)")
    return Program.Run(
      exit: process.terminationStatus, output: try folder.read("out"),
      errors: try folder.read("err"))
  }

  private static let statements = "param a = 1; param b = 2"
  /// The pipe is closed before the first word is written into it.
  private static let nobody = "| { exec 0<&-; sleep 1; }"

  @Test func whoStopsReadingEndsTheStatements() throws {
    let folder = try TemporaryFolder()
    let line = "{ sleep 0.3; \"$0\" run -c '\(Self.statements); save nothing to \"x\"'; }"
    let run = try shell(line + Self.nobody, in: folder)
    // As a shell says of a program that SIGPIPE ended; the wrong statement was not reached.
    #expect(run.exit == 141)
    #expect(run.errors == "")
  }

  @Test func aNotebookThatNobodyWatchesIsRecordedAsFarAsItCame() throws {
    let folder = try TemporaryFolder()
    try folder.write("```peft\nparam a = 1\n```\n\n```peft\nparam b = 2\n```\n", to: "nb.md")
    let run = try shell("{ sleep 0.3; \"$0\" replay nb.md; }" + Self.nobody, in: folder)
    #expect(run.exit == 141)
    let again = try Program.run(["replay", "nb.md"], in: folder.url)
    #expect(again.exit == 0)
    #expect(try folder.read("nb.md").contains("a      1"))
  }

  @Test func manualAndHelpEndQuietly() throws {
    let folder = try TemporaryFolder()
    for words in ["manual", "--help", "run -c 'help train'"] {
      let run = try shell("{ sleep 0.3; \"$0\" \(words); }" + Self.nobody, in: folder)
      #expect([0, 141].contains(run.exit), "\(words)")
      #expect(run.errors == "")
    }
  }

  @Test func errorsThatNobodyReadsStopNothing() throws {
    let folder = try TemporaryFolder()
    let train = """
      d = dataset "demo:reviews" split=dev limit=64; base = model "demo:bert" labels=d
      a = adapter lora on base; train a on d epochs=1
      """
    try folder.write(train, to: "train.peft")
    for closed in ["2>&-", "2> >(exec 0<&-)", "2>/dev/full"] {
      let run = try shell("\"$0\" run train.peft \(closed)", in: folder)
      #expect(run.exit == 0, "\(closed)")
      #expect(run.output.contains("the state after 4 steps"), "\(closed)")
    }
  }

  @Test func valuesThatCannotBeWrittenAreSaid() throws {
    let folder = try TemporaryFolder()
    for (closed, reason) in [(">/dev/full", "No space left"), (">&-", "Bad file descriptor")] {
      let run = try shell("\"$0\" run -c '\(Self.statements)' \(closed)", in: folder)
      #expect(run.exit == 73, "\(closed)")
      #expect(
        run.errors.contains("error: cannot write standard output: \(reason)"), "\(run.errors)")
    }
  }

  /// A file that is opened next would otherwise be the standard output.
  @Test func nothingIsWrittenIntoOtherFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write("```peft\nparam a = 1\n```\n", to: "nb.md")
    for closed in [">&-", ">&- 2>&-", "<&- >&- 2>&-"] {
      let run = try shell("\"$0\" replay nb.md \(closed)", in: folder)
      #expect(run.exit == 73, "\(closed)")
      for file in try FileManager.default.subpathsOfDirectory(atPath: folder.url.path) {
        guard let text = try? folder.read(file) else { continue }
        #expect(!text.contains("peft> "), "\(file)")
      }
    }
    #expect(try shell("\"$0\" run - <&-", in: folder).exit == 66)
    #expect(try shell("\"$0\" <&-", in: folder).exit == 66)
  }

  @Test func thePromptSurvivesAPagerThatLeaves() throws {
    let terminal = try PseudoTerminal(environment: ["PAGER": "head -n 1 >/dev/null"])
    terminal.wait(for: "peft> ")
    for _ in 0..<3 {
      terminal.type("help train\r")
      #expect(terminal.wait(for: "peft> ") != nil)
    }
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
  }
}
