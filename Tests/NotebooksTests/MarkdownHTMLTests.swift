import Notebooks
import Testing

@Suite struct MarkdownHTMLTests {
  /// The HTML of prose alone.
  private func html(_ markdown: String) -> String { NotebookProse.html(markdown) }

  @Test(arguments: CommonMarkCase.all)
  func everySectionOfTheSpecification(_ example: CommonMarkCase) {
    #expect(html(example.markdown) == example.html)
  }

  @Test func tables() {
    #expect(
      html("before\n| a | *b* |\n|:--|--:|\n| `c\\|d` | e | f |\n| g |\n\nafter\n") == """
        <p>before</p>
        <table>
        <thead>
        <tr>
        <th class="left">a</th>
        <th class="right"><em>b</em></th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td class="left"><code>c|d</code></td>
        <td class="right">e</td>
        </tr>
        <tr>
        <td class="left">g</td>
        <td class="right"></td>
        </tr>
        </tbody>
        </table>
        <p>after</p>

        """)
    #expect(html("a | b\nc | d\n") == "<p>a | b\nc | d</p>\n")
    #expect(html("| a |\n| - | - |\n") == "<p>| a |\n| - | - |</p>\n")
  }

  /// Whatever is written, nothing of it is a tag with an effect, or an address that is followed.
  @Test func nothingIsLoaded() {
    let hostile = [
      "<script>alert(1)</script>", "<img src=\"https://a.b/c\">", "[x](javascript:alert(1))",
      "![x](https://a.b/c.png)", "[x](JAVA&#115;cript&colon;alert(1))", "[x](<\tjavascript:a>)",
      "<style>@import 'https://a.b'</style>", "[x]: data:text/html,<script>\n\n[x]",
      "<https://a.b\" onclick=\"a()>", "[x](/\\a.b)", "[x](\\\\a.b)",
      "[x](a.md \"t\" onclick=\"b\")",
      "[x](a.md '\" onclick=\"b')", "```\" onclick=\"a\n```", "# \" onclick=\"a",
      "<a href=\"https://a.b\">x</a>", "x <iframe src=//a.b> y", "<!-- --><script>a()</script>",
      "&lt;script&gt;", "<svg onload=a()>", "[x](vbscript:a) [y](data:a) [z](https:a.b)",
    ]
    for text in hostile {
      for wrapped in [text, "> " + text, "- " + text, "a " + text, "| " + text + " |\n|-|\n"] {
        let page = html(wrapped)
        let tags = page.matches(of: /<([a-z0-9]+)([^>]*)>/)
        for tag in tags {
          let attributes = tag.output.2
          #expect(
            [
              "p", "a", "em", "code", "pre", "span", "blockquote", "ul", "li", "table", "thead",
              "tbody", "tr", "th", "h1",
            ].contains(String(tag.output.1)), "\(page)")
          let names = attributes.replacing(/"[^"]*"/, with: "")
          #expect(!names.contains(/(src|on[a-z]+|style)=/), "\(page)")
          if let target = attributes.firstMatch(of: /href="([^"]*)"/) {
            #expect(!target.output.1.contains(":"), "\(page)")
            #expect(!target.output.1.hasPrefix("//"), "\(page)")
          }
        }
      }
    }
  }

  /// The specification's own examples: the same HTML, but for what a page of ours does not hold.
  @Test(
    .enabled(
      if: CommonMarkSpecification.path != nil,
      "set PEFTBOOK_COMMONMARK_SPEC to the specification's spec.txt"))
  func asTheSpecificationSays() throws {
    var compared = 0
    for example in try CommonMarkSpecification().examples where isComparable(example) {
      compared += 1
      let found = html(example.markdown).replacing(/\sid="[^"]*"/, with: "")
      #expect(found == example.html, "example \(example.number), \(example.section)")
    }
    #expect(compared > 450)
  }

  /// Tags, comments, images and addresses are shown otherwise, and named references left to the
  /// browser.
  private func isComparable(_ example: CommonMarkSpecification.Example) -> Bool {
    if ["HTML blocks", "Raw HTML", "Images", "Autolinks"].contains(example.section) {
      return false
    }
    if example.markdown.contains(/<[A-Za-z\/!?]|&[A-Za-z]+;|!\[/) { return false }
    let targets = example.html.matches(of: /href="([^"]*)"/)
    return targets.allSatisfy { !$0.output.1.contains(":") }
  }

  @Test func hostileNestingEnds() {
    for text in [
      String(repeating: "> ", count: 5000) + "x", String(repeating: "- ", count: 5000) + "x",
      String(repeating: "[", count: 20_000), String(repeating: "![", count: 20_000),
      String(repeating: "*a ", count: 20_000), String(repeating: "*a **b ", count: 5000),
      String(repeating: "a*", count: 20_000), String(repeating: "`a``", count: 5000),
      String(repeating: "*", count: 50_000) + "a" + String(repeating: "*", count: 50_000),
      String(repeating: "[a](", count: 5000), String(repeating: "<!-- ", count: 2000),
      String(repeating: "[a]", count: 5000) + "\n\n[a]: b\n",
      String(repeating: "| a ", count: 5000) + "\n" + String(repeating: "|-", count: 5000),
    ] {
      #expect(html(text).utf8.count < 20 * text.utf8.count)
    }
  }
}
