/// A piece of a line: a node of a doubly linked list, whose stretches become emphasis and links.
final class MarkdownInline {
  enum Kind: Equatable {
    case text(String)
    /// A named reference that a browser resolves: `&copy;`.
    case reference(String)
    case softBreak
    case hardBreak
    case code(String)
    case html(String)
    /// `<https://…>`
    case address(String)
    case emphasis
    case strong
    case link(MarkdownReferences.Target)
    case image(MarkdownReferences.Target)
    /// The beginning of a list.
    case edge
  }

  var kind: Kind
  private(set) unowned(unsafe) var previous: MarkdownInline?
  private(set) var next: MarkdownInline?
  var children: [MarkdownInline] = []

  init(_ kind: Kind) { self.kind = kind }

  func insert(after node: MarkdownInline) {
    (previous, next) = (node, node.next)
    node.next?.previous = self
    node.next = self
  }

  func unlink() {
    previous?.next = next
    next?.previous = previous
    (previous, next) = (nil, nil)
  }

  /// Takes the nodes between this one and `end` out of the list, as this one's children.
  func adopt(upTo end: MarkdownInline?) {
    while let node = next, node !== end {
      node.unlink()
      children.append(node)
    }
  }

  /// Words without any mark-up: what stands for an image, or names a heading.
  var plainText: String {
    switch kind {
    case .text(let text), .code(let text), .address(let text), .reference(let text): text
    case .softBreak, .hardBreak: " "
    case .html(let tag): tag.hasPrefix("<!--") ? "" : tag
    case .edge: ""
    case .emphasis, .strong, .link, .image: children.map(\.plainText).joined()
    }
  }
}
