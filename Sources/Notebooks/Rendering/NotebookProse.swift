/// Markdown outside cells, as a page shows it.
package enum NotebookProse {
  /// The HTML of a text by itself.
  package static func html(_ markdown: String) -> String {
    var names = HeadingNames()
    let prose = Array(markdown.utf8)
    return MarkdownHTML.render(prose, references(in: [prose]), &names)
  }

  /// The words of its first heading.
  static func heading(_ prose: [UInt8], _ references: MarkdownReferences) -> String? {
    var parser = MarkdownParser()
    parser.run(prose)
    return parser.document.children.lazy.compactMap { block -> String? in
      guard case .heading = block.kind else { return nil }
      let words = MarkdownInlineParser.nodes(block.text, references).map(\.plainText).joined()
      return words.isEmpty ? nil : words
    }.first
  }

  /// The link targets that pieces of one file define.
  static func references(in pieces: [[UInt8]]) -> MarkdownReferences {
    var references = MarkdownReferences()
    for prose in pieces {
      var parser = MarkdownParser(references: references)
      parser.run(prose)
      references = parser.references
    }
    return references
  }
}
