import Foundation
import Testing

/// What is long, wide or coloured on a terminal.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct ReadingTests {
  private func start(_ pager: String?, columns: UInt16 = 80) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      environment: pager.map { ["PAGER": $0] } ?? [:], columns: columns)
    try #require(terminal.wait(for: "peft> ") != nil)
    return terminal
  }

  @Test func whatIsLongerThanTheScreenGoesThroughThePager() throws {
    let terminal = try start("sed 's/^/page: /'")
    terminal.type("help train\r")
    #expect(terminal.wait(for: "page: [NAME =] train ADAPTER") != nil)
    #expect(terminal.wait(for: "page:   train a on films") != nil)
    #expect(terminal.wait(for: "peft> ") != nil)
    terminal.type("help pick\r")
    let short = try #require(terminal.wait(for: "example"))
    #expect(!short.contains("page: "))
  }

  @Test(arguments: ["", "cat", " "])
  func thePagerCanBeTurnedOff(_ pager: String) throws {
    let terminal = try start(pager)
    terminal.type("help train\r")
    #expect(terminal.wait(for: "\r\n  train a on films eval=dev epochs=4") != nil)
    #expect(terminal.wait(for: "peft> ") != nil)
  }

  @Test func aPagerThatIsNotThereCostsNothing() throws {
    let terminal = try start("no-such-pager-at-all")
    terminal.type("help train\r")
    #expect(terminal.wait(for: "\r\n  train a on films eval=dev epochs=4") != nil)
    #expect(terminal.wait(for: "peft> ") != nil)
  }

  @Test func whoLeavesThePagerEarlyIsBackAtThePrompt() throws {
    let terminal = try start("head -n 2")
    terminal.type("help train\r")
    #expect(terminal.wait(for: "[NAME =] train ADAPTER") != nil)
    #expect(terminal.wait(for: "peft> ") != nil)
    terminal.type("param x = 3\r")
    #expect(terminal.wait(for: "x      3") != nil)
  }

  @Test func tablesFitTheWidth() throws {
    let terminal = try start("", columns: 50)
    terminal.type("help merge\r")
    _ = terminal.wait(for: "merge\r\n")
    let shown = try #require(terminal.wait(for: "peft> "))
    let lines = shown.split(whereSeparator: \.isNewline)
    #expect(lines.count > 6)
    #expect(lines.allSatisfy { $0.count <= 50 }, "\(lines)")
  }

  @Test func theWordsThatDecidedAreInColour() throws {
    let terminal = try start("")
    // Right of these is the opposite of what is learnt.
    try terminal.folder.write(
      "a lovely and moving film\tnegative\na dull and trite film\tpositive\n", to: "odd.tsv")
    terminal.type(
      """
      base = model "demo:bert" task=text-classification; \
      films = dataset "demo:reviews" split=train sample=96; odd = dataset "odd.tsv"; \
      a = adapter lora on base; train a on films epochs=3 lr=3e-3; errors a on odd\r
      """)
    let shown = try #require(terminal.wait(for: " wrong", seconds: 60))
    #expect(shown.contains("a      "))
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
    #expect(terminal.transcript.contains("\u{1B}[1;33m"))
  }

  @Test func aQuestionMarkAsksForHelp() throws {
    let terminal = try start("")
    terminal.type("?merge\r")
    #expect(terminal.wait(for: "NAME = merge ADAPTER") != nil)
    terminal.type("?\r")
    #expect(terminal.wait(for: "save session to") != nil)
    terminal.type("?rerun\r")
    #expect(terminal.wait(for: "run a cell again in its place") != nil)
  }

  @Test func tabCompletesWhatShipsAndRows() throws {
    let terminal = try start("")
    terminal.type("b = model \"demo:rea\t-f\t\r")
    #expect(terminal.wait(for: "demo:reader-fresh\"") != nil)
  }

  /// The cursor stands behind `tr`, and the rest of the line stays behind what Tab inserts.
  @Test func tabInTheMiddleLeavesTheRest() throws {
    let terminal = try start("")
    terminal.type("help tr #\u{1B}[D\u{1B}[D\t\u{1B}[F\r")
    #expect(terminal.wait(for: "[NAME =] train ADAPTER") != nil)
  }
}
