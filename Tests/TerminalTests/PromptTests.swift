import Foundation
import Testing

@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct PromptTests {
  private let prompt = "peft> "

  @Test func statementsRunAndErrorsCostNothing() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.wait(for: prompt)?.contains("peftbook 0.1") == true)
    terminal.type("param x = 3\r")
    #expect(terminal.wait(for: "x      3") != nil)
    terminal.type("trian x\r")
    #expect(terminal.wait(for: "line 2, column 1") != nil)
    #expect(terminal.wait(for: "did you mean 'train'?") != nil)
    terminal.type("exti\r")
    #expect(terminal.wait(for: "unknown verb 'exti'") != nil)
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
  }

  @Test func controlCGivesANewPrompt() throws {
    let terminal = try PseudoTerminal()
    terminal.wait(for: prompt)
    terminal.type("param a = 1")
    terminal.wait(for: "param a = 1")
    terminal.type("\u{3}")
    #expect(terminal.wait(for: "^C") != nil)
    #expect(terminal.wait(for: prompt) != nil)
    terminal.type("param b = [1,\r")
    #expect(terminal.wait(for: "  ... ") != nil)
    terminal.type("\u{3}")
    #expect(terminal.wait(for: prompt) != nil)
    terminal.type("param c = 2\r")
    #expect(terminal.wait(for: "c      2") != nil)
    terminal.type("history\r")
    #expect(terminal.wait(for: "1  param c = 2") != nil)
    // Before the prompt Ctrl-D would meet the terminal as the shell left it.
    terminal.wait(for: prompt)
    terminal.type("\u{4}")
    #expect(terminal.exitCode() == 0)
  }

  #if os(Linux)
    @Test(arguments: [true, false])
    func whatInterruptsThePromptDoesNotReachItsParent(_ isTyped: Bool) throws {
      let terminal = try PseudoTerminal(parent: "trap 'echo CAUGHT' INT; \"$@\"; echo left $?")
      terminal.wait(for: prompt)
      terminal.type("param half")
      terminal.wait(for: "param half")
      if isTyped {
        terminal.type("\u{3}")
      } else {
        #expect(terminal.sendToChild(SIGINT))
      }
      #expect(terminal.wait(for: "^C") != nil)
      #expect(terminal.wait(for: prompt) != nil)
      terminal.type("param x = 3\r")
      #expect(terminal.wait(for: "x      3") != nil)
      terminal.wait(for: prompt)
      terminal.type("quit\r")
      #expect(terminal.wait(for: "left 0") != nil)
      #expect(!terminal.transcript.contains("CAUGHT"))
    }
  #endif

  @Test func theTerminalIsLeftAsItWas() throws {
    for way in ["quit\r", "\u{4}"] {
      let terminal = try PseudoTerminal()
      let before = terminal.modes
      terminal.wait(for: prompt)
      #expect(terminal.modes != before)
      terminal.type(way)
      #expect(terminal.exitCode() == 0)
      #expect(terminal.modes == before)
      #expect(endsWithoutPasteMode(terminal.transcript))
    }
    for signal in [SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGALRM] {
      let terminal = try PseudoTerminal()
      let before = terminal.modes
      terminal.wait(for: prompt)
      terminal.type("param half")
      terminal.wait(for: "param half")
      terminal.send(signal)
      #expect(terminal.exitCode() == 128 + signal)
      #expect(terminal.modes == before)
      #expect(endsWithoutPasteMode(terminal.transcript))
      #expect(!terminal.transcript.contains("Backtrace"))
    }
  }

  private func endsWithoutPasteMode(_ transcript: String) -> Bool {
    let on = transcript.ranges(of: "\u{1B}[?2004h").last?.lowerBound ?? transcript.startIndex
    let off = transcript.ranges(of: "\u{1B}[?2004l").last?.lowerBound ?? transcript.startIndex
    return off > on
  }

  @Test func cellsOverSeveralLinesComeBackWhole() throws {
    let terminal = try PseudoTerminal()
    terminal.wait(for: prompt)
    terminal.type("param x = [1, # one\r")
    #expect(terminal.wait(for: "  ... ") != nil)
    terminal.type("2,\r")
    #expect(terminal.wait(for: "  ... ") != nil)
    terminal.type("3]\r")
    #expect(terminal.wait(for: "x      [1, 2, 3]") != nil)
    terminal.wait(for: prompt)
    terminal.type("\u{1B}[A\r")
    #expect(terminal.wait(for: "x      [1, 2, 3]") != nil)
    terminal.wait(for: prompt)
    // Ctrl-D costs an unfinished cell nothing.
    terminal.type("param y = [\r")
    terminal.wait(for: "  ... ")
    terminal.type("\u{4}")
    #expect(terminal.wait(for: "\u{7}") != nil)
    terminal.type("1]\r")
    #expect(terminal.wait(for: "y      [1]") != nil)
  }

  @Test func historyOutlivesTheSitting() throws {
    let folder = try TemporaryFolder()
    let first = try PseudoTerminal(folder: folder)
    first.wait(for: prompt)
    first.type("param 名 = [1,\r")
    first.wait(for: "  ... ")
    first.type("\"a\\\\b\"]\r")
    first.wait(for: "名")
    first.type("quit\r")
    #expect(first.exitCode() == 0)
    let kept = try folder.read("history")
    #expect(kept == "param 名 = [1,\\n\"a\\\\\\\\b\"]\nquit\n")

    let second = try PseudoTerminal(folder: folder)
    second.wait(for: prompt)
    second.type("\u{1B}[A\u{1B}[A\r")
    #expect(second.wait(for: "[1, a\\b]") != nil)
    second.wait(for: prompt)
    second.type("\u{4}")
    #expect(second.exitCode() == 0)
    #expect(try folder.read("history").hasPrefix(kept))
  }

  @Test func tabCompletes() throws {
    let terminal = try PseudoTerminal()
    terminal.wait(for: prompt)
    terminal.type("ob\t\r")
    #expect(terminal.wait(for: "nothing yet") != nil)
    terminal.wait(for: prompt)
    terminal.type("a = adapter lora on base r=\t")
    #expect(terminal.wait(for: "default 8") != nil)
    #expect(terminal.wait(for: "peft> a = adapter lora on base r=") != nil)
    terminal.type("\u{15}to\t\t")
    #expect(terminal.wait(for: "tokenizer   ") != nil)
    terminal.type("\u{15}set th\t3\r")
    #expect(terminal.wait(for: "threads   3") != nil)
  }

  @Test func everyScriptCanBeTyped() throws {
    let terminal = try PseudoTerminal()
    terminal.wait(for: prompt)
    terminal.type("param 电影 = \"很好 é ü 👍\"\r")
    #expect(terminal.wait(for: "电影") != nil)
    #expect(terminal.wait(for: "很好 é ü 👍") != nil)
    terminal.wait(for: prompt)
    terminal.type("param x = \"电\u{7F}影\"\r")
    #expect(terminal.wait(for: "x      影") != nil)
    terminal.wait(for: prompt)
    // Bytes that are no UTF-8 do not end the sitting.
    terminal.type("param y = 1\r")
    #expect(terminal.wait(for: "y      1") != nil)
  }

  @Test func aPasteWaitsForEnter() throws {
    let terminal = try PseudoTerminal()
    terminal.wait(for: prompt)
    terminal.type("\u{1B}[200~param x = 1\r\nparam y = 2\n\u{1B}[201~")
    #expect(terminal.wait(for: "param y = 2") != nil)
    #expect(terminal.wait(for: "x      1", seconds: 0.5) == nil)
    terminal.type("\r")
    #expect(terminal.wait(for: "x      1") != nil)
    #expect(terminal.wait(for: "y      2") != nil)
    terminal.wait(for: prompt)
    let long = String(repeating: "# a comment that is pasted\r", count: 200)
    terminal.type("\u{1B}[200~" + long + "param z = 3\u{1B}[201~\r")
    #expect(terminal.wait(for: "z      3") != nil)
  }

  @Test func resizingKeepsTheLine() throws {
    let terminal = try PseudoTerminal()
    terminal.wait(for: prompt)
    terminal.type("param x")
    terminal.wait(for: "param x")
    for columns: UInt16 in [40, 200, 20, 80] { terminal.resize(columns: columns) }
    terminal.type(" = 5\r")
    #expect(terminal.wait(for: "x      5") != nil)
  }

  @Test func coloursCanBeSwitchedOff() throws {
    for variables in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
      let terminal = try PseudoTerminal(environment: variables)
      terminal.wait(for: prompt)
      terminal.type("trian\r")
      #expect(terminal.wait(for: "did you mean 'train'?") != nil)
      #expect(!terminal.transcript.contains("\u{1B}[1;31m"))
    }
    let coloured = try PseudoTerminal()
    coloured.wait(for: prompt)
    coloured.type("trian\r")
    #expect(coloured.wait(for: "\u{1B}[1;31m") != nil)
  }

  @Test func theSittingBecomesANotebook() throws {
    let terminal = try PseudoTerminal()
    for line in ["# Is it so?", "param x = 3", "trian", "set threads=1"] {
      terminal.wait(for: prompt)
      terminal.type(line + "\r")
    }
    terminal.wait(for: "threads   1")
    terminal.type("save session to \"nb.md\"\r")
    #expect(terminal.wait(for: "2 cells, 1 prose line; left out: 1 failed cell") != nil)
    terminal.type("save session to \"no/where.md\"\r")
    #expect(terminal.wait(for: "error:") != nil)
    terminal.type("rerun 1\r")
    #expect(terminal.wait(for: "x      3") != nil)
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
    let notebook = try terminal.folder.read("nb.md")
    #expect(notebook.contains("# Is it so?\n\n```peft\nparam x = 3\n```\n"))
    #expect(try Program.run(["check", "nb.md"], in: terminal.folder.url).exit == 0)
  }
}
