import Foundation
import Testing

/// A training of some seconds on what ships with the program.
private let training = [
  "d = dataset \"demo:reviews\" split=train sample=1200",
  "base = model \"demo:bert\" task=text-classification",
  "a = adapter full on base",
  "train a on d epochs=2",
  "save a to \"out\"",
]

/// What was stopped goes on when it is asked for again.
@Suite(.enabled(if: Program.path != nil, Program.absence), .serialized, .timeLimit(.minutes(5)))
struct ResumingTests {
  private func weights(in folder: TemporaryFolder) throws -> Data {
    try Data(contentsOf: folder.url.appending(path: "out/model.safetensors"))
  }

  /// What the training saves when nothing stops it.
  private func expected() throws -> Data {
    let folder = try TemporaryFolder()
    let run = try Program.run(
      ["run", "-"], input: training.joined(separator: "\n"), in: folder.url)
    #expect(run.exit == 0, "\(run.errors)")
    return try weights(in: folder)
  }

  @Test func theSameStatementAgainContinues() throws {
    let terminal = try PseudoTerminal(columns: 120)
    for line in training.dropLast() {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    #expect(terminal.wait(for: "step 3", seconds: 60) != nil)
    terminal.type("\u{3}")
    let shown = try #require(terminal.wait(for: "would keep this state", seconds: 20))
    let told = try #require(shown.firstMatch(of: /interrupted at step (\d+); 'a' is as it was/))
    #expect(shown.contains("the same statement again continues, max_steps=\(told.1)"), "\(shown)")
    terminal.wait(for: "peft> ")
    terminal.type(training[3] + "\r")
    #expect(terminal.wait(for: "continuing at step \(told.1)", seconds: 60) != nil)
    terminal.wait(for: "peft> ", seconds: 60)
    terminal.type(training[4] + "\r")
    #expect(terminal.wait(for: "model.safetensors", seconds: 60) != nil)
    terminal.wait(for: "peft> ")
    terminal.type("quit\r")
    #expect(terminal.exitCode() == 0)
    #expect(try weights(in: terminal.folder) == expected())
  }

  @Test func aTerminatedReplayLeavesACheckpointAnd143() throws {
    let folder = try TemporaryFolder()
    let cells = training.map { "```peft\n\($0)\n```\n" }
    try folder.write(cells.joined(separator: "\n"), to: "nb.md")
    let terminal = try PseudoTerminal(["replay", "nb.md"], columns: 120, folder: folder)
    #expect(terminal.wait(for: "step 3", seconds: 60) != nil)
    terminal.send(SIGTERM)
    #expect(terminal.exitCode() == 143)
    let run = try Program.run(["replay", "nb.md", "--json", "records"], in: folder.url)
    #expect(run.exit == 0)
    #expect(run.errors.contains("train a: continuing at step "), "\(run.errors)")
    let records = try folder.read("records")
    let step = try #require(records.firstMatch(of: /"resumed_from_step": ?(\d+)/))
    #expect(Int(step.1) ?? 0 >= 3)
    #expect(try weights(in: folder) == expected())
  }

  @Test func aKilledReplayGoesOnFromItsCheckpoint() throws {
    let folder = try TemporaryFolder()
    let cells = (["set checkpoint=0s"] + training).map { "```peft\n\($0)\n```\n" }
    try folder.write(cells.joined(separator: "\n"), to: "nb.md")
    let terminal = try PseudoTerminal(["replay", "nb.md"], columns: 120, folder: folder)
    #expect(terminal.wait(for: "step 5", seconds: 60) != nil)
    terminal.send(SIGKILL)
    #expect(terminal.exitCode() == -SIGKILL)
    let run = try Program.run(["replay", "nb.md"], in: folder.url)
    #expect(run.exit == 0)
    #expect(run.errors.contains("train a: continuing at step "), "\(run.errors)")
    #expect(try weights(in: folder) == expected())
    let again = try Program.run(["replay", "nb.md"], in: folder.url)
    #expect(again.errors.contains("6 cells (6 from the cache)"), "\(again.errors)")
  }
}

/// A sitting that is killed can be gone on with.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(2)))
struct JournalTests {
  private static let sitting = [
    "# Some films", "d = dataset \"demo:reviews\" split=dev sample=40", "param rows = 1",
    "nonsense", "show d rows=$rows",
  ]

  private func type(_ lines: [String], _ terminal: PseudoTerminal) {
    for line in lines {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    terminal.wait(for: "peft> ")
  }

  @Test func aKilledSittingIsRecovered() throws {
    let folder = try TemporaryFolder()
    let first = try PseudoTerminal(columns: 120, folder: folder)
    type(Self.sitting, first)
    first.send(SIGKILL)
    #expect(first.exitCode() == -SIGKILL)

    let other = try PseudoTerminal(columns: 120, folder: folder)
    #expect(other.wait(for: "a sitting of 2 cells was cut off here") != nil)
    other.wait(for: "peft> ")
    other.type("quit\r")
    #expect(other.exitCode() == 0)

    let second = try PseudoTerminal(["--recover"], columns: 120, folder: folder)
    type(["objects", "save session to \"films.md\""], second)
    second.type("quit\r")
    #expect(second.exitCode() == 0)
    #expect(second.transcript.contains("dataset"))
    let saved = try folder.read("films.md")
    #expect(saved.contains("# Some films") && saved.contains("d = dataset"), "\(saved)")

    let third = try PseudoTerminal(["--recover"], columns: 120, folder: folder)
    #expect(third.wait(for: "no sitting was cut off or left unsaved here") != nil)
  }

  @Test func aSittingThatWasNotSavedCanBeGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let first = try PseudoTerminal(columns: 120, folder: folder)
    type(["param x = 1", "param y = 2", "objects"], first)
    first.type("quit\r")
    #expect(first.wait(for: "2 cells not saved; peftbook --recover goes on with them") != nil)
    #expect(first.exitCode() == 0)

    // Nobody is told of it who did not ask.
    let other = try PseudoTerminal(columns: 120, folder: folder)
    other.wait(for: "peft> ")
    other.type("\u{4}")
    #expect(other.exitCode() == 0)
    #expect(!other.transcript.contains("recover"))

    let second = try PseudoTerminal(["--recover"], columns: 120, folder: folder)
    #expect(second.wait(for: "y      2") != nil)
    type(["param z = 3", "save session to \"nb.md\""], second)
    second.type("quit\r")
    #expect(second.exitCode() == 0)
    #expect(!second.transcript.contains("not saved"))
    let saved = try folder.read("nb.md")
    #expect(saved.contains("param y = 2") && saved.contains("param z = 3"), "\(saved)")

    let third = try PseudoTerminal(["--recover"], columns: 120, folder: folder)
    #expect(third.wait(for: "no sitting was cut off or left unsaved here") != nil)
  }

  @Test func aSecondReplayOfOneNotebookIsToldAndMayRead() throws {
    let folder = try TemporaryFolder()
    let cells =
      ["```peft", "d = dataset \"demo:reviews\" split=train"]
      + ["base = model \"demo:bert\" task=text-classification", "a = adapter full on base"]
      + ["train a on d epochs=9", "```", ""]
    try folder.write(cells.joined(separator: "\n"), to: "nb.md")
    let first = try PseudoTerminal(["replay", "nb.md"], columns: 120, folder: folder)
    #expect(first.wait(for: "step ", seconds: 60) != nil)
    let second = try Program.run(["replay", "nb.md"], in: folder.url)
    #expect(second.exit == 73)
    #expect(second.errors.contains("another process has 'nb.md' open"), "\(second.errors)")
    let status = try Program.run(["status", "nb.md"], in: folder.url)
    #expect(status.exit == 2)
    first.send(SIGTERM)
    #expect(first.exitCode() == 143)
  }
}
