import Notebooks
import Testing

/// Two readers of the same text, the line-by-line one that finds cells and the tree that pages are
/// made from, agree on what is a fenced block at the top level.
@Suite struct CellsOnThePageTests {
  /// How many blocks of the language stand in no quote and no list.
  static func topLevelFences(_ page: String, language: String) -> Int {
    var depth = 0
    var count = 0
    for tag in page.matches(of: /<(\/?)(blockquote|ul|ol|code)( class="language-([^"]*)")?[^>]*>/) {
      if tag.output.2 == "code" {
        if depth == 0, tag.output.4.map({ $0 == language }) ?? false { count += 1 }
      } else {
        depth += tag.output.1.isEmpty ? 1 : -1
      }
    }
    return count
  }

  @Test func generatedDocuments() {
    var fences = 0
    for seed in 0..<UInt64(12_000) {
      let text = String(decoding: DocumentRoundTripTests.document(seed), as: UTF8.self)
        .replacing("\u{FEFF}", with: "")
      let document = NotebookDocument.parse(text)
      guard document.frontMatter == nil else { continue }
      let cells = document.cells(file: "").count
      let shown = Self.topLevelFences(NotebookProse.html(text), language: "peft")
      if cells != shown { Issue.record("document \(seed): \(cells) cells, \(shown) on the page") }
      fences += cells
    }
    #expect(fences > 2_000)
  }

  @Test func everySectionOfTheSpecification() {
    for example in CommonMarkCase.all {
      let text = example.markdown + "```peft\na\n```\n"
      let cells = NotebookDocument.parse(text).cells(file: "").count
      #expect(Self.topLevelFences(NotebookProse.html(text), language: "peft") == cells)
    }
  }
}
