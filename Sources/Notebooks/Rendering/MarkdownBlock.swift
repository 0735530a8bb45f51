/// A block of Markdown on the way to a page: prose read as a tree.
final class MarkdownBlock {
  enum Kind: Equatable {
    case document
    case quote
    case list(MarkdownListMarker)
    case item
    case paragraph
    case heading(level: Int)
    case rule
    case indentedCode
    case fencedCode(Fence)
    case html(HTMLBlock)
    case table([MarkdownTable.Alignment])
  }

  var kind: Kind
  private(set) var children: [MarkdownBlock] = []
  /// Lines of text, of a leaf.
  var text: [UInt8] = []
  /// What stands behind an opening fence.
  var info: [UInt8] = []
  var firstLine: Int
  var lastLine: Int
  /// What keeps a quote or an item open.
  var container: MarkdownContainer?
  /// Of a list: no blank line between its items, nor between an item's blocks.
  var isTight = true

  init(_ kind: Kind, line: Int) {
    (self.kind, firstLine, lastLine) = (kind, line, line)
  }

  func append(_ child: MarkdownBlock) { children.append(child) }
  func removeLast() { children.removeLast() }

  /// Whether other blocks may stand in it.
  func holds(_ child: Kind) -> Bool {
    switch kind {
    case .document, .quote, .item: child != .item
    case .list: child == .item
    default: false
    }
  }

  var takesLines: Bool {
    switch kind {
    case .paragraph, .indentedCode, .fencedCode, .html, .table: true
    default: false
    }
  }

  /// A leaf in which no block starts.
  var isVerbatim: Bool {
    switch kind {
    case .indentedCode, .fencedCode, .html: true
    default: false
    }
  }

  var isParagraph: Bool { kind == .paragraph }
}

/// What the items of one list have in common.
struct MarkdownListMarker: Equatable {
  /// The bullet, or what stands behind the number.
  let sign: UInt8
  /// The first item's number; nil for bullets.
  let start: Int?

  /// The marker at the start of `content`, which is one.
  init(_ content: ArraySlice<UInt8>) {
    let digits = content.prefix(while: \.isDigit)
    sign = content[digits.endIndex]
    start = digits.isEmpty ? nil : Int(String(decoding: digits, as: UTF8.self))
  }

  func continues(_ other: MarkdownListMarker) -> Bool {
    sign == other.sign && (start == nil) == (other.start == nil)
  }
}
