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
    for line in training.suffix(2) {
      terminal.wait(for: "peft> ")
      terminal.type(line + "\r")
    }
    #expect(terminal.wait(for: "continuing at step \(told.1)", seconds: 60) != nil)
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
