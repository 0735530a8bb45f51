import Foundation
import Notebooks
import Testing

/// Every construct of the specification comes back byte for byte, alone and beside any other.
@Suite struct CommonMarkRoundTripTests {
  @Test func everySectionOfTheSpecificationHasACase() {
    #expect(Set(CommonMarkCase.all.map(\.section)) == Set(CommonMarkCase.sections))
  }

  /// Each case after each other one, with a cell and its output between or behind them, in the
  /// line ends of either system, and with or without the last one.
  @Test func pairsOfCasesSurvive() {
    let cell = "```peft\nsay \"x\"\n```\n```output digest=0123456789abcdef\nx\n```\n"
    var documents = 0
    for (i, first) in CommonMarkCase.all.enumerated() {
      for (j, second) in CommonMarkCase.all.enumerated() {
        var text = first.markdown + ((i + j) % 3 == 0 ? "\n" + cell + "\n" : "") + second.markdown
        if (i + j) % 5 < 2 { text += "\n" + cell }
        if (i + 2 * j) % 7 == 0 { text.unicodeScalars.removeLast() }
        var bytes = Array(text.utf8)
        if (i * 3 + j) % 4 == 0 {
          bytes = bytes.flatMap { $0 == 10 ? [13, 10] : [$0] }
        }
        documents += 1
        let printed = NotebookDocument.parse(bytes).printed()
        if printed != bytes { Issue.record("changed: \(text.debugDescription)") }
      }
    }
    #expect(documents > 10_000)
  }

  /// The specification's own examples, from a copy of its `spec.txt`: its licence is not ours.
  @Test(
    .enabled(
      if: CommonMarkSpecification.path != nil,
      "set PEFTBOOK_COMMONMARK_SPEC to the specification's spec.txt"))
  func theSpecificationsExamplesSurvive() throws {
    let specification = try CommonMarkSpecification()
    #expect(specification.examples.count > 600)
    #expect(Set(specification.examples.map(\.section)) == Set(CommonMarkCase.sections))
    for example in specification.examples {
      for text in [
        example.markdown, example.markdown + "\n```peft\na\n```\n",
        String(example.markdown.dropLast()), example.markdown.replacing("\n", with: "\r\n"),
      ] {
        let bytes = Array(text.utf8)
        #expect(NotebookDocument.parse(bytes).printed() == bytes, "example \(example.number)")
      }
    }
    let whole = Array(specification.text.utf8)
    #expect(NotebookDocument.parse(whole).printed() == whole)
  }
}

/// A copy of the CommonMark specification on this machine, with its examples.
struct CommonMarkSpecification {
  struct Example {
    let number: Int
    let section: String
    let markdown: String
    let html: String
  }

  static var path: String? { ProcessInfo.processInfo.environment["PEFTBOOK_COMMONMARK_SPEC"] }

  let text: String
  private(set) var examples: [Example] = []

  init() throws {
    text = try String(contentsOfFile: try #require(Self.path), encoding: .utf8)
    let fence = String(repeating: "`", count: 32)
    var section = ""
    /// Lines before and after the dot of the example that is being read.
    var open: [[Substring]]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      switch open {
      case nil where line == fence + " example":
        open = [[]]
      case nil where line.hasPrefix("#"):
        section = String(line.drop { $0 == "#" || $0 == " " })
      case nil:
        continue
      case let parts? where line == fence:
        examples.append(
          Example(
            number: examples.count + 1, section: section, markdown: Self.joined(parts[0]),
            html: Self.joined(parts[parts.count - 1])))
        open = nil
      case let parts? where line == "." && parts.count == 1:
        open?.append([])
      case let parts?:
        open?[parts.count - 1].append(line)
      }
    }
  }

  private static func joined(_ lines: [Substring]) -> String {
    lines.map { $0.replacing("→", with: "\t") + "\n" }.joined()
  }
}
