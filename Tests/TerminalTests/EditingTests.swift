import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cells of several lines, every script, paste, and what the terminal shows of them.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct EditingTests {
  private static let prompt = "peft> "
  private let up = "\u{1B}[A"
  private let down = "\u{1B}[B"
  private let left = "\u{1B}[D"
  private let home = "\u{1B}[H"
  private let end = "\u{1B}[F"
  private let delete = "\u{1B}[3~"
  private let backspace = "\u{7F}"

  private func start(
    columns: UInt16 = 80, environment: [String: String] = [:], folder: TemporaryFolder? = nil
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(environment: environment, columns: columns, folder: folder)
    terminal.wait(for: Self.prompt)
    return terminal
  }

  private func type(_ keys: [String], _ terminal: PseudoTerminal) { terminal.press(keys) }

  /// Whether the screen's last lines come to be these.
  private func shows(_ lines: String, _ terminal: PseudoTerminal, columns: Int = 80) -> Bool {
    let count = lines.split(separator: "\n", omittingEmptySubsequences: false).count
    var last = ""
    let end = Date(timeIntervalSinceNow: 20)
    repeat {
      let text = TerminalScreen(terminal.transcript, columns: columns).text
      last = text.split(separator: "\n", omittingEmptySubsequences: false).suffix(count)
        .joined(separator: "\n")
      if last == lines { return true }
      terminal.settle()
    } while Date() < end
    Issue.record("the screen ends with\n\(last)\nand not with\n\(lines)")
    return false
  }

  @Test func aCellIsEditedOverItsLines() throws {
    let terminal = try start()
    type(["param x = [1,", "\r", "2,", "\r", "3"], terminal)
    #expect(shows("peft> param x = [1,\n  ... 2,\n  ... 3", terminal))
    type([up, home, "9", up, end, "5,", down, down, end, "]"], terminal)
    #expect(shows("peft> param x = [1,5,\n  ... 92,\n  ... 3]", terminal))
    // Enter runs the whole cell, wherever in it the cursor is.
    type([up], terminal)
    terminal.type("\r")
    #expect(terminal.wait(for: "x      [1, 5, 92, 3]") != nil)
    terminal.settle()
    #expect(
      shows("peft> param x = [1,5,\n  ... 92,\n  ... 3]\nx      [1, 5, 92, 3]\npeft>", terminal))
  }

  @Test func aRecalledCellIsWholeAndIsLeftAtItsEnds() throws {
    let terminal = try start()
    for cell in ["param a = 1\r", "param b = [1,\r2]\r"] {
      terminal.type(cell)
      terminal.wait(for: Self.prompt)
    }
    type([up], terminal)
    #expect(shows("peft> param b = [1,\n  ... 2]", terminal))
    // A line up within the cell, then the cell before; and back again.
    type([up, up], terminal)
    #expect(shows("peft> param a = 1", terminal))
    type([down], terminal)
    #expect(shows("peft> param b = [1,\n  ... 2]", terminal))
    type([end, left, backspace, "7"], terminal)
    terminal.type("\r")
    #expect(terminal.wait(for: "b      [1, 7]") != nil)
  }

  @Test func linesAreJoinedWhereTheirBreakIsDeleted() throws {
    let terminal = try start()
    type(["param x = [1,", "\r", "2,", "\r", "3]", home, backspace], terminal)
    #expect(shows("peft> param x = [1,\n  ... 2,3]", terminal))
    type([up, end, delete], terminal)
    #expect(shows("peft> param x = [1,2,3]", terminal))
    // Ctrl-K is of the line, and at its end of the break.
    type(["\u{15}", "param y = [1,", "\r", "2,", "\r", "3]", up, home, "\u{B}"], terminal)
    #expect(shows("peft> param y = [1,\n  ...\n  ... 3]", terminal))
    type(["\u{B}"], terminal)
    #expect(shows("peft> param y = [1,\n  ... 3]", terminal))
    terminal.type("\r")
    #expect(terminal.wait(for: "y      [1, 3]") != nil)
  }

  @Test func blanksAfterABracketComeBySelf() throws {
    let terminal = try start()
    type(["compare a on b {", "\r", "full", "\r", "lora", "\r", "}"], terminal)
    #expect(shows("peft> compare a on b {\n  ...   full\n  ...   lora\n  ... }", terminal))
    // At the line's first blank, with blanks before and behind.
    type([up, home, backspace], terminal)
    #expect(shows("peft> compare a on b {\n  ...   full  lora\n  ... }", terminal))
    type(["\u{3}"], terminal)
    // Alt-Enter breaks a line that is whole.
    type(["param p = 1", "\u{1B}\r", "param q = 2"], terminal)
    #expect(shows("peft> param p = 1\n  ... param q = 2", terminal))
    terminal.type("\r")
    #expect(terminal.wait(for: "q      2") != nil)
  }

  @Test func everyScriptIsTypedDeletedWrappedAndRecalled() throws {
    let terminal = try start(columns: 40)
    let words = String(repeating: "电影很好", count: 10)
    type(["param 名 = \"" + words + "👍 e\u{301}"], terminal)
    let whole = "peft> param 名 = \"" + words + "👍 é"
    func folded(_ text: String) -> String {
      TerminalScreen(text, columns: 40).text
    }
    #expect(shows(folded(whole), terminal, columns: 40))
    // Over the wrapped rows: the letter with its accent, the blank, the sign, a word.
    type([backspace, backspace, backspace, backspace, left, left, "x"], terminal)
    let less = "peft> param 名 = \"" + words.dropLast(3) + "x" + words.dropLast().suffix(2)
    #expect(shows(folded(less), terminal, columns: 40))
    type([end, "\""], terminal)
    terminal.type("\r")
    let value = String(words.dropLast(3)) + "x" + words.dropLast().suffix(2)
    #expect(terminal.wait(for: Self.prompt) != nil)
    type([up], terminal)
    #expect(shows(folded(less + "\""), terminal, columns: 40))
    #expect(try terminal.folder.read("history") == "param 名 = \"\(value)\"\n")
  }

  @Test func aPasteOfThreeLinesIsOneEntry() throws {
    let terminal = try start()
    type(["\u{1B}[200~param a =\t1\rparam b = \"x\ty\"\nparam c = 3\n\u{1B}[201~"], terminal)
    #expect(terminal.wait(for: "a      1", seconds: 0.5) == nil)
    #expect(shows("  ... param b = \"x      y\"\n  ... param c = 3", terminal))
    terminal.type("\r")
    #expect(terminal.wait(for: "c      3") != nil)
    terminal.wait(for: Self.prompt)
    let kept = try terminal.folder.read("history")
    #expect(kept == "param a =\t1\\nparam b = \"x\ty\"\\nparam c = 3\n")
    type([up, home, "# "], terminal)
    terminal.type("\r")
    #expect(terminal.wait(for: "a      1") != nil)
    #expect(terminal.wait(for: "b      ") != nil)
    #expect(terminal.wait(for: "c      3", seconds: 1) == nil)
  }

  @Test func theTerminalIsResizedWhileACellIsTyped() throws {
    let terminal = try start()
    type(["param x = [1,", "\r", "2,", up], terminal)
    for columns: UInt16 in [40, 20, 60] {
      terminal.resize(columns: columns)
      terminal.settle()
      #expect(shows("peft> param x = [1,\n  ... 2,", terminal))
    }
    type([end, "7,", down, end, "3]"], terminal)
    terminal.type("\r")
    #expect(terminal.wait(for: "x      [1, 7, 2, 3]") != nil)
  }

  @Test func whatTabListsStandsBelowTheCell() throws {
    let terminal = try start()
    type(["param n = [1,", "\r", "2]", up, home, "\u{B}", "set thr", "\t"], terminal)
    type(["\u{3}"], terminal)
    type(["compare a on b {", "\r", "lora r=", "\t"], terminal)
    #expect(terminal.wait(for: "default 8") != nil)
    #expect(shows("peft> compare a on b {\n  ...   lora r=", terminal))
    type(["4", "\r", "}", up, up, end, "\u{3}"], terminal)
    // Ctrl-C stands behind the cell, not in it.
    #expect(shows("  ... }^C\npeft>", terminal))
  }

  @Test func aCellIsRevisedInTheUsersEditor() throws {
    let editor = ["EDITOR": "sed -i s/one/two/"]
    let terminal = try start(environment: editor)
    type(["param x = [\"one\",", "\r", "\"one\"]", "\u{18}\u{5}"], terminal)
    terminal.settle()
    #expect(shows("peft> param x = [\"two\",\n  ... \"two\"]", terminal))
    terminal.type("\r")
    #expect(terminal.wait(for: "x      [two, two]") != nil)
    let broken = try start(environment: ["EDITOR": "no-such-editor"])
    type(["param x = 1", "\u{18}\u{5}"], broken)
    #expect(broken.wait(for: "cannot be started") != nil)
    broken.type("\r")
    #expect(broken.wait(for: "x      1") != nil)
  }

  @Test func deletingNothingIsNoEnd() throws {
    let terminal = try start()
    type([delete, backspace, "\u{B}"], terminal)
    terminal.type("param d = 1\r")
    #expect(terminal.wait(for: "d      1") != nil)
    terminal.wait(for: Self.prompt)
    terminal.type("\u{4}")
    #expect(terminal.exitCode() == 0)
  }

  @Test func theHistoryIsSearchedBackwards() throws {
    let terminal = try start()
    for cell in ["param a = 1\r", "param b = [1,\r2]\r", "param c = 3\r"] {
      terminal.type(cell)
      terminal.wait(for: Self.prompt)
    }
    type(["\u{12}", "b = "], terminal)
    terminal.type("\r")
    #expect(terminal.wait(for: "b      [1, 2]") != nil)
  }

  /// Keys that send an ESC and more end a search, and do their work in what it found.
  @Test(arguments: [
    ("\u{1B}[D", "peft> objeZcts"), ("\u{1B}[H", "peft> Zobjects"), ("\u{1B}OF", "peft> objectsZ"),
    ("\u{1B}[3~", "peft> objecZs"), ("\u{1B}b", "peft> Zobjects"),
    ("\u{1B}[200~XY\u{1B}[201~", "peft> objecXYZts"),
  ])
  func aKeyEndsTheSearch(_ key: String, _ expected: String) throws {
    let terminal = try start()
    terminal.type("objects\r")
    terminal.wait(for: Self.prompt)
    type(["\u{12}", "ts"], terminal)
    terminal.press([key, "Z"])
    #expect(shows(expected, terminal))
    terminal.press(["\u{15}"])
  }

  /// Ctrl-S searches forwards, and does not hold the screen.
  @Test func theHistoryIsSearchedForwards() throws {
    let terminal = try start()
    for cell in ["param a = 1\r", "param a = 2\r", "param c = 3\r"] {
      terminal.type(cell)
      terminal.wait(for: Self.prompt)
    }
    type(["\u{12}", "a = ", "\u{12}", "\u{13}", "\u{13}"], terminal)
    terminal.type("\r")
    #expect(terminal.wait(for: "a      2") != nil)
  }

  @Test func editrcHasTheLastWord() throws {
    let folder = try TemporaryFolder()
    try folder.write("bind -v\n", to: ".editrc")
    let terminal = try start(folder: folder)
    type(["param x = [1,", "\r", "2]"], terminal)
    #expect(shows("peft> param x = [1,\n  ... 2]", terminal))
    // vi's command mode: a line up, its end, append.
    type(["\u{1B}", "k", "$", "a", "7,", "\u{1B}"], terminal)
    terminal.type("\r")
    #expect(terminal.wait(for: "x      [1, 7, 2]") != nil)
    terminal.wait(for: Self.prompt)
    // Keys that send an ESC work in both modes, and a paste too.
    type(["param y = 1", left, "\u{1B}[200~2\u{1B}[201~", "\u{1B}"], terminal)
    terminal.type("\r")
    #expect(terminal.wait(for: "y      21") != nil)
  }

  @Test func linesThatEndInTwoCharactersAreNoBlankOnes() throws {
    let terminal = try start()
    terminal.type("param x = [1,\r\n2]\r\n")
    #expect(terminal.wait(for: "x      [1, 2]") != nil)
    terminal.wait(for: Self.prompt)
    type([up], terminal)
    #expect(shows("peft> param x = [1,\n  ... 2]", terminal))
  }

  @Test func aTerminalThatCannotMoveItsCursorGetsLineAfterLine() throws {
    let terminal = try start(environment: ["TERM": "dumb"])
    terminal.type("param x = [1,\r")
    #expect(terminal.wait(for: "  ... ") != nil)
    terminal.type("2]\r")
    #expect(terminal.wait(for: "x      [1, 2]") != nil)
    #expect(!terminal.transcript.contains("\u{1B}"))
  }
}
