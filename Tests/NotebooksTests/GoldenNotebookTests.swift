import Foundation
import Language
import Notebooks
import Testing

/// `NAME.md` replayed is `NAME.expected.md`, byte for byte; `NAME.error.txt` holds the text of the
/// error a malformed notebook ends with.
@Suite struct GoldenNotebookTests {
  private static var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: fixtures)) ?? []
    return files.filter { $0.hasSuffix(".expected.md") }
      .map { String($0.dropLast(".expected.md".count)) }.sorted()
  }

  private static func content(_ name: String) throws -> String {
    String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: fixtures + "/" + name)), as: UTF8.self)
  }

  @Test func fixturesAreFound() { #expect(Self.names.count >= 5) }

  @Test(arguments: names)
  func replaysAsExpected(name: String) throws {
    let scratch = try Scratch()
    let expected = try Self.content(name + ".expected.md")
    let path = try scratch.write(try Self.content(name + ".md"), to: name + ".md")
    let reporter = Recorder()
    var message = ""
    do {
      _ = try Replay(path: path, evaluator: FakeEvaluator(), reporter: reporter).run()
    } catch {
      guard case .located(let located) = error else { throw error }
      reporter.failures.append(located)
    }
    if let failure = reporter.failures.first {
      let source = SourceText(
        file: name + ".md", text: failure.source.text, firstLine: failure.source.firstLine)
      message = failure.diagnostic.rendered(in: source) + "\n"
    }
    #expect(try scratch.read(name + ".md") == expected)
    let error = (try? Self.content(name + ".error.txt")) ?? ""
    #expect(message == error)
    // What was written is stable.
    let again = try? Replay(path: path, evaluator: FakeEvaluator()).run()
    #expect(again?.written == nil)
    #expect(try scratch.read(name + ".md") == expected)
  }
}
