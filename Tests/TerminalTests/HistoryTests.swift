import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The history file: shared, appended to, never lost.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct HistoryTests {
  private let prompt = "peft> "

  @Test func twoSittingsAndAKillLeaveBothHistories() throws {
    let folder = try TemporaryFolder()
    let one = try PseudoTerminal(folder: folder)
    let other = try PseudoTerminal(folder: folder)
    for (terminal, name) in [(one, "a"), (other, "b"), (one, "c"), (other, "d")] {
      if name == "a" || name == "b" { terminal.wait(for: prompt) }
      terminal.type("param \(name) = 1\r")
      terminal.wait(for: "\(name)      1")
      terminal.wait(for: prompt)
    }
    one.send(SIGKILL)
    #expect(one.exitCode() == -SIGKILL)
    other.type("quit\r")
    #expect(other.exitCode() == 0)
    let kept = try folder.read("history")
    #expect(kept == "param a = 1\nparam b = 1\nparam c = 1\nparam d = 1\nquit\n")
    let third = try PseudoTerminal(folder: folder)
    third.wait(for: prompt)
    third.type("\u{12}a = \r")
    #expect(third.wait(for: "a      1") != nil)
  }

  @Test func aForeignHistoryIsReadAsItIsAndKept() throws {
    let foreign: [[UInt8]] = [
      Array("_HiStOrY_V2_\nlora\\040r=8\nhelp".utf8),
      [0xFF, 0xFE, 0x00, 0x0A, 0x80, 0x81],
      Array(String(repeating: "x", count: 300_000).utf8),
      [],
    ]
    for bytes in foreign {
      let folder = try TemporaryFolder()
      let file = folder.url.appending(path: "history")
      try Data(bytes).write(to: file)
      let terminal = try PseudoTerminal(folder: folder)
      #expect(terminal.wait(for: prompt) != nil)
      terminal.type("param a = 1\r")
      #expect(terminal.wait(for: "a      1") != nil)
      terminal.wait(for: prompt)
      terminal.type("\u{4}")
      #expect(terminal.exitCode() == 0)
      // What was there stays, and an unfinished line is not gone on with.
      let isOpen = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
      let added = (isOpen ? "\n" : "") + "param a = 1\n"
      #expect(try Data(contentsOf: file) == Data(bytes) + Data(added.utf8))
    }
  }

  @Test func aHistoryThatCannotBeKeptCostsNothing() throws {
    for place in ["/proc/nowhere/history", "/"] {
      let terminal = try PseudoTerminal(environment: ["PEFTBOOK_HISTORY": place])
      terminal.wait(for: prompt)
      terminal.type("param a = 1\r")
      #expect(terminal.wait(for: "a      1") != nil)
      terminal.wait(for: prompt)
      terminal.type("\u{1B}[A\r")
      #expect(terminal.wait(for: "a      1") != nil)
    }
  }
}
