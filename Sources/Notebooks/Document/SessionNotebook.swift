/// One thing typed at a prompt, as a notebook keeps it.
package struct SessionEntry: Sendable {
  /// Empty when only comments were typed.
  package var statement: String
  /// Comment lines typed alone before the statement, as typed, each with its `#`.
  package var comments: [String]
  package var output: CellOutput

  package init(statement: String, comments: [String] = [], output: CellOutput = CellOutput()) {
    (self.statement, self.comments, self.output) = (statement, comments, output)
  }
}

extension NotebookDocument {
  /// A notebook of a session: a cell a statement, comments as prose.
  ///
  /// - Parameters:
  ///   - version: the value of `peftbook:` in the front matter.
  ///   - arithmetic: the fingerprint the outputs were made with.
  package init(session entries: [SessionEntry], version: String, arithmetic: String) {
    self.init(pieces: [])
    setFrontMatter("peftbook", to: version)
    setFrontMatter("arithmetic", to: arithmetic)
    for entry in entries { append(entry) }
  }

  /// Adds comments as prose and a statement as a cell at the end; what stands there keeps its
  /// bytes.
  package mutating func append(_ entry: SessionEntry) {
    let lineEnd = lineEnd
    let prose = SessionProse.paragraphs(of: entry.comments)
    for paragraph in prose {
      appendSeparator(lineEnd)
      pieces.append(.prose(paragraph.flatMap { Array($0.utf8) + lineEnd }))
    }
    guard !entry.statement.isEmpty else { return }
    appendSeparator(lineEnd)
    let cell = NotebookDocument.cellBytes(entry.statement, lineEnd)
    pieces.append(contentsOf: NotebookDocument.parse(cell).pieces)
    if let cell = cells(file: "").last { setOutput(entry.output, of: cell) }
  }

  /// A blank line before what is added, whatever the file ends with.
  private mutating func appendSeparator(_ lineEnd: [UInt8]) {
    let end = printed()
    guard !end.isEmpty else { return }
    var separator: [UInt8] = end.last == .lineFeed ? [] : lineEnd
    if let closing = NotebookDocument.closingLine(of: end) {
      // Nothing else changes by it: an open fence reaches to the end of the file anyway.
      pieces = NotebookDocument.parse(end + separator + closing + lineEnd + lineEnd).pieces
      return
    }
    let lastLine = end.dropLast(end.last == .lineFeed ? 1 : 0)
      .reversed().prefix { $0 != .lineFeed }
    if !lastLine.allSatisfy({ $0.isBlank || $0 == .carriageReturn }) { separator += lineEnd }
    if !separator.isEmpty { pieces.append(.prose(separator)) }
  }

  private static func closingLine(of bytes: [UInt8]) -> [UInt8]? {
    var scanner = BlockScanner()
    var text = bytes[...]
    if text.starts(with: byteOrderMark) { text = text.dropFirst(byteOrderMark.count) }
    if let matter = FrontMatter(text) { text = text.dropFirst(matter.bytes.count) }
    for line in lineSlices(of: text) { _ = scanner.read(line) }
    return scanner.closingLine
  }

  static func cellBytes(_ statement: String, _ lineEnd: [UInt8]) -> [UInt8] {
    var longest = 2
    var run = 0
    for byte in statement.utf8 {
      run = byte == .backtick ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = [UInt8](repeating: .backtick, count: longest + 1)
    var bytes = fence + Array("peft".utf8) + lineEnd
    for line in lineSlices(of: Array(statement.utf8)[...]) {
      bytes += MarkdownLine(line).bytes + lineEnd
    }
    return bytes + fence + lineEnd
  }
}

/// Comments typed at a prompt, as Markdown.
enum SessionProse {
  /// Each paragraph as its lines. A comment that reads as a title (`# Is r=4 enough?`: alone,
  /// short, starting with no small letter, ending as no sentence does that goes on) or has several
  /// `#` is a heading and stands as typed; the words of any other are prose.
  static func paragraphs(of comments: [String]) -> [[String]] {
    var paragraphs: [[String]] = []
    var prose: [String] = []
    func isAlone(_ index: Int) -> Bool {
      let before = index > 0 && !words(comments[index - 1]).isEmpty
      let after = index + 1 < comments.count && !words(comments[index + 1]).isEmpty
      return !before && !after
    }
    for (index, comment) in comments.enumerated() {
      let words = words(comment)
      let level = comment.utf8.drop(while: \.isBlank).prefix { $0 == UInt8(ascii: "#") }.count
      let isHeading = (2...6).contains(level) || isAlone(index) && isTitle(words)
      if words.isEmpty || isHeading {
        if !prose.isEmpty { paragraphs.append(prose) }
        prose = []
      }
      if words.isEmpty { continue }
      if isHeading {
        paragraphs.append([String(repeating: "#", count: level) + " " + words])
      } else {
        prose.append(harmless(words))
      }
    }
    if !prose.isEmpty { paragraphs.append(prose) }
    return paragraphs
  }

  private static func isTitle(_ words: String) -> Bool {
    guard let first = words.unicodeScalars.first, let last = words.unicodeScalars.last else {
      return false
    }
    return words.unicodeScalars.count <= 72 && !first.properties.isLowercase
      && !".,;:…。，；：".unicodeScalars.contains(last)
  }

  private static func words(_ comment: String) -> String {
    let text = comment.unicodeScalars.drop { $0 == " " || $0 == "\t" }.drop { $0 == "#" }
    let clean = text.map { $0.value < 0x20 ? " " : $0 }.drop { $0 == " " }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: clean.reversed().drop { $0 == " " }.reversed())
    return String(view)
  }

  /// A line that would open a block (a fence, a tag, a quote, a list) gets a backslash: it would
  /// swallow the cell behind it.
  private static func harmless(_ words: String) -> String {
    guard let first = words.utf8.first else { return words }
    if "`~<>-+*=_#|".utf8.contains(first) { return "\\" + words }
    let digits = words.utf8.prefix(while: \.isDigit).count
    let after = words.utf8.dropFirst(digits).first
    guard digits > 0, after == UInt8(ascii: ".") || after == UInt8(ascii: ")") else { return words }
    let bytes = Array(words.utf8)
    return String(
      decoding: bytes[..<digits] + [UInt8(ascii: "\\")] + bytes[digits...], as: UTF8.self)
  }
}
