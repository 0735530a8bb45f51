import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the terminal shows of a cell whatever its characters, its length and the keys pressed, and
/// how keys move over it.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct PaintingTests {
  private static let prompt = "peft> "
  private let up = "\u{1B}[A"
  private let down = "\u{1B}[B"
  private let left = "\u{1B}[D"
  private let right = "\u{1B}[C"
  private let home = "\u{1B}[H"
  private let end = "\u{1B}[F"
  private let delete = "\u{1B}[3~"
  private let backspace = "\u{7F}"
  private let clear = "\u{C}"

  private func start(
    columns: UInt16 = 80, rows: UInt16 = 24, folder: TemporaryFolder? = nil
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(columns: columns, rows: rows, folder: folder)
    terminal.wait(for: Self.prompt)
    return terminal
  }

  private func screen(
    _ terminal: PseudoTerminal, columns: Int = 80, height: Int = 24
  ) -> TerminalScreen {
    TerminalScreen(terminal.transcript, columns: columns, height: height)
  }

  /// Waits until the cursor's line is this one.
  private func shows(_ line: String, _ terminal: PseudoTerminal) -> Bool {
    var last = ""
    let end = Date(timeIntervalSinceNow: 20)
    repeat {
      last = screen(terminal).line
      if last == line { return true }
      terminal.settle()
    } while Date() < end
    Issue.record("the cursor's line is\n\(last)\nand not\n\(line)")
    return false
  }

  @Test func marksStayWithTheirLetters() throws {
    let terminal = try start()
    terminal.press(["help \"cafe\u{301}\"", "\r", up])
    #expect(shows("peft> help \"cafe\u{301}\"", terminal))
    for text in ["\"ที่นี่ नमस्ते\"", "\"e\u{301}\u{302} 👩\u{200D}👧\""] {
      terminal.press(["\u{15}", text, clear])
      #expect(shows("peft> " + text, terminal))
      #expect(screen(terminal).text == "peft> " + text)
    }
    terminal.press(["\u{15}", "x = e\u{301} e\u{301} short", home, "Z"])
    #expect(shows("peft> Zx = e\u{301} e\u{301} short", terminal))
  }

  @Test func aLetterIsPassedAndDeletedWithItsMarks() throws {
    let terminal = try start()
    terminal.press(["ae\u{301}\u{302}o", left, left, "1", right, "2"])
    #expect(shows("peft> a1e\u{301}\u{302}2o", terminal))
    terminal.press([left, left, delete])
    #expect(shows("peft> a12o", terminal))
    terminal.press([end, "👩\u{200D}👧", backspace, "e\u{301}", backspace])
    #expect(shows("peft> a12o", terminal))
    let england = "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"
    for flag in ["🇩🇪", "🇫🇷", england] {
      terminal.press([end, flag, backspace, home, flag, home, delete])
      #expect(shows("peft> a12o", terminal), "\(flag)")
    }
    // Of two flags one.
    terminal.press([end, "🇩🇪🇫🇷", backspace, "z"])
    #expect(shows("peft> a12o🇩🇪z", terminal))
  }

  @Test func wideCharactersKeepTheirColumns() throws {
    let terminal = try start()
    terminal.press(["한글 abc", home, "漢"])
    #expect(shows("peft> 漢한글 abc", terminal))
    #expect(screen(terminal).column == 8)
    let narrow = try start(columns: 40)
    narrow.press([
      "t = compare b on d {", "\r", "lora ", "\u{14}", "漢", "x = 5 ", "字典", "é", "字典", right,
      "한글", "bc ", home, "\u{1B}\r", "\u{14}", "x = 5 ", "\u{1B}\r", "\u{1B}f", "x = 5 ", "한글",
      end, "Ａ", "é", " ", "q", "\u{19}", left, "字典字典字典字典字典字典字典", up, "字典字典字典",
    ])
    func cell(_ terminal: PseudoTerminal) -> String {
      let text = screen(terminal, columns: 40).text
      return text.ranges(of: Self.prompt).last.map { String(text[$0.lowerBound...]) } ?? ""
    }
    let before = (cell(narrow), screen(narrow, columns: 40).column)
    narrow.press([clear])
    #expect(before == (cell(narrow), screen(narrow, columns: 40).column))
    #expect(before.0.contains("字典字典字典"))
  }

  @Test func aCellTallerThanTheScreenIsSeenWhereItIsEdited() throws {
    let terminal = try start(rows: 8)
    let lines = (0..<12).map { $0 == 0 ? "param p = [0," : "\($0)," }
    terminal.press(["\u{1B}[200~" + lines.joined(separator: "\r") + "\u{1B}[201~"])
    terminal.press([up, up, up, up, up, up, up, up, end, "77,"])
    #expect(screen(terminal, height: 8).line == "  ... 3,77,")
    let shown = screen(terminal, height: 8).visible.split(separator: "\n")
    #expect(shown.count == 8 && shown.first == "  ... 3,77,")
    // What ran is shown in whole.
    terminal.press([down, down, down, down, down, down, down, down, end, "12]"])
    terminal.type("\r")
    #expect(terminal.wait(for: "p      [0, 1, 2, 3, 77, 4") != nil)
    terminal.settle()
    let rows = screen(terminal, height: 8).text.split(separator: "\n").map(String.init)
    let cell = lines.enumerated().map { number, line in
      (number == 0 ? Self.prompt : "  ... ") + line + (number == 3 ? "77," : "")
        + (number == 11 ? "12]" : "")
    }
    #expect(rows.joined(separator: "\n").contains(cell.joined(separator: "\n")))
  }

  @Test func aWiderTerminalShowsACellOnce() throws {
    let terminal = try start(columns: 40)
    terminal.press(["param x = [\"" + String(repeating: "long ", count: 20) + "\",", "\r", "2,"])
    var screen = TerminalScreen(terminal.transcript, columns: 40)
    for columns in [70, 30, 100, 50] {
      let before = terminal.transcript.utf8.count
      terminal.resize(columns: UInt16(columns))
      screen.resize(columns: columns)
      terminal.settle()
      screen.show(String(decoding: Array(terminal.transcript.utf8)[before...], as: UTF8.self))
      #expect(screen.text.ranges(of: "param x").count == 1, "\(screen.text)")
      #expect(screen.line == "  ... 2,")
    }
  }

  @Test func aStepOnFromTheLastCellKeepsIt() throws {
    let terminal = try start()
    terminal.press(["param a = 1", down])
    #expect(shows("peft> param a = 1", terminal))
    terminal.press([left, "\u{E}", "2", "\r"])
    #expect(terminal.wait(for: "a      21") != nil)
    terminal.wait(for: Self.prompt)
    terminal.press(["param b = [", "\r", "1]", down, up, up, down, down, "\r"])
    #expect(terminal.wait(for: "b      [1]") != nil)
    terminal.wait(for: Self.prompt)
    // libedit would keep a thousand characters of it.
    let long = String(repeating: "x", count: 1500)
    terminal.press(["param c = \"" + long + "\"", up, down, "\r", "quit\r"])
    #expect(terminal.exitCode() == 0)
    #expect(try terminal.folder.read("history").contains("param c = \"\(long)\"\n"))
  }

  @Test func aStepOnKeepsTheCellInViToo() throws {
    let folder = try TemporaryFolder()
    try folder.write("bind -v\n", to: ".editrc")
    let terminal = try start(folder: folder)
    terminal.press(["param a = 1", "\u{1B}", "j", clear, "a", "2\u{1B}[5~", clear])
    #expect(shows("peft> param a = 12", terminal))
  }

  @Test func viDeletesALetterWithItsMarks() throws {
    let folder = try TemporaryFolder()
    try folder.write("bind -v\n", to: ".editrc")
    let terminal = try start(folder: folder)
    terminal.press(["ab\u{65}\u{301}\u{65}\u{301}cdef", "\u{1B}", "0", "l", "l", "x", clear])
    #expect(shows("peft> ab\u{65}\u{301}cdef", terminal))
    terminal.press(["x", "2", "x", clear])
    #expect(shows("peft> abef", terminal))
  }

  @Test func keysWithoutAMeaningInsertNothing() throws {
    let terminal = try start()
    let keys = ["5~", "6~", "15~", "3;2~", "1;3A", "1;2A", "1;5B", "200;3u", "[A", "?1;2c"]
    terminal.press(keys.map { "\u{1B}[" + $0 } + ["\u{1B}OP", "\u{1B}\u{1B}[A", "x"])
    #expect(shows("peft> x", terminal))
  }

  @Test func wordsArePassedWithAltAndControl() throws {
    let terminal = try start()
    terminal.press(["one two three", "\u{1B}[1;3D", "\u{1B}[1;5D", "A", "\u{1B}[1;3C", "B"])
    #expect(shows("peft> one AtwoB three", terminal))
    terminal.press(["\u{1B}\u{1B}[D", "\u{1B}[1;2D", "C", "\u{1B}[1;5C", "\u{1B}[3;5~"])
    #expect(shows("peft> oneC AtwoB", terminal))
  }

  @Test func aCharacterAtTheEndIsAllThatIsWritten() throws {
    let terminal = try start()
    terminal.press(["param"])
    let before = terminal.transcript.utf8.count
    terminal.press([" ", "字", "典"])
    #expect(terminal.transcript.utf8.count == before + " 字典".utf8.count)
  }

  @Test func aTerminalOfUnknownSizeIsNotPaintedAnew() throws {
    let terminal = try PseudoTerminal(columns: 0, rows: 0)
    terminal.wait(for: "peft> ")
    terminal.type("param x = [1, 2]\r")
    #expect(terminal.wait(for: "x      [1, 2]") != nil)
    #expect(terminal.transcript.components(separatedBy: "peft> ").count == 2)
  }

  @Test func controlDInTheMiddleOfACellDeletes() throws {
    let terminal = try start()
    terminal.press(["param x = [1,", "\r", "23]", "\u{4}", left, left, "\u{4}"])
    #expect(shows("  ... 2]", terminal))
    terminal.press(["\r"])
    #expect(terminal.wait(for: "x      [1, 2]") != nil)
  }
}
