import Foundation
import Testing

/// Texts as they are written, at a prompt and on a pipe.
@Suite(.enabled(if: Program.path != nil, Program.absence), .serialized, .timeLimit(.minutes(3)))
struct StreamingTests {
  /// A fresh decoder with positions for minutes of writing.
  private static let configuration = """
    {"model_type": "gpt2", "vocab_size": 300, "n_embd": 64, "n_layer": 2, "n_head": 2,
     "n_positions": 60000, "initializer_range": 0.2}
    """
  private static let making = [
    "texts = dataset \"texts.txt\"",
    "tok = tokenizer train bpe on texts size=280",
    "base = model \"gpt\" task=text-generation tokenizer=tok initialize=true",
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "gpt"), withIntermediateDirectories: true)
    try folder.write(Self.configuration, to: "gpt/config.json")
    try folder.write("Ann is in Oslo.\nBo is in Rome.\n", to: "texts.txt")
    return folder
  }

  @Test func controlCStopsTheTextAlone() throws {
    let terminal = try PseudoTerminal(["--threads", "1"], columns: 100, folder: folder())
    for line in Self.making {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    terminal.wait(for: "peft> ")
    terminal.type("generate base \"Ann\" max_tokens=50000 temperature=1 ignore_eos=true\r")
    #expect(terminal.wait(for: "ignore_eos=true") != nil)
    let before = terminal.transcript.utf8.count
    #expect(terminal.wait(for: "peft> ", seconds: 2) == nil, "it is still writing")
    let shown = terminal.transcript.utf8.count - before
    #expect(shown > 200, "\(shown) bytes")
    // Nothing a model writes reaches the terminal as a control; the editor's own end of bracketed
    // paste may still be on its way when the line was echoed.
    let written = String(decoding: terminal.transcript.utf8.dropFirst(before), as: UTF8.self)
      .replacing("\u{1B}[?2004l", with: "")
    #expect(!written.utf8.contains { $0 == 0x1B || $0 == 7 })
    let clock = ContinuousClock()
    let pressed = clock.now
    terminal.type("\u{3}")
    #expect(terminal.wait(for: "interrupted after ") != nil)
    #expect(clock.now - pressed < .seconds(3), "a loaded machine; on an idle one within 0.1 s")
    #expect(terminal.wait(for: " tokens") != nil)
    terminal.wait(for: "peft> ")
    terminal.type("generate base \"Ann\" max_tokens=5 ignore_eos=true\r")
    #expect(terminal.wait(for: "5 tokens, ") != nil)
    terminal.wait(for: "peft> ")
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
  }

  @Test func aPipeGetsTheTextAtItsEnd() throws {
    let folder = try folder()
    let run = try Program.run(
      ["run", "--threads", "1", "--json", "records", "-"],
      input: (Self.making + ["generate base \"Ann\" max_tokens=9 ignore_eos=true"])
        .joined(separator: "\n"), in: folder.url)
    #expect(run.exit == 0, "\(run.errors)")
    #expect(run.output.contains("9 tokens, "))
    #expect(!run.output.unicodeScalars.contains("\u{1B}"))
    let record = try #require(folder.read("records").split(separator: "\n").last)
    #expect(record.contains("\"kind\":\"generate\"") && record.contains("\"ids\":["))
    let stopped = try Program.run(
      ["run", "--threads", "1", "-"],
      input: (Self.making + ["generate base \"Ann\" max_tokens=50000 ignore_eos=true"])
        .joined(separator: "\n"), in: folder.url, signal: (3, SIGINT))
    #expect(stopped.exit == 130 && stopped.errors.contains("; the text so far: "))
  }
}
