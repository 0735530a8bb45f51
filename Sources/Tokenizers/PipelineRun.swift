import Foundation

/// Buffers that one call after the other uses.
final class Workspace {
  var original = NormalizedText()
  var normalized = NormalizedText()
  var pieces = PreTokenizedText()
  let cache = WordCache()
  var tokens: [ModelToken] = []

  /// Whether to keep the buffers: not after a text of many megabytes.
  var isModest: Bool { original.capacity + normalized.capacity + pieces.text.capacity < 1 << 23 }
}

/// Workspaces not in use; each thread that encodes takes one, so that none waits.
final class WorkspacePool: @unchecked Sendable {
  private let lock = NSLock()
  private var free: [Workspace] = []

  func withWorkspace<T>(_ body: (Workspace) -> T) -> T {
    let workspace = lock.withLock { free.popLast() } ?? Workspace()
    defer { if workspace.isModest { lock.withLock { free.append(workspace) } } }
    return body(workspace)
  }
}

/// One text on its way through a pipeline.
struct PipelineRun {
  private let pipeline: TokenizerPipeline
  private let workspace: Workspace
  /// Whether special tokens are looked for in the text.
  private let readsSpecial: Bool
  private(set) var result = SequenceTokens()

  init(_ pipeline: TokenizerPipeline, _ workspace: Workspace, readsSpecial: Bool) {
    (self.pipeline, self.workspace, self.readsSpecial) = (pipeline, workspace, readsSpecial)
  }

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    var (position, codePoint): (Int, Int32) = (0, 0)
    for piece in pipeline.added.split(original: bytes, readsSpecial) {
      if piece.range.lowerBound < position {
        codePoint -= Self.codePoints(bytes[piece.range.lowerBound..<position])
      }
      position = piece.range.upperBound
      let part = UnsafeBufferPointer(rebasing: bytes[piece.range])
      if let id = piece.token {
        let end = codePoint + Self.codePoints(part[...])
        append(id, Int(codePoint)..<Int(end), matching: part)
        codePoint = end
      } else {
        workspace.original.removeAll()
        codePoint = workspace.original.append(original: part, first: codePoint)
        readText()
      }
    }
  }

  private static func codePoints(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int32 {
    Int32(bytes.count { $0 & 0xC0 != 0x80 })
  }

  /// The text in `workspace.original`.
  private mutating func readText() {
    if let normalizer = pipeline.normalizer {
      workspace.normalized.removeAll()
      normalizer.normalize(workspace.original, into: &workspace.normalized)
    } else {
      swap(&workspace.original, &workspace.normalized)
    }
    for piece in pipeline.added.split(normalized: workspace.normalized.buffer, readsSpecial) {
      if let id = piece.token {
        let source = workspace.normalized.source
        let last = source[piece.range.upperBound - 1]
        append(
          id, Int(source[piece.range.lowerBound])..<Int(last) + 1,
          matching: UnsafeBufferPointer(rebasing: workspace.normalized.buffer[piece.range]))
      } else {
        workspace.pieces.text.removeAll()
        workspace.pieces.text.append(workspace.normalized, piece.range)
        workspace.pieces.words = [0..<piece.range.count]
        pipeline.preTokenizer?.split(&workspace.pieces)
        readWords()
      }
    }
  }

  /// An added token; what it took with it counts as its text.
  private mutating func append(
    _ id: Int32, _ range: Range<Int>, matching text: UnsafeBufferPointer<UInt8>
  ) {
    result.append(id, range)
    guard pipeline.trimsOffsets else { return }
    result.blanks.append(TokenBlanks(String(decoding: text, as: UTF8.self).unicodeScalars))
  }

  private mutating func readWords() {
    let mark = pipeline.model.cutMark
    for word in workspace.pieces.words {
      guard let mark else {
        read(word)
        continue
      }
      var start = word.lowerBound
      while start < word.upperBound {
        let end = cut(word, after: start, before: mark)
        read(start..<end)
        start = end
      }
    }
  }

  /// The next place where a mark follows what is none.
  private func cut(_ word: Range<Int>, after start: Int, before mark: [UInt8]) -> Int {
    let bytes = workspace.pieces.text.bytes
    var (i, wasMark) = (start, true)
    while i + mark.count <= word.upperBound {
      if bytes[i] == mark[0], mark.indices.allSatisfy({ bytes[i + $0] == mark[$0] }) {
        if !wasMark { return i }
        wasMark = true
        i += mark.count
      } else {
        wasMark = false
        i += 1
      }
    }
    return word.upperBound
  }

  private mutating func read(_ word: Range<Int>) {
    let (bytes, source) = (workspace.pieces.text.bytes, workspace.pieces.text.source)
    workspace.tokens.removeAll(keepingCapacity: true)
    workspace.cache.tokenize(
      UnsafeBufferPointer(start: bytes + word.lowerBound, count: word.count),
      with: pipeline.model, into: &workspace.tokens)
    // Bytes of a suffix that fall back to tokens count as the word's last character.
    let last = word.upperBound - 1
    for token in workspace.tokens {
      let start = source[min(word.lowerBound + Int(token.start), last)]
      let end = source[min(word.lowerBound + Int(token.end) - 1, last)] + 1
      result.append(token.id, Int(start)..<max(Int(start), Int(end)))
      if pipeline.trimsOffsets {
        result.blanks.append(pipeline.blanks[token.id] ?? TokenBlanks())
      }
    }
  }
}
