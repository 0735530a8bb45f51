/// Reads prose into a tree of blocks.
///
/// Source: CommonMark 0.31, appendix "A parsing strategy", phase 1; tables as in GitHub Flavored
/// Markdown 0.29, section 4.10.
struct MarkdownParser {
  let document = MarkdownBlock(.document, line: 0)
  /// Definitions of link targets, which may stand after their use.
  private(set) var references: MarkdownReferences
  /// The open blocks, the document first.
  private var open: [MarkdownBlock]
  private var line = 0
  /// How many of the open blocks the line continues.
  private var matched = 1

  /// Deeper nesting is text: a hostile document must not make every line walk thousands of blocks.
  private static let deepest = 100

  /// - Parameter references: known from elsewhere in the file.
  init(references: MarkdownReferences = MarkdownReferences()) {
    self.references = references
    open = [document]
  }

  mutating func run(_ text: [UInt8]) {
    for slice in lineSlices(of: text[...]) { read(MarkdownLine(slice)) }
    close(to: 1, at: line)
  }

  private var tip: MarkdownBlock { open[open.count - 1] }

  private mutating func read(_ bytes: MarkdownLine) {
    line += 1
    var text = bytes
    matched = 1
    matching: while matched < open.count {
      switch step(into: open[matched], &text) {
      case .continues: matched += 1
      case .ends: break matching
      case .closes:
        close(to: matched, at: line)
        return
      }
    }
    var container = open[matched - 1]
    while !container.isVerbatim {
      switch start(in: container, &text) {
      case .nothing:
        return add(text, to: container)
      case .block(let block): container = block
      case .wholeLine: return
      }
    }
    add(text, to: container)
  }

  // MARK: Blocks that are open

  private enum Step {
    case continues
    case ends
    /// The line is the block's own last one.
    case closes
  }

  private func step(into block: MarkdownBlock, _ text: inout MarkdownLine) -> Step {
    let indent = text.next.indent
    switch block.kind {
    case .document, .list: return .continues
    case .quote, .item:
      block.container?.isFilled = !block.children.isEmpty
      return block.container?.continues(on: &text) ?? false ? .continues : .ends
    case .heading, .rule: return .ends
    case .paragraph, .table: return text.isBlank ? .ends : .continues
    case .html(let html): return html.endsAtBlankLine && text.isBlank ? .ends : .continues
    case .indentedCode:
      guard indent >= 4 || text.isBlank else { return .ends }
      text.skip(columns: 4)
      return .continues
    case .fencedCode(let fence):
      if indent < 4, fence.isClosed(by: text.content) { return .closes }
      text.skip(columns: fence.indent)
      return .continues
    }
  }

  private mutating func add(_ text: MarkdownLine, to container: MarkdownBlock) {
    if matched < open.count, !text.isBlank, tip.isParagraph {
      // A lazy continuation line.
      tip.text += Array(text.content) + [.lineFeed]
      return
    }
    close(to: matched, at: line - 1)
    switch container.kind {
    case .paragraph, .table: container.text += Array(text.content) + [.lineFeed]
    case .indentedCode, .fencedCode: container.text += text.rest + [.lineFeed]
    case .html(let html):
      container.text += text.rest + [.lineFeed]
      if html.ends(with: text.content) { close(to: matched - 1, at: line) }
    default:
      guard !text.isBlank else { return }
      push(.paragraph).text = Array(text.content) + [.lineFeed]
    }
  }

  @discardableResult
  private mutating func push(_ kind: MarkdownBlock.Kind) -> MarkdownBlock {
    close(to: matched, at: line - 1)
    while !tip.holds(kind) { close(to: open.count - 1, at: line - 1) }
    let block = MarkdownBlock(kind, line: line)
    tip.append(block)
    open.append(block)
    matched = open.count
    return block
  }

  private mutating func close(to count: Int, at line: Int) {
    while open.count > count {
      let block = open.removeLast()
      block.lastLine = line
      finish(block)
    }
    matched = min(matched, count)
  }

  private mutating func finish(_ block: MarkdownBlock) {
    switch block.kind {
    case .paragraph:
      references.take(from: &block.text)
      if block.text.isEmpty { tip.removeLast() }
    case .indentedCode:
      var lines = Array(lineSlices(of: block.text[...]))
      while let last = lines.last, MarkdownLine(last).isBlank { lines.removeLast() }
      block.text = lines.flatMap { Array($0) }
      block.lastLine = block.firstLine + lines.count - 1
    case .item:
      block.lastLine = block.children.last?.lastLine ?? block.firstLine
    case .list:
      block.isTight =
        !hasBlankLines(block.children) && !block.children.contains { hasBlankLines($0.children) }
      block.lastLine = block.children.last?.lastLine ?? line
    default: break
    }
  }

  /// Whether a blank line stands between two of these blocks.
  private func hasBlankLines(_ blocks: [MarkdownBlock]) -> Bool {
    zip(blocks, blocks.dropFirst()).contains { $1.firstLine != $0.lastLine + 1 }
  }

  // MARK: Blocks that start

  private enum Start {
    case nothing
    /// The rest of the line stands in it.
    case block(MarkdownBlock)
    case wholeLine
  }

  private mutating func start(
    in container: MarkdownBlock, _ text: inout MarkdownLine
  ) -> Start {
    let (_, indent) = text.next
    let content = text.content
    if text.isBlank { return .nothing }
    if indent >= 4 {
      if tip.isParagraph || container.takesLines { return .nothing }
      text.skip(columns: 4)
      return .block(push(.indentedCode))
    }
    if let fence = Fence(content, indent: indent) {
      push(.fencedCode(fence)).info = Array(content.dropFirst(fence.length))
      return .wholeLine
    }
    if let html = HTMLBlock(startingAt: content, mayBeAnyTag: !tip.isParagraph) {
      return .block(push(.html(html)))
    }
    if container.isParagraph, startsInParagraph(container, content) { return .wholeLine }
    if let heading = MarkdownHeading(content) {
      push(.heading(level: heading.level)).text = heading.text
      close(to: open.count - 1, at: line)
      return .wholeLine
    }
    if MarkdownContainer.isHeadingOrRule(content) {
      push(.rule)
      close(to: open.count - 1, at: line)
      return .wholeLine
    }
    return startContainer(in: container, &text)
  }

  /// What a paragraph becomes by the line under it: a heading, or a table.
  private mutating func startsInParagraph(
    _ paragraph: MarkdownBlock, _ content: ArraySlice<UInt8>
  ) -> Bool {
    if MarkdownContainer.isSetextUnderline(content) {
      references.take(from: &paragraph.text)
      guard !paragraph.text.isEmpty else { return false }
      paragraph.kind = .heading(level: content.first == UInt8(ascii: "=") ? 1 : 2)
      close(to: open.count - 1, at: line)
      return true
    }
    guard let alignments = MarkdownTable.alignments(content) else { return false }
    let lines = Array(lineSlices(of: paragraph.text[...]))
    guard let header = lines.last, MarkdownTable.cells(header).count == alignments.count else {
      return false
    }
    paragraph.text = lines.dropLast().flatMap { Array($0) }
    // A paragraph that was the header alone goes.
    close(to: open.count - 1, at: line - 2)
    let table = push(.table(alignments))
    table.text = Array(header)
    table.firstLine = line - 1
    return true
  }

  private mutating func startContainer(
    in container: MarkdownBlock, _ text: inout MarkdownLine
  ) -> Start {
    let content = text.content
    guard open.count < MarkdownParser.deepest,
      let started = MarkdownContainer(startingAt: &text, interrupting: container.isParagraph)
    else { return .nothing }
    guard content.first != UInt8(ascii: ">") else {
      let quote = push(.quote)
      quote.container = started
      return .block(quote)
    }
    let marker = MarkdownListMarker(content)
    if case .list(let other) = container.kind, other.continues(marker) {
      // One more item of it.
    } else {
      push(.list(marker))
    }
    let item = push(.item)
    item.container = started
    return .block(item)
  }
}

/// `## Title ##`
struct MarkdownHeading {
  let level: Int
  let text: [UInt8]

  /// Nil when `content` is no such line.
  init?(_ content: ArraySlice<UInt8>) {
    level = content.run(of: UInt8(ascii: "#"))
    let rest = content.dropFirst(level)
    guard (1...6).contains(level), rest.first?.isBlank ?? true else { return nil }
    var title = rest.drop(while: \.isBlank).trimmedEnd
    var end = title.endIndex
    while end > title.startIndex, title[end - 1] == UInt8(ascii: "#") { end -= 1 }
    if end == title.startIndex || title[end - 1].isBlank { title = title[..<end].trimmedEnd }
    text = Array(title)
  }
}
