/// The seven kinds of HTML block: a fence inside one of them is no fence.
///
/// Source: CommonMark 0.31, section 4.6.
enum HTMLBlock: Equatable {
  /// `<pre>`, `<script>`, `<style>`, `<textarea>` up to a closing tag of these.
  case raw
  case comment
  case instruction
  case declaration
  case characterData
  /// A block-level tag, up to a blank line.
  case block
  /// Any other tag alone on its line, up to a blank line.
  case tag

  /// - Parameter content: a line without its indentation.
  init?(startingAt content: ArraySlice<UInt8>, mayBeAnyTag: Bool) {
    guard content.first == UInt8(ascii: "<") else { return nil }
    if content.starts(with: "<!--") {
      self = .comment
    } else if content.starts(with: "<?") {
      self = .instruction
    } else if content.starts(with: "<![CDATA[") {
      self = .characterData
    } else if content.starts(with: "<!"), content.dropFirst(2).first?.isLetter ?? false {
      self = .declaration
    } else if HTMLBlock.opensRawText(content) {
      self = .raw
    } else if HTMLBlock.isBlockTag(content) {
      self = .block
    } else if mayBeAnyTag, HTMLBlock.isLoneTag(content) {
      self = .tag
    } else {
      return nil
    }
  }

  var endsAtBlankLine: Bool { self == .block || self == .tag }

  /// What ends the block; nil where a blank line does.
  var closingText: String? {
    switch self {
    case .comment: "-->"
    case .instruction: "?>"
    case .declaration: ">"
    case .characterData: "]]>"
    case .raw: "</pre>"
    case .block, .tag: nil
    }
  }

  /// Whether the block's last line is this one.
  func ends(with line: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .comment: return line.contains("-->")
    case .instruction: return line.contains("?>")
    case .declaration: return line.contains(">")
    case .characterData: return line.contains("]]>")
    case .raw:
      let lower = ArraySlice(line.map { $0.isLetter ? $0 | 0x20 : $0 })
      return lower.contains("</script>") || lower.contains("</pre>")
        || lower.contains("</style>") || lower.contains("</textarea>")
    case .block, .tag: return false
    }
  }

  private static func opensRawText(_ content: ArraySlice<UInt8>) -> Bool {
    let (name, rest) = tagName(content.dropFirst())
    guard ["pre", "script", "style", "textarea"].contains(name) else { return false }
    return rest.first.map { $0.isBlank || $0 == UInt8(ascii: ">") } ?? true
  }

  private static func isBlockTag(_ content: ArraySlice<UInt8>) -> Bool {
    var rest = content.dropFirst()
    if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
    let (name, after) = tagName(rest)
    guard blockTags.contains(name) else { return false }
    guard let next = after.first else { return true }
    return next.isBlank || next == UInt8(ascii: ">") || after.starts(with: "/>")
  }

  /// A name, lower case, and what follows it.
  private static func tagName(
    _ text: ArraySlice<UInt8>
  ) -> (name: String, rest: ArraySlice<UInt8>) {
    guard text.first?.isLetter ?? false else { return ("", text) }
    let name = text.prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    guard name.count <= 40 else { return ("", text) }
    let lower = name.map { $0.isLetter ? $0 | 0x20 : $0 }
    return (String(decoding: lower, as: UTF8.self), text.dropFirst(name.count))
  }

  /// One complete opening or closing tag and nothing else on the line.
  private static func isLoneTag(_ content: ArraySlice<UInt8>) -> Bool {
    var rest = content.dropFirst()
    let isClosing = rest.first == UInt8(ascii: "/")
    if isClosing { rest = rest.dropFirst() }
    guard rest.first?.isLetter ?? false else { return false }
    rest = rest.drop { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    while !isClosing, let after = attribute(rest) { rest = after }
    rest = rest.drop(while: \.isBlank)
    if !isClosing, rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
    guard rest.first == UInt8(ascii: ">") else { return false }
    return rest.dropFirst().allSatisfy(\.isBlank)
  }

  /// What follows one attribute with the blanks before it; nil when none stands there.
  private static func attribute(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var rest = text.drop(while: \.isBlank)
    guard rest.startIndex > text.startIndex, let first = rest.first,
      first.isLetter || first == UInt8(ascii: "_") || first == UInt8(ascii: ":")
    else { return nil }
    rest = rest.drop { $0.isLetter || $0.isDigit || "_.:-".utf8.contains($0) }
    let value = rest.drop(while: \.isBlank)
    guard value.first == UInt8(ascii: "=") else { return rest }
    rest = value.dropFirst().drop(while: \.isBlank)
    guard let quote = rest.first else { return nil }
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      rest = rest.dropFirst().drop { $0 != quote }
      return rest.isEmpty ? nil : rest.dropFirst()
    }
    let bare = rest.drop { !$0.isBlank && !"\"'=<>`".utf8.contains($0) }
    return bare.startIndex == rest.startIndex ? nil : bare
  }

  private static let blockTags: Set<String> = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center",
    "col", "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link", "main", "menu",
    "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
  ]
}
