/// Cuts a file into pieces: what the scanner reports as top-level fences, sorted by info string.
struct DocumentParser {
  private(set) var pieces: [NotebookDocument.Piece] = []
  private var prose: [UInt8] = []
  private var scanner = BlockScanner()
  /// The fenced block that is being read.
  private var open: (fence: Fence, opening: [UInt8], body: [UInt8])?
  /// A closed cell stands before the prose gathered so far, which is blank.
  private var mayBeOutput = false

  mutating func run(_ text: ArraySlice<UInt8>) {
    var rest = text
    if rest.starts(with: byteOrderMark) {
      prose += byteOrderMark
      rest = rest.dropFirst(byteOrderMark.count)
    }
    if let matter = FrontMatter(rest) {
      flush()
      pieces.append(.frontMatter(matter))
      rest = rest.dropFirst(matter.bytes.count)
    }
    for line in lineSlices(of: rest) { read(line) }
    if let (fence, opening, body) = open {
      finish(FencedBlock(opening: opening, body: body, closing: nil, fence: fence))
    }
    flush()
  }

  private mutating func read(_ line: ArraySlice<UInt8>) {
    switch scanner.read(line) {
    case .opened(let fence):
      open = (fence, Array(line), [])
    case .closed:
      guard let (fence, opening, body) = open else { preconditionFailure("closed, never opened") }
      open = nil
      finish(FencedBlock(opening: opening, body: body, closing: Array(line), fence: fence))
    case .other:
      if open != nil {
        open?.body += line
      } else {
        prose += line
        if !MarkdownLine(line).isBlank { mayBeOutput = false }
      }
    }
  }

  private mutating func finish(_ block: FencedBlock) {
    let kind = block.info.first
    if kind == "peft" {
      flush()
      pieces.append(.cell(block))
      mayBeOutput = block.closing != nil
    } else if kind == "output", mayBeOutput, block.closing != nil {
      // Never closed, it would be the rest of the file: somebody's prose, which is kept.
      flush()
      pieces.append(.output(block))
      mayBeOutput = false
    } else {
      prose += block.bytes
      mayBeOutput = false
    }
  }

  private mutating func flush() {
    if !prose.isEmpty { pieces.append(.prose(prose)) }
    prose = []
  }
}
