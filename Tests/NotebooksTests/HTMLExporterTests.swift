import Foundation
import Language
import Notebooks
import Testing

@Suite struct HTMLExporterTests {
  private func page(_ text: String) -> String {
    String(
      decoding: exporter("html").export(NotebookDocument.parse(text), title: "file"),
      as: UTF8.self)
  }

  private static let text = """
    ---
    peftbook: 0.1
    arithmetic: openblas-0.3.21/Test kernels/x86-64-v4
    ---
    # Is r=4 <enough>?

    See [the paper][p] and [here](#rank).

    ```peft
    train a on d epochs=2 # twice
    ```
    ```output digest=0123456789abcdef
    lr 3e-4 (default for LoRA), 300 steps of 16
    epoch    loss  accuracy   tokens/s    seconds          MB
        1  0.3714    0.9400      29633        2.0        16.8
        2  0.1207    0.9500      28333        2.1        17.1
    a      kept epoch 2 (best accuracy)
    ```

    ```peft fails=unknown-verb
    trane <x>
    ```
    ```output digest=0123456789abcdef
    error: no statement 'trane' & no <b>
    ```

    [p]: https://example.org/paper
    """

  @Test func aPageHoldsProseCellsAndOutputs() {
    let page = page(Self.text)
    #expect(page.contains("<title>Is r=4 &lt;enough&gt;?</title>"))
    #expect(page.contains("<h1 id=\"is-r4-enough\">"))
    #expect(page.contains("<span class=\"verb\">train</span> a <span class=\"preposition\">on"))
    #expect(page.contains("<span class=\"comment\"># twice</span>"))
    #expect(page.contains("<p class=\"fails\">fails as it should: unknown-verb</p>"))
    #expect(page.contains("<pre class=\"error\">error: no statement 'trane' &amp; no &lt;b&gt;"))
    #expect(page.contains("<footer>peftbook 0.1 · openblas-0.3.21/Test kernels/x86-64-v4</footer>"))
    #expect(page.contains("<td class=\"right\">0.9400</td>"))
    #expect(page.contains("<pre>a      kept epoch 2 (best accuracy)</pre>"))
  }

  @Test func titlesAboveTitlesAndRowsWithNamesOnly() {
    let text = """
      ```peft
      t
      ```
      ```output
      f1 of both
                 overlap
      method  f1     all
      full     1       2

              questions  exact     f1
      all           402  49.00  54.01
      HasAns        272  37.13  44.53
      ```

      """
    let page = String(
      decoding: exporter("html").export(NotebookDocument.parse(text), title: ""), as: UTF8.self)
    #expect(page.contains("<pre>f1 of both</pre>"), "\(page)")
    #expect(page.contains("<th>method</th><th class=\"right\">f1</th>"))
    #expect(page.contains("<th class=\"right\">overlap<br>all</th>"))
    #expect(page.contains("<th></th><th class=\"right\">questions</th>"))
    #expect(page.contains("<td>HasAns</td><td class=\"right\">272</td>"))
  }

  @Test func anEpochTableHasItsLossCurve() throws {
    let page = page(Self.text)
    #expect(page.contains("<figcaption>loss by epoch</figcaption>"))
    let line = try #require(page.firstMatch(of: /<polyline class="curve c0" points="([^"]*)"/))
    #expect(line.output.1.split(separator: " ").count == 2)
    #expect(page.contains(">0.1207</text>") && page.contains(">0.3714</text>"))
  }

  @Test func aPageStandsByItself() {
    let page = page(Self.text)
    #expect(!page.contains(/<script|<link|<img|@import|url\(|src=|href="[^#]/))
    #expect(page.matches(of: /https?:/).count == 1)
    #expect(page.contains("<span class=\"address\">(https://example.org/paper)</span>"))
    #expect(page.contains("prefers-color-scheme: dark"))
  }

  @Test func theSameDocumentGivesTheSameBytes() {
    #expect(page(Self.text) == page(Self.text))
    let text = Self.text.replacing("\n", with: "\r\n")
    #expect(page(text) == page(Self.text))
  }

  /// The guide's pages and every generated document: no piece of it is a tag that has an effect.
  @Test func noDocumentMakesAScript() throws {
    for seed in 0..<UInt64(2000) {
      let document = NotebookDocument.parse(DocumentRoundTripTests.document(seed))
      for exporter in notebookExporters { _ = exporter.export(document, title: "<script>") }
      let page = String(
        decoding: exporter("html").export(document, title: "<script>"), as: UTF8.self)
      #expect(!page.contains(/<(script|iframe|img|object|style>.*<style)/))
    }
  }

  @Test func aWholeTableOfFormats() {
    #expect(notebookExporters.map { $0.name } == ["html", "ipynb", "md"])
    #expect(NotebookExport.path(of: "a/b.md", as: exporter("html")) == "a/b.html")
    #expect(NotebookExport.path(of: "b.ipynb", as: exporter("md")) == "b.md")
    #expect(NotebookExport.path(of: "b.txt", as: exporter("html")) == "b.txt.html")
    #expect(NotebookExport.title(of: "a/b.md") == "b")
  }
}
