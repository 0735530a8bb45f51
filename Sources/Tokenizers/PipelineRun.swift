import Foundation

/// Buffers that one call after the other uses.
final class Workspace {
  var original = NormalizedText()
  var normalized = NormalizedText()
  var pieces = PreTokenizedText()
  let cache = WordCache()
  var tokens: [ModelToken] = []
}

/// Workspaces not in use; each thread that encodes takes one, so that none waits.
final class WorkspacePool: @unchecked Sendable {
  private let lock = NSLock()
  private var free: [Workspace] = []

  func withWorkspace<T>(_ body: (Workspace) -> T) -> T {
    let workspace = lock.withLock { free.popLast() } ?? Workspace()
    defer { lock.withLock { free.append(workspace) } }
    return body(workspace)
  }
}

/// One text on its way through a pipeline.
///
/// With a limit, tokenizing ends after the word that reaches it, as Hugging Face does it: how two
/// long texts share the room depends on that.
struct PipelineRun {
  private let pipeline: TokenizerPipeline
  private let workspace: Workspace
  private let limit: Int?
  private var result = SequenceTokens()
  /// First token and kind of each word, kept where the end of the text is what stays.
  private var words: [(start: Int, isAdded: Bool)] = []
  private var isFull = false

  init(_ pipeline: TokenizerPipeline, _ workspace: Workspace, limit: Int?) {
    (self.pipeline, self.workspace, self.limit) = (pipeline, workspace, limit)
  }

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    var codePoint: Int32 = 0
    for piece in pipeline.added.split(original: bytes) {
      if isFull && result.isCut { return }
      let part = UnsafeBufferPointer(rebasing: bytes[piece.range])
      if let id = piece.token {
        let end = codePoint + Int32(part.count { $0 & 0xC0 != 0x80 })
        addToken(id, Int(codePoint)..<Int(end))
        codePoint = end
      } else {
        workspace.original.removeAll()
        codePoint = workspace.original.append(original: part, first: codePoint)
        readText()
      }
    }
  }

  mutating func finish() -> SequenceTokens {
    if let limit, pipeline.truncatesLeft { keepLastWords(limit) }
    return result
  }

  /// The text in `workspace.original`.
  private mutating func readText() {
    if let normalizer = pipeline.normalizer {
      workspace.normalized.removeAll()
      normalizer.normalize(workspace.original, into: &workspace.normalized)
    } else {
      swap(&workspace.original, &workspace.normalized)
    }
    for piece in pipeline.added.split(normalized: workspace.normalized.buffer) {
      if isFull && result.isCut { return }
      if let id = piece.token {
        addToken(id, source(of: piece.range))
      } else {
        workspace.pieces.text.removeAll()
        workspace.pieces.text.append(workspace.normalized, piece.range)
        workspace.pieces.words = [0..<piece.range.count]
        pipeline.preTokenizer?.split(&workspace.pieces)
        readWords()
      }
    }
  }

  private func source(of range: Range<Int>) -> Range<Int> {
    let source = workspace.normalized.source
    return Int(source[range.lowerBound])..<Int(source[range.upperBound - 1]) + 1
  }

  private mutating func addToken(_ id: Int32, _ range: Range<Int>) {
    if isFull {
      result.isCut = true
      return
    }
    if pipeline.truncatesLeft { words.append((result.ids.count, true)) }
    result.ids.append(id)
    result.offsets.append(range)
  }

  private mutating func readWords() {
    let (bytes, source) = (workspace.pieces.text.bytes, workspace.pieces.text.source)
    let model = pipeline.model
    for word in workspace.pieces.words {
      if isFull {
        result.isCut = true
        return
      }
      if pipeline.truncatesLeft { words.append((result.ids.count, false)) }
      workspace.tokens.removeAll(keepingCapacity: true)
      workspace.cache.tokenize(
        UnsafeBufferPointer(start: bytes + word.lowerBound, count: word.count),
        with: model, into: &workspace.tokens)
      for token in workspace.tokens {
        let start = source[word.lowerBound + Int(token.start)]
        let end = source[word.lowerBound + Int(token.end) - 1] + 1
        result.ids.append(token.id)
        result.offsets.append(Int(start)..<Int(end))
      }
      if let limit, !pipeline.truncatesLeft, result.ids.count >= limit { isFull = true }
    }
  }

  /// Drops the words before those that, counted from the end, reach the limit.
  private mutating func keepLastWords(_ limit: Int) {
    for word in words.reversed() where !word.isAdded {
      if result.ids.count - word.start >= limit {
        result.cut(to: result.ids.count - word.start, keepingEnd: true)
        return
      }
    }
  }
}
