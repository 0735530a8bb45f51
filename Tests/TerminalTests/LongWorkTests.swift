import Foundation
import Testing

/// A comparison of many hours on what ships with the program.
private let statements = [
  "d = dataset \"demo:reviews\" split=dev limit=60",
  "base = model \"demo:bert\" task=text-classification labels=d",
  "t = compare base on d eval=d epochs=100000 { full; lora }",
]

@Suite(.enabled(if: Program.path != nil, Program.absence), .serialized, .timeLimit(.minutes(3)))
struct LongWorkTests {
  @Test(arguments: ["n\r", "\u{3}"])
  func thePromptAsksBeforeMoreThanAnHour(_ answer: String) throws {
    let terminal = try PseudoTerminal(["--threads", "1"], columns: 140)
    for line in statements {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    #expect(terminal.wait(for: "compare: 2 rows, 800 000 steps; about ", seconds: 60) != nil)
    #expect(terminal.wait(for: "2 rows will take about ", seconds: 60) != nil)
    #expect(terminal.wait(for: "go on? (y/n) ") != nil)
    // Anything else is asked again.
    terminal.type("maybe\r")
    #expect(terminal.wait(for: "go on? (y/n) ") != nil)
    terminal.type(answer)
    #expect(terminal.wait(for: "given up; every name is as it was", seconds: 20) != nil)
    terminal.wait(for: "peft> ")
    terminal.type("objects\r")
    #expect(terminal.wait(for: "base")?.contains("\nt ") == false)
    terminal.wait(for: "peft> ")
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
  }

  @Test func aYesGoesOn() throws {
    let terminal = try PseudoTerminal(["--threads", "1"], columns: 140)
    for line in statements {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    #expect(terminal.wait(for: "go on? (y/n) ", seconds: 60) != nil)
    terminal.type("y\r")
    #expect(terminal.wait(for: "step ", seconds: 20) != nil)
    terminal.send(SIGTERM)
    #expect(terminal.exitCode(seconds: 20) == 143)
  }

  @Test func aPipeIsNeverAsked() throws {
    let run = try Program.run(
      ["run", "--threads", "1", "-"], input: statements.joined(separator: "\n"),
      signal: (6, SIGINT))
    #expect(run.exit == 130)
    #expect(!run.errors.contains("(y/n)"))
    #expect(run.errors.contains("compare: about "), "\(run.errors)")
  }
}
