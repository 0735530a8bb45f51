/// Reads Markdown line by line and says where top-level fenced blocks open and close.
///
/// It keeps only what that needs: the open containers (quotes, list items) and the kind of the
/// open leaf, because a fence inside a container, a comment or another fence is prose.
///
/// Source: CommonMark 0.31, appendix "A parsing strategy", phase 1.
struct BlockScanner {
  enum Event: Equatable {
    case other
    case opened(Fence)
    case closed
  }

  private enum Leaf: Equatable {
    case none
    case paragraph
    case indentedCode
    case fence(Fence)
    case html(HTMLBlock)
  }

  private var containers: [MarkdownContainer] = []
  private var leaf = Leaf.none

  /// Deeper nesting is not told apart: it is in a container already, and a hostile document
  /// must not make every line walk thousands of them.
  private static let deepest = 100

  /// The line that closes what is still open at the top level and would swallow a following cell;
  /// nil when a blank line is enough.
  var closingLine: [UInt8]? {
    guard containers.isEmpty else { return nil }
    switch leaf {
    case .fence(let fence): return [UInt8](repeating: fence.marker, count: fence.length)
    case .html(let html): return html.closingText.map { Array($0.utf8) }
    case .none, .paragraph, .indentedCode: return nil
    }
  }

  mutating func read(_ bytes: ArraySlice<UInt8>) -> Event {
    var line = MarkdownLine(bytes)
    let matched = containers.firstIndex { !$0.continues(on: &line) } ?? containers.count
    let allMatched = matched == containers.count

    if allMatched, let event = continueLeaf(line) { return event }
    let startsInParagraph = leaf == .paragraph
    let opened = openBlocks(&line, matched: matched)
    if let event = opened.event { return event }

    if opened.isNew {
      endLine(isBlank: line.isBlank)
    } else if startsInParagraph, !allMatched, !line.isBlank {
      // A lazy continuation line: the paragraph and its containers stay open.
    } else {
      if !allMatched { close(to: matched) }
      endLine(isBlank: line.isBlank)
    }
    return .other
  }

  /// What the line does to the open leaf; nil when block starts have to be looked for.
  private mutating func continueLeaf(_ line: MarkdownLine) -> Event? {
    switch leaf {
    case .fence(let fence):
      guard line.next.indent < 4, fence.isClosed(by: line.content) else { return .other }
      leaf = .none
      return containers.isEmpty ? .closed : .other
    case .html(let html):
      if html.endsAtBlankLine ? line.isBlank : html.ends(with: line.content) { leaf = .none }
      return .other
    case .indentedCode:
      if line.next.indent >= 4 || line.isBlank { return .other }
      leaf = .none
      return nil
    case .paragraph, .none:
      return nil
    }
  }

  /// Opens every container that starts on the line, and at most one leaf that is no paragraph.
  ///
  /// - Returns: `isNew` when a container opened; an event when the line is used up.
  private mutating func openBlocks(
    _ line: inout MarkdownLine, matched: Int
  ) -> (isNew: Bool, event: Event?) {
    var isNew = false
    let mayBeLazy = leaf == .paragraph
    while true {
      // In the paragraph itself, or in a line that may continue it lazily.
      let inParagraph = leaf == .paragraph && !isNew && matched == containers.count
      let afterParagraph = mayBeLazy && !isNew
      let (_, indent) = line.next
      let content = line.content
      if indent >= 4 {
        if !afterParagraph, !line.isBlank {
          if !isNew { close(to: matched) }
          enter(.indentedCode)
          return (isNew, .other)
        }
        return (isNew, nil)
      }
      if let fence = Fence(content, indent: indent) {
        if !isNew { close(to: matched) }
        enter(.fence(fence))
        return (isNew, containers.isEmpty ? .opened(fence) : .other)
      }
      if let html = HTMLBlock(startingAt: content, mayBeAnyTag: !afterParagraph) {
        if !isNew { close(to: matched) }
        enter(html.ends(with: content) ? .none : .html(html))
        return (isNew, .other)
      }
      let isUnderline = inParagraph && MarkdownContainer.isSetextUnderline(content)
      if isUnderline || MarkdownContainer.isHeadingOrRule(content) {
        if !isNew { close(to: matched) }
        enter(.none)
        return (isNew, .other)
      }
      guard containers.count < BlockScanner.deepest,
        let container = MarkdownContainer(startingAt: &line, interrupting: inParagraph)
      else { return (isNew, nil) }
      if !isNew { close(to: matched) }
      leaf = .none
      containers.append(container)
      isNew = true
    }
  }

  private mutating func close(to matched: Int) {
    if matched < containers.count { leaf = .none }
    containers.removeLast(containers.count - matched)
  }

  private mutating func enter(_ newLeaf: Leaf) {
    leaf = newLeaf
    markFilled()
  }

  private mutating func endLine(isBlank: Bool) {
    if isBlank {
      leaf = .none
    } else {
      enter(.paragraph)
    }
  }

  /// The open items hold something now: a blank line no longer ends them.
  private mutating func markFilled() {
    var index = containers.count - 1
    while index >= 0, !containers[index].isFilled {
      containers[index].isFilled = true
      index -= 1
    }
  }
}
