import Foundation
import Testing

/// What Tab inserts and lists at the prompt.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct TabTests {
  private let folder: TemporaryFolder
  private let clear = "\u{15}"

  init() throws { folder = try TemporaryFolder() }

  private func start(_ rows: UInt16 = 24, _ arguments: [String] = []) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(arguments, rows: rows, folder: folder)
    terminal.wait(for: "peft> ")
    return terminal
  }

  /// The line that stands at the prompt after these keys.
  private func line(_ keys: [String], _ terminal: PseudoTerminal) -> String {
    terminal.press([clear] + keys)
    return String(TerminalScreen(terminal.transcript, columns: 80).line.dropFirst(6))
  }

  /// What is on the screen after these keys.
  private func screen(
    _ keys: [String], _ terminal: PseudoTerminal, rows: Int = 24
  ) -> String {
    terminal.press([clear, "\u{C}"] + keys)
    return TerminalScreen(terminal.transcript, columns: 80, height: rows).visible
  }

  @Test func anEqualsSignThatIsThereIsNotTypedAgain() throws {
    let terminal = try start()
    let left = "\u{1B}[D"
    #expect(
      line(["train a on d ba=4", left, left, "\t"], terminal) == "train a on d batch=4")
    #expect(
      line(["train a on d opti = adamw"] + [String](repeating: left, count: 8) + ["\t"], terminal)
        == "train a on d optimizer = adamw")
  }

  @Test func namesOfFilesAreTypedAsTheLanguageReadsThem() throws {
    for name in ["we\"ird.tsv", "do$llar.tsv", "back\\slash.tsv"] {
      try folder.write("a\tx\nb\ty\n", to: name)
    }
    let terminal = try start()
    #expect(line(["d = dataset \"we", "\t"], terminal) == "d = dataset \"we\\\"ird.tsv\"")
    #expect(line(["d = dataset \"do", "\t"], terminal) == "d = dataset \"do\\$llar.tsv\"")
    #expect(
      line(["d = dataset \"back\\\\", "\t"], terminal) == "d = dataset \"back\\\\slash.tsv\"")
    terminal.type("\r")
    #expect(terminal.wait(for: "2 texts") != nil)
  }

  @Test func aBlankStandsBehindAStringThatIsWhole() throws {
    try folder.write("a\tx\nb\ty\n", to: "films.tsv")
    let terminal = try start()
    #expect(
      line(["d = dataset \"fi", "\t", "spl", "\t"], terminal).hasSuffix("films.tsv\" split="))
    #expect(
      line(["d = dataset \"films.tsv\"", "\t", "spl", "\t"], terminal).hasSuffix("\" split="))
    #expect(line(["d = dataset \"\"\"fi", "\t", "x"], terminal).hasSuffix("films.tsv\"\"\" x"))
    #expect(
      line(["d = dataset \"fi\" split=dev", "\u{1B}[D\u{1B}[D"], terminal).hasSuffix("split=dev"))
  }

  @Test func parametersStandInStringsToo() throws {
    try folder.write("a\tx\nb\ty\n", to: "films.tsv")
    let terminal = try start()
    terminal.press(["param place = \"\(folder.url.path)\"", "\r"])
    #expect(line(["d = dataset \"$pl", "\t"], terminal) == "d = dataset \"$place")
    #expect(
      line(["d = dataset \"$pl", "\t", "/fi", "\t"], terminal) == "d = dataset \"$place/films.tsv\""
    )
  }

  @Test func cellsAreOfferedByNumber() throws {
    let terminal = try start()
    terminal.press(["param one = 1", "\r", "param two = 2", "\r"])
    let listed = screen(["rerun ", "\t"], terminal)
    #expect(listed.contains("1       param one = 1\n"), "\(listed)")
    #expect(listed.contains("2       param two = 2\n") && listed.contains("stale   "))
    #expect(screen(["goto ", "\t"], terminal).contains("2   param two = 2"))
    #expect(line(["edit 2", "\t"], terminal) == "edit 2")
  }

  @Test func whatDoesNotFitOneALineStandsSideBySide() throws {
    let terminal = try start()
    let verbs = screen(["\t"], terminal)
    for verb in ["tokenizer", "model", "train", "quit", "rerun"] { #expect(verbs.contains(verb)) }
    terminal.press(["d = dataset \"demo:reviews\" split=dev limit=9", "\r"])
    terminal.press(["b = model \"demo:bert\" task=text-classification", "\r"])
    terminal.press(["a = adapter lora on b", "\r"])
    terminal.wait(for: "of the model")
    let options = screen(["train a on d ", "\t"], terminal)
    #expect(options.contains("eval=") && options.contains("log=") && options.contains("lr="))
    // What fits keeps its meaning.
    #expect(screen(["set ", "\t"], terminal).contains("threads=   "))
  }

  @Test func whatDoesNotFitAtAllComesInPages() throws {
    for number in 10..<70 {
      try folder.write("", to: "file-\(number)-\(String(repeating: "x", count: 30)).tsv")
    }
    let terminal = try start(10)
    let first = screen(["d = dataset \"file", "\t", "\t"], terminal, rows: 10)
    #expect(first.contains("file-10-") && first.hasSuffix("--more--"), "\(first)")
    var seen = first
    for _ in 0..<8 where seen.hasSuffix("--more--") || !seen.contains("file-69-") {
      terminal.press([" "])
      seen += TerminalScreen(terminal.transcript, columns: 80, height: 10).visible
    }
    for number in 10..<70 { #expect(seen.contains("file-\(number)-")) }
    #expect(TerminalScreen(terminal.transcript, columns: 80, height: 10).line.hasSuffix("\"file-"))
    // Enough is enough, and the line is as it was.
    terminal.press(["\t", "q", "6"])
    #expect(TerminalScreen(terminal.transcript, columns: 80, height: 10).line.hasSuffix("\"file-6"))
    terminal.press(["\u{3}"])
    terminal.press(["d = dataset \"file", "\t", "\t", "\u{3}", clear, "help quit", "\r"])
    #expect(terminal.wait(for: "leave the prompt") != nil)
  }
}
