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

  /// The system passes the peak of whoever starts a program on to it.
  @Test func thePeakIsTheProgramsOwn() throws {
    let size = 800_000_000
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
    for page in stride(from: 0, to: size, by: 4096) { bytes[page] = 1 }
    let run = try Program.run(
      ["run", "--threads", "1", "--json", "/dev/stdout", "-"],
      input: """
        d = dataset "demo:reviews" split=dev limit=8
        base = model "demo:bert" task=text-classification labels=d
        a = adapter lora on base
        train a on d max_steps=1

        """)
    #expect(bytes[size / 2 / 4096 * 4096] == 1)
    bytes.deallocate()
    let field = try #require(run.output.firstMatch(of: /"peak_resident_bytes": ?(\d+)/))
    let peak = try #require(Int(field.1))
    #expect(peak > 10_000_000 && peak < size / 2, "\(peak)")
  }

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
