/// Reads a block's text into spans.
///
/// Source: CommonMark 0.31, appendix "A parsing strategy", phase 2.
struct MarkdownInlineParser {
  var cursor: MarkdownCursor
  let references: MarkdownReferences
  /// The node the next one stands behind.
  var last: MarkdownInline
  private let head = MarkdownInline(.edge)
  var emphasis = MarkdownEmphasis()
  private var brackets: [Bracket] = []
  /// Lengths of runs of backticks that nothing closes.
  private var unclosedTicks: Set<Int> = []

  struct Bracket {
    let node: MarkdownInline
    let isImage: Bool
    /// Behind the bracket.
    let index: Int
    /// How many runs of emphasis marks stood before it.
    let marks: Int
    /// False inside a link: links hold no links.
    var isActive = true
  }

  /// More open brackets are text: a tree must not be deeper than a stack.
  private static let deepest = 500

  static func nodes(_ text: [UInt8], _ references: MarkdownReferences) -> [MarkdownInline] {
    // Blanks at the end would be a line break to nowhere.
    var text = text[...]
    while let byte = text.last, byte.isBlank || byte == .lineFeed { text.removeLast() }
    var parser = MarkdownInlineParser(String(decoding: text, as: UTF8.self), references)
    return parser.run()
  }

  private init(_ text: String, _ references: MarkdownReferences) {
    cursor = MarkdownCursor(text)
    self.references = references
    last = head
  }

  private mutating func run() -> [MarkdownInline] {
    while let scalar = cursor.peek() { read(scalar) }
    emphasis.match(from: 0)
    head.adopt(upTo: nil)
    return head.children
  }

  mutating func append(_ kind: MarkdownInline.Kind) {
    let node = MarkdownInline(kind)
    node.insert(after: last)
    last = node
  }

  private mutating func read(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\n": lineEnd()
    case "\\": backslash()
    case "`": code()
    case "*", "_":
      let run = emphasis.run(&cursor)
      append(.text(String(String.UnicodeScalarView(repeatElement(scalar, count: run.count)))))
      emphasis.add(run, last)
    case "[":
      cursor.index += 1
      open(isImage: false)
    case "!" where cursor.peek(1) == "[":
      cursor.index += 2
      open(isImage: true)
    case "]": closeBracket()
    case "<": angle()
    case "&":
      if let reference = cursor.characterReference() {
        append(reference.isKnown ? .text(reference.text) : .reference(reference.text))
      } else {
        takeText()
      }
    default: takeText()
    }
  }

  /// Up to the next scalar that may mean something; at least one.
  private mutating func takeText() {
    let start = cursor.index
    cursor.index += 1
    while let next = cursor.peek(), !MarkdownInlineParser.special.contains(next) {
      cursor.index += 1
    }
    append(.text(cursor.text(start..<cursor.index)))
  }

  private static let special: Set<Unicode.Scalar> = [
    "\n", "\\", "`", "*", "_", "[", "]", "<", "&", "!",
  ]

  private mutating func lineEnd() {
    cursor.index += 1
    var isHard = false
    if case .text(let text) = last.kind {
      let kept = text.unicodeScalars.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
      isHard = text.hasSuffix("  ")
      last.kind = .text(String(String.UnicodeScalarView(kept)))
    }
    append(isHard ? .hardBreak : .softBreak)
    cursor.skipBlanks()
  }

  private mutating func backslash() {
    cursor.index += 1
    guard let next = cursor.peek() else { return append(.text("\\")) }
    if next == "\n" {
      cursor.index += 1
      append(.hardBreak)
      cursor.skipBlanks()
    } else if next.isMarkdownPunctuation {
      cursor.index += 1
      append(.text(String(next)))
    } else {
      append(.text("\\"))
    }
  }

  private mutating func code() {
    let start = cursor.index
    let length = cursor.takeRun(of: "`")
    let inside = cursor.index
    while !unclosedTicks.contains(length), let next = cursor.peek() {
      guard next == "`" else {
        cursor.index += 1
        continue
      }
      let end = cursor.index
      guard cursor.takeRun(of: "`") == length else { continue }
      var scalars = cursor.scalars[inside..<end].map { $0 == "\n" ? " " : $0 }
      if scalars.count > 2, scalars.first == " ", scalars.last == " ",
        scalars.contains(where: { $0 != " " })
      {
        scalars = Array(scalars.dropFirst().dropLast())
      }
      return append(.code(String(String.UnicodeScalarView(scalars))))
    }
    unclosedTicks.insert(length)
    cursor.index = inside
    append(.text(cursor.text(start..<inside)))
  }

  private mutating func angle() {
    if let address = cursor.address() {
      append(.address(address))
    } else if let tag = cursor.tag() {
      append(.html(tag))
    } else {
      cursor.index += 1
      append(.text("<"))
    }
  }

  // MARK: Links

  private mutating func open(isImage: Bool) {
    append(.text(isImage ? "![" : "["))
    guard brackets.count < MarkdownInlineParser.deepest else { return }
    brackets.append(
      Bracket(node: last, isImage: isImage, index: cursor.index, marks: emphasis.count))
  }

  private mutating func closeBracket() {
    cursor.index += 1
    guard let bracket = brackets.popLast() else { return append(.text("]")) }
    guard bracket.isActive, let target = target(of: bracket) else { return append(.text("]")) }
    bracket.node.kind = bracket.isImage ? .image(target) : .link(target)
    emphasis.match(from: bracket.marks)
    bracket.node.adopt(upTo: nil)
    last = bracket.node
    if !bracket.isImage {
      for index in brackets.indices where !brackets[index].isImage {
        brackets[index].isActive = false
      }
    }
  }

  /// What the bracket that was just closed leads to; passes over what says so.
  private mutating func target(of bracket: Bracket) -> MarkdownReferences.Target? {
    let start = cursor.index
    if let target = inlineTarget() { return target }
    cursor.index = start
    let text = Array(cursor.scalars[bracket.index..<start - 1])
    if let label = cursor.label() { return found(label, back: start) }
    // `[text][]` and `[text]`: the text is the label, unless a bracket in it was open.
    if cursor.peek() == "[", cursor.peek(1) == "]" { cursor.index += 2 }
    let isLabel = text.count < 1000 && MarkdownInlineParser.isLabel(text)
    return isLabel ? found(text, back: start) : failed(back: start)
  }

  private mutating func found(
    _ label: [Unicode.Scalar], back start: Int
  ) -> MarkdownReferences.Target? {
    references[label] ?? failed(back: start)
  }

  private mutating func failed(back start: Int) -> MarkdownReferences.Target? {
    cursor.index = start
    return nil
  }

  private static func isLabel(_ text: [Unicode.Scalar]) -> Bool {
    var isEscaped = false
    for scalar in text {
      if scalar == "[" || scalar == "]", !isEscaped { return false }
      isEscaped = scalar == "\\" && !isEscaped
    }
    return text.contains { !$0.isMarkdownBlank }
  }

  /// `(destination "title")`
  private mutating func inlineTarget() -> MarkdownReferences.Target? {
    guard cursor.take("(") else { return nil }
    cursor.skipBlanksAndOneLineEnd()
    guard let destination = cursor.destination() else { return nil }
    var title: String?
    if cursor.skipBlanksAndOneLineEnd() {
      title = cursor.title()
      cursor.skipBlanksAndOneLineEnd()
    }
    guard cursor.take(")") else { return nil }
    return MarkdownReferences.Target(destination: destination, title: title)
  }
}
