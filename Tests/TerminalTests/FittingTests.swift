import Foundation
import Testing

/// What is no line of a table fits the terminal too: it is broken between words.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct FittingTests {
  private let prompt = "peft> "

  /// The words of a screen; one that was torn apart at its edge is none of them.
  private func words(_ terminal: PseudoTerminal, columns: Int) -> [Substring] {
    TerminalScreen(terminal.transcript, columns: columns, height: 1000).text
      .split { $0 == " " || $0 == "\n" }
  }

  @Test(arguments: [40, 60, 77])
  func sentencesAreBrokenBetweenWords(_ columns: Int) throws {
    let terminal = try PseudoTerminal(columns: UInt16(columns), rows: 60)
    terminal.wait(for: prompt)
    for line in [
      "help 3", "base = model \"demo:bert\" task=text-classification",
      "d = dataset \"demo:reviews\" split=dev sample=32", "a = adapter lora on base",
      "train a on d epochs=1",
    ] {
      terminal.type(line + "\r")
      terminal.wait(for: prompt)
    }
    let words = words(terminal, columns: columns)
    for word in ["notebook", "generate,", "predict,", "resident", "peak", "tensors", "process"] {
      #expect(words.contains { $0 == word }, "\(word) at \(columns)")
    }
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
  }

  @Test(arguments: [60, 110])
  func aPictureFromTheCacheIsAsWideAsTheTerminal(_ columns: Int) throws {
    let folder = try TemporaryFolder()
    let lines = [
      "base = model \"demo:bert\" task=text-classification",
      "d = dataset \"demo:reviews\" split=dev sample=32", "a = adapter lora on base",
      "train a on d epochs=2", "plot a", "show a",
    ]
    let first = try Program.run(
      ["run", "-"], input: lines.joined(separator: "\n"), in: folder.url)
    #expect(first.exit == 0)
    let terminal = try PseudoTerminal(columns: UInt16(columns), rows: 60, folder: folder)
    for line in lines {
      terminal.wait(for: prompt)
      terminal.type(line + "\r")
    }
    terminal.wait(for: prompt)
    let shown = terminal.transcript.split { $0.isNewline }
    let axes = shown.filter { $0.contains(/└─{16}/) }
    #expect(axes.map(\.count) == [columns, columns])
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
  }

  /// A machine that reads errors from a terminal reads a line each.
  @Test func anErrorAsJSONIsOneLine() throws {
    let terminal = try PseudoTerminal(["--errors", "json"], columns: 40)
    terminal.wait(for: prompt)
    terminal.type("help 3\r")
    #expect(terminal.wait(for: "\"suggestion\": null}") != nil)
    let line = terminal.transcript.split { $0.isNewline }.first { $0.contains("{\"code\"") }
    #expect(line?.hasSuffix("null}") == true)
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
  }
}
