import Foundation
import Testing

/// How far work is: one repainted line on a terminal, a line now and then elsewhere.
@Suite(.enabled(if: Program.path != nil, Program.absence), .serialized, .timeLimit(.minutes(3)))
struct ProgressTests {
  /// Some seconds of training, and an evaluation.
  private static let cell = """
    d = dataset "demo:reviews" split=train limit=800; \
    base = model "demo:bert" task=text-classification labels=d; \
    a = adapter lora on base; train a on d eval=d epochs=2
    """

  /// What was painted, a line a repainting.
  private func painted(_ transcript: String) -> [String] {
    transcript.split(separator: "\r").filter { $0.contains("\u{1B}[K") }.map {
      String($0.prefix { $0 != "\u{1B}" })
    }
  }

  private func train(
    columns: UInt16, environment: [String: String] = [:], folder: TemporaryFolder? = nil
  ) throws -> (transcript: String, lines: [String]) {
    let terminal = try PseudoTerminal(
      ["run", "-c", Self.cell], environment: environment, columns: columns, folder: folder)
    #expect(terminal.exitCode(seconds: 60) == 0)
    return (terminal.transcript, painted(terminal.transcript))
  }

  @Test func oneLineSaysAll() throws {
    let (transcript, lines) = try train(columns: 140)
    let trained = try #require(lines.last { $0.contains("loss") })
    let training = #/train a  ━.*  step \d+ of 100 · loss \d\.\d{4} · lr .* · \d+ tokens/s · /#
    #expect(trained.contains(training), "\(trained)")
    #expect(trained.contains(#/ MB · \d+ s left/#), "\(trained)")
    let scored = try #require(lines.last { $0.contains("scoring") })
    let scoring = #/example \d+ of 800 · \d+ examples/s · .* MB · \d+ s left/#
    #expect(scored.contains(scoring), "\(scored)")
    // It is painted over and taken away, and no line is left behind.
    #expect(lines.count > 5)
    #expect(!transcript.contains("left\r\n"))
    #expect(transcript.contains("\r\u{1B}[Klr 3e-4") || transcript.contains("\r\u{1B}[Ktrain a: "))
  }

  @Test(arguments: [80, 40, 12, 1, 0] as [UInt16])
  func itFitsEveryWidth(_ columns: UInt16) throws {
    let (_, lines) = try train(columns: columns)
    #expect(lines.count > 5)
    let width = columns == 0 ? 79 : Int(columns) - 1
    for line in lines { #expect(line.unicodeScalars.count <= width, "\(line)") }
    guard width == 79 else { return }
    let all = #/\d+/100 · loss \d\.\d{3} · lr .* tok/s · .* MB · .* left/#
    for line in lines where line.contains("loss") { #expect(line.contains(all), "\(line)") }
  }

  @Test func earlierTimingsTellTheTimeFromTheStart() throws {
    let folder = try TemporaryFolder()
    let first = try train(columns: 140, folder: folder)
    #expect(first.lines.first { $0.contains("step 0 of") }?.contains(" left") == false)
    #expect(first.transcript.contains(/train a: 100 steps; about [\d.]+ MB of tensors/))
    let kept = try folder.read(".cache/peftbook/timings.json")
    #expect(kept.contains(" lora\":[") || kept.contains(" lora\": ["), "\(kept)")
    let second = try train(columns: 140, folder: folder)
    #expect(second.lines.first { $0.contains("step 0 of 100") }?.contains(" s left") == true)
    #expect(second.transcript.contains(/train a: 100 steps; about \d+ s and [\d.]+ MB of tensors/))
    // A damaged record is as good as none.
    try folder.write("{\"", to: ".cache/peftbook/timings.json")
    let third = try train(columns: 140, folder: folder)
    #expect(!third.transcript.contains("warning"))
  }

  @Test func aDumbTerminalIsNotPainted() throws {
    for environment in [["TERM": "dumb"], ["TERM": ""]] {
      let (transcript, _) = try train(columns: 80, environment: environment)
      #expect(!transcript.contains("\u{1B}"))
      #expect(!transcript.replacing("\r\n", with: "\n").contains("\r"))
      #expect(transcript.contains("kept epoch"))
    }
  }

  @Test func aPipeIsQuiet() throws {
    let run = try Program.run(["run", "-c", Self.cell])
    #expect(run.exit == 0)
    for text in [run.output, run.errors] {
      #expect(!text.contains("\u{1B}") && !text.contains("\r"))
    }
    #expect(run.errors.split(separator: "\n").count { $0.contains("step ") } <= 11)
  }

  @Test func itCanBeTurnedOff() throws {
    let terminal = try PseudoTerminal(["run", "-c", "set progress=false; " + Self.cell])
    #expect(terminal.exitCode(seconds: 60) == 0)
    #expect(painted(terminal.transcript).isEmpty)
  }
}
