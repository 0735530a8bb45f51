import Files
import Foundation
import Language
import Notebooks
import Testing

/// Statements with known outputs, volatile values that move with every run, and a drift that
/// stands for another arithmetic.
final class FakeEvaluator: Evaluator {
  var arithmetic = "openblas-0.3.21/Test kernels/x86-64-v4"
  var writesRedirectedTo: String?
  /// Added to every score and loss.
  var drift = 0.0
  var bestEpoch = 3
  var examples = 400
  var seconds = 41.2
  var bytes = 90_300_000
  var folder = "/nonexistent"
  var statements: [String] = []
  var onStatement: (String) -> Void = { _ in }
  private var parameters: [String: String] = [:]

  func evaluate(
    _ statement: Statement, in source: SourceText, cell: Int?
  ) throws(Diagnostic) -> StatementResult {
    statements.append(source.slice(statement.span))
    onStatement(statement.verb.value)
    seconds += 1.5
    bytes += 100_000
    let lines = try lines(of: statement)
    return StatementResult(
      output: CellOutput(lines: lines), record: ["kind": .string(statement.verb.value)])
  }

  private func lines(of statement: Statement) throws(Diagnostic) -> [[OutputPart]] {
    let argument = statement.arguments.first?.value
    let text = argument?.value.text ?? ""
    switch statement.verb.value {
    case "say": return text.isEmpty ? [] : [[.text(text)]]
    case "count": return [[.given(examples), .text(" examples")]]
    case "generate": return [[.text("answer: "), .trained(text + (abs(drift) < 1e-6 ? "" : "!"))]]
    case "train": return table()
    case "param":
      for argument in statement.arguments {
        if case .option(let name) = argument.role {
          parameters[name.value] = argument.value.value.text
        }
      }
      return []
    case "value": return [[.given(parameters[text] ?? "unset")]]
    case "write":
      let place = (writesRedirectedTo ?? folder) + "/" + text
      try? Data("written".utf8).write(to: URL(fileURLWithPath: place))
      return [[.file(text, digest: "0123")]]
    case "read":
      let places = [writesRedirectedTo, folder].compactMap { $0 }.map { $0 + "/" + text }
      guard places.contains(where: { FileManager.default.fileExists(atPath: $0) }) else {
        throw Diagnostic(
          code: "missing-file", exit: 66, message: "no such file: '\(text)'", span: argument?.span)
      }
      return [[.text("read "), .given(text)]]
    case "interrupt":
      throw Diagnostic(code: "interrupted", exit: 130, message: "interrupted at step 3")
    default:
      throw Diagnostic(
        code: "unknown-verb", exit: 65, message: "no statement '\(statement.verb.value)'",
        span: statement.verb.span, suggestion: "train")
    }
  }

  private func table() -> [[OutputPart]] {
    var table = OutputTable(["epoch", "loss", "accuracy", "time", "peak"])
    for epoch in 1...2 {
      table.append([
        .given(epoch), .loss(0.5 / Double(epoch) + drift), .score(0.8125 + drift),
        .seconds(seconds), .megabytes(bytes),
      ])
    }
    return table.lines + [[.text("best epoch "), .trained("\(bestEpoch)")]]
  }
}

/// Everything a run reports, in order.
final class Recorder: NotebookReporter {
  var events: [String] = []
  var differences: [Difference] = []
  var notes: [String] = []
  var failures: [LocatedDiagnostic] = []
  var records = 0

  func started(_ cell: Cell, of count: Int) { events.append("start \(cell.number)/\(count)") }
  func finished(_ statement: Statement, of cell: Cell, result: StatementResult) { records += 1 }
  func finished(_ cell: Cell, output: CellOutput) { events.append("end \(cell.number)") }
  func failed(_ cell: Cell, _ error: LocatedDiagnostic) {
    events.append("fail \(cell.number)")
    failures.append(error)
  }
  func found(_ difference: Difference) { differences.append(difference) }
  func note(_ sentence: String) { notes.append(sentence) }
}

/// A folder of its own for one test, removed with it.
final class Scratch {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "/notebooks-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { folder + "/" + name }

  @discardableResult
  func write(_ text: String, to name: String = "nb.md") throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func read(_ name: String = "nb.md") throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  /// Replays a text and gives back the file.
  func replayed(
    _ text: String, _ evaluator: FakeEvaluator = FakeEvaluator(), options: Replay.Options = .init()
  ) throws -> String {
    let path = try write(text)
    _ = try Replay(path: path, evaluator: evaluator, options: options).run()
    return try read()
  }
}

/// The package's fixtures of notebooks.
let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("Fixtures/notebooks").path

/// SplitMix64: the same documents on every machine.
struct Seeded {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}
