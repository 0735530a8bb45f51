import Foundation
import Testing

/// Statements that end in a training of minutes, on what ships with the program.
private let training = [
  "d = dataset \"demo:reviews\" split=train",
  "tok = tokenizer train wordpiece on d size=1000",
  "base = model \"demo:bert-fresh\" task=text-classification labels=d tokenizer=tok initialize=true",
  "a = adapter full on base",
  "train a on d epochs=50",
]

@Suite(.enabled(if: Program.path != nil, Program.absence), .serialized, .timeLimit(.minutes(3)))
struct InterruptTests {
  @Test func controlCStopsTheStatementAndKeepsTheSession() throws {
    let terminal = try PseudoTerminal(["--threads", "1"], columns: 140)
    for line in training {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    // The progress line is repainted in place.
    #expect(terminal.wait(for: "\u{1B}[K", seconds: 60) != nil)
    #expect(terminal.wait(for: "\rtrain a", seconds: 60) != nil)
    #expect(terminal.wait(for: "step ") != nil)
    terminal.type("\u{3}\u{3}")
    #expect(terminal.wait(for: "interrupted", seconds: 20) != nil)
    #expect(terminal.wait(for: "peft> ") != nil)
    terminal.type("objects\r")
    #expect(terminal.wait(for: "base") != nil)
    terminal.wait(for: "peft> ")
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
  }

  @Test func aTerminatedSittingLeavesWith143() throws {
    let terminal = try PseudoTerminal(["--threads", "1"], columns: 140)
    let before = terminal.modes
    for line in training {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    terminal.wait(for: "step ", seconds: 60)
    terminal.send(SIGTERM)
    #expect(terminal.exitCode(seconds: 20) == 143)
    #expect(terminal.modes == before)
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func runEndsWithTheSignalsCode(_ signal: Int32, _ code: Int32) throws {
    let run = try Program.run(
      ["run", "--threads", "1", "-"], input: training.joined(separator: "\n"),
      signal: (6, signal))
    #expect(run.exit == code)
    #expect(run.errors.contains("interrupted"))
  }

  @Test func anInterruptedReplayKeepsWhatRan() throws {
    let folder = try TemporaryFolder()
    let cells = (["param x = 3"] + training).map { "```peft\n\($0)\n```\n" }
    try folder.write(cells.joined(separator: "\n"), to: "nb.md")
    let run = try Program.run(
      ["replay", "--threads", "1", "nb.md"], in: folder.url, signal: (6, SIGINT))
    #expect(run.exit == 130)
    let notebook = try folder.read("nb.md")
    #expect(notebook.contains("x      3"))
    #expect(notebook.hasSuffix("```peft\ntrain a on d epochs=50\n```\n"))
    let status = try Program.run(["status", "nb.md"], in: folder.url)
    #expect(status.output.contains("cell 6   stale: it was interrupted"), "\(status.output)")
    let terminal = try PseudoTerminal(["nb.md"], columns: 140, folder: folder)
    terminal.wait(for: "peft> ")
    terminal.type("history\r")
    #expect(terminal.wait(for: "(stale: it was interrupted)") != nil)
  }

  @Test func whatIsTypedAheadWaitsForThePrompt() throws {
    let terminal = try PseudoTerminal(["--threads", "1"], columns: 140)
    let before = terminal.modes
    for line in training.dropLast() + ["train a on d max_steps=60"] {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    #expect(terminal.wait(for: "\rtrain a", seconds: 60) != nil)
    terminal.type("param zz = 7\r")
    terminal.wait(for: "peft> ", seconds: 60)
    #expect(terminal.wait(for: "zz     7") != nil)
    let echoes = terminal.transcript.components(separatedBy: "param zz = 7").count - 1
    #expect(echoes == 1)
    let prompt = try #require(terminal.transcript.range(of: "param zz = 7"))
    #expect(terminal.transcript[..<prompt.lowerBound].hasSuffix("peft> "))
    terminal.wait(for: "peft> ")
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
    #expect(terminal.modes == before)
  }

  @Test func aPipeGetsPlainLines() throws {
    let run = try Program.run(
      ["run", "--threads", "1", "-"],
      input: training.dropLast().joined(separator: "\n") + "\ntrain a on d epochs=1")
    #expect(run.exit == 0)
    for text in [run.output, run.errors] {
      #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\r"))
    }
    let steps = run.errors.split(separator: "\n").filter { $0.contains(": step ") }
    #expect(steps.count <= 10, "\(run.errors)")
    #expect(!run.output.contains("step "))
  }
}
