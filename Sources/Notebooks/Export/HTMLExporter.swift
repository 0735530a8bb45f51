import Language

/// One page that stands by itself: no script, nothing loaded, no address it could lead to.
enum HTMLExporter: NotebookExporter {
  static let name = "html"
  static let fileExtension = "html"

  static func export(_ document: NotebookDocument, title: String) -> [UInt8] {
    let prose = document.pieces.compactMap { piece -> [UInt8]? in
      if case .prose(let bytes) = piece { bytes } else { nil }
    }
    let references = NotebookProse.references(in: prose)
    var names = HeadingNames()
    var body = ""
    var cells = document.cells(file: "")[...]
    for piece in document.pieces {
      switch piece {
      case .frontMatter, .output: break
      case .prose(let bytes): body += MarkdownHTML.render(withoutMark(bytes), references, &names)
      case .cell:
        guard let cell = cells.popFirst() else { break }
        body += section(cell)
      }
    }
    let heading = prose.lazy.compactMap { NotebookProse.heading($0, references) }.first
    return Array(page(title: heading ?? title, body: body, footer: footer(document)).utf8)
  }

  private static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(byteOrderMark.count)) : bytes
  }

  private static func page(title: String, body: String, footer: String) -> String {
    """
    <!doctype html>
    <html>
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(HTMLText.escaped(title))</title>
    <style>
    \(HTMLStyle.text)</style>
    </head>
    <body>
    <main>
    \(body)</main>
    \(footer)</body>
    </html>

    """
  }

  /// What the outputs were computed with.
  private static func footer(_ document: NotebookDocument) -> String {
    guard let matter = document.frontMatter else { return "" }
    let words = [
      matter["peftbook"].map { "peftbook " + $0 }, matter["arithmetic"],
    ].compactMap { $0 }
    if words.isEmpty { return "" }
    return "<footer>" + HTMLText.escaped(words.joined(separator: " · ")) + "</footer>\n"
  }

  // MARK: Cells

  private static func section(_ cell: Cell) -> String {
    var text = "<section class=\"cell\" id=\"cell-\(cell.number)\">\n"
    text += "<pre class=\"code\"><code>" + highlighted(cell.code.source.text) + "</code></pre>\n"
    if let code = cell.expectedFailure {
      text += "<p class=\"fails\">fails as it should: \(HTMLText.escaped(code))</p>\n"
    }
    if let recorded = cell.recorded {
      text += "<div class=\"output\">\n" + OutputHTML.text(recorded.block.lines) + "</div>\n"
    }
    return text + "</section>\n"
  }

  private static func highlighted(_ code: String) -> String {
    let scalars = Array(code.unicodeScalars)
    func text(_ range: Range<Int>) -> String {
      HTMLText.escaped(String(String.UnicodeScalarView(scalars[range])))
    }
    var result = ""
    var end = 0
    for (span, kind) in Highlighter.spans(code) {
      result += text(end..<span.start)
      result += "<span class=\"\(kind.rawValue)\">" + text(span.start..<span.end) + "</span>"
      end = span.end
    }
    return result + text(end..<scalars.count)
  }
}
