import Foundation
import Testing

/// A machine, or a limit, that is too small: one clear error and the exit code of a failed cell.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(3)))
struct MemoryLimitTests {
  private static let configuration = """
    {"model_type": "bert", "vocab_size": 40000, "hidden_size": 512, "num_hidden_layers": 2,
     "num_attention_heads": 8, "intermediate_size": 1024}
    """
  private static let statements = """
    d = dataset "demo:reviews" split=dev limit=40
    tok = tokenizer "demo:bert"
    base = model "vast" task=text-classification labels=d tokenizer=tok initialize=true
    a = adapter full on base
    train a on d eval=d epochs=2

    """

  private func run(_ limit: String?, _ options: [String] = []) throws -> Program.Run {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "vast"), withIntermediateDirectories: true)
    try folder.write(Self.configuration, to: "vast/config.json")
    return try Program.run(
      ["run", "--threads", "1", "-"] + options, input: Self.statements, in: folder.url,
      limit: limit)
  }

  /// Kibibytes of address space that the program has with the model and its copy loaded.
  private static let loaded = 700_000

  @Test func whatDoesNotFitIsRefusedBeforeItRuns() throws {
    let run = try run("-v \(Self.loaded + 250_000)")
    #expect(run.exit == 70, "\(run.errors)")
    let errors = run.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(errors.count == 1, "\(run.errors)")
    #expect(errors.first?.contains(", more than the ") == true, "\(run.errors)")
    #expect(run.errors.contains("--force"))
  }

  @Test func forceTriesAndStillEndsInOneError() throws {
    let run = try run("-v \(Self.loaded + 250_000)", ["--force"])
    #expect(run.exit == 70, "\(run.errors)")
    let errors = run.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(errors.count == 1, "\(run.errors)")
    #expect(errors.first?.contains("out of memory") == true, "\(run.errors)")
  }
}
