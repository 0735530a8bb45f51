/// Prose as HTML that loads nothing: no script, no address. Tags of the source are shown as text,
/// comments are left out, an address is text behind what would lead there, an image is its words.
struct MarkdownHTML {
  private(set) var output = ""
  private let references: MarkdownReferences
  private var names: HeadingNames

  /// - Parameters:
  ///   - references: the link targets of the whole file.
  ///   - names: those of the headings before.
  init(references: MarkdownReferences, names: HeadingNames) {
    (self.references, self.names) = (references, names)
  }

  /// The page's part for some prose; `names` learns its headings.
  static func render(
    _ prose: [UInt8], _ references: MarkdownReferences, _ names: inout HeadingNames
  ) -> String {
    var parser = MarkdownParser()
    parser.run(prose)
    var writer = MarkdownHTML(references: references, names: names)
    writer.write(parser.document.children, isTight: false)
    names = writer.names
    return writer.output
  }

  private mutating func line(_ text: String) {
    startLine()
    output += text + "\n"
  }

  private mutating func startLine() {
    if !output.isEmpty, output.utf8.last != .lineFeed { output += "\n" }
  }

  // MARK: Blocks

  private mutating func write(_ blocks: [MarkdownBlock], isTight: Bool) {
    for block in blocks { write(block, isTight: isTight) }
  }

  private mutating func write(_ block: MarkdownBlock, isTight: Bool) {
    switch block.kind {
    case .document, .item: write(block.children, isTight: isTight)
    case .quote:
      line("<blockquote>")
      write(block.children, isTight: false)
      line("</blockquote>")
    case .list(let marker): write(list: block, marker)
    case .paragraph:
      if isTight {
        output += inline(block.text)
      } else {
        line("<p>" + inline(block.text) + "</p>")
      }
    case .heading(let level): write(heading: block, level)
    case .rule: line("<hr />")
    case .indentedCode, .fencedCode: write(code: block)
    case .html: write(html: block)
    case .table(let alignments): write(table: block, alignments)
    }
  }

  private mutating func write(list: MarkdownBlock, _ marker: MarkdownListMarker) {
    let name = marker.start == nil ? "ul" : "ol"
    let start = marker.start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
    line("<\(name)\(start)>")
    for item in list.children {
      startLine()
      output += "<li>"
      write(item.children, isTight: list.isTight)
      output += "</li>\n"
    }
    line("</\(name)>")
  }

  private mutating func write(heading: MarkdownBlock, _ level: Int) {
    let nodes = MarkdownInlineParser.nodes(heading.text, references)
    let name = names.name(nodes.map(\.plainText).joined())
    let id = name.isEmpty ? "" : " id=\"\(HTMLText.escaped(name))\""
    line("<h\(level)\(id)>" + MarkdownHTML.html(nodes) + "</h\(level)>")
  }

  private mutating func write(code block: MarkdownBlock) {
    let words = block.info[...].split(whereSeparator: \.isBlank)
    let info = words.first.map { word in
      MarkdownCursor.unescaped(Array(String(decoding: word, as: UTF8.self).unicodeScalars)[...])
    }
    let language = info.map { " class=\"language-\(HTMLText.escaped($0))\"" } ?? ""
    let text = String(decoding: block.text, as: UTF8.self)
    line("<pre><code\(language)>" + HTMLText.escaped(text) + "</code></pre>")
  }

  private mutating func write(html block: MarkdownBlock) {
    let shown = MarkdownHTML.withoutComments(String(decoding: block.text, as: UTF8.self))
    let scalars = shown.unicodeScalars
    guard scalars.contains(where: { !$0.isMarkdownBlank }) else { return }
    var lines = shown.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while lines.last?.allSatisfy({ $0 == " " || $0 == "\t" }) ?? false { lines.removeLast() }
    line("<pre class=\"raw\">" + HTMLText.escaped(lines.joined(separator: "\n")) + "</pre>")
  }

  private static func withoutComments(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.firstRange(of: "<!--") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: "-->") else { return result }
      rest = rest[end.upperBound...]
    }
    return result + String(rest)
  }

  private mutating func write(table: MarkdownBlock, _ alignments: [MarkdownTable.Alignment]) {
    let rows = lineSlices(of: table.text[...]).map { MarkdownTable.cells($0) }
    line("<table>")
    for (index, row) in rows.enumerated() {
      let cell = index == 0 ? "th" : "td"
      if index == 0 { line("<thead>") }
      if index == 1 { line("<tbody>") }
      line("<tr>")
      for (column, alignment) in alignments.enumerated() {
        let style = alignment == .none ? "" : " class=\"\(alignment.rawValue)\""
        let text = column < row.count ? inline(row[column]) : ""
        line("<\(cell)\(style)>\(text)</\(cell)>")
      }
      line("</tr>")
      if index == 0 { line("</thead>") }
    }
    if rows.count > 1 { line("</tbody>") }
    line("</table>")
  }

  // MARK: Spans

  private func inline(_ text: [UInt8]) -> String {
    MarkdownHTML.html(MarkdownInlineParser.nodes(text, references))
  }

  static func html(_ nodes: [MarkdownInline]) -> String { nodes.map(html).joined() }

  private static func html(_ node: MarkdownInline) -> String {
    switch node.kind {
    case .text(let text): return HTMLText.escaped(text)
    case .reference(let reference): return reference
    case .softBreak: return "\n"
    case .hardBreak: return "<br />\n"
    case .code(let text): return "<code>" + HTMLText.escaped(text) + "</code>"
    case .html(let tag): return tag.hasPrefix("<!--") ? "" : HTMLText.escaped(tag)
    case .address(let address):
      return "<span class=\"address\">" + HTMLText.escaped(address) + "</span>"
    case .emphasis: return "<em>" + html(node.children) + "</em>"
    case .strong: return "<strong>" + html(node.children) + "</strong>"
    case .link(let target): return link(node, target)
    case .image:
      return "<span class=\"image\">" + HTMLText.escaped(node.plainText) + "</span>"
    case .edge: return ""
    }
  }

  private static func link(
    _ node: MarkdownInline, _ target: MarkdownReferences.Target
  ) -> String {
    let text = html(node.children)
    guard let reference = HTMLText.reference(target.destination) else {
      return "<span class=\"link\">\(text)</span> <span class=\"address\">("
        + HTMLText.escaped(target.destination) + ")</span>"
    }
    let title = target.title.map { " title=\"" + HTMLText.escaped($0) + "\"" } ?? ""
    return "<a href=\"\(reference)\"\(title)>\(text)</a>"
  }
}
