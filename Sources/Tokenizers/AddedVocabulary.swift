import Files

/// The added tokens of a tokenizer, and where they stand in a text.
struct AddedVocabulary: Sendable {
  /// A piece of a text: an added token, or text for the next stage.
  struct Piece {
    var range: Range<Int>
    var token: Int32?
  }

  let tokens: [AddedToken]
  private let byID: [Int32: AddedToken]
  private let ids: ByteTrie
  private let special: Set<ByteKey>
  /// What a normalized token looks like after the normalizer, where that differs.
  private let normalizedContent: [Int32: String]
  private let raw: TokenMatcher
  private let normalized: TokenMatcher

  init(_ tokens: [AddedToken], normalizer: (any Normalizer)?) {
    var contents: [Int32: String] = [:]
    var ids = ByteTrie()
    for token in tokens {
      ids.insert(token.content.utf8, token.id)
      guard token.normalized, let normalizer else { continue }
      var text = NormalizedText()
      var result = NormalizedText()
      var content = token.content
      _ = content.withUTF8 { text.append(original: $0, first: 0) }
      normalizer.normalize(text, into: &result)
      contents[token.id] = String(decoding: result.buffer, as: UTF8.self)
    }
    self.tokens = tokens.sorted { $0.id < $1.id }
    self.ids = ids
    byID = Dictionary(tokens.map { ($0.id, $0) }) { _, later in later }
    special = Set(tokens.filter(\.special).map { ByteKey($0.content) })
    normalizedContent = contents
    raw = TokenMatcher(self.tokens.filter { !$0.normalized }.map { ($0.content, $0) })
    normalized = TokenMatcher(
      self.tokens.filter(\.normalized).map { (contents[$0.id] ?? $0.content, $0) })
  }

  func id(of token: String) -> Int32? { ids.value(of: token.utf8) }

  /// The token as the decoder sees it: the normalized form where there is one.
  func text(of id: Int32) -> String? { normalizedContent[id] ?? byID[id]?.content }

  /// Asked of what the decoder sees: a special token that the normalizer rewrites is not known for
  /// one, as Hugging Face has it.
  func isSpecial(_ text: String) -> Bool { special.contains(ByteKey(text)) }

  /// Pieces of a text as it was given.
  func split(original text: UnsafeBufferPointer<UInt8>, _ readsSpecial: Bool) -> [Piece] {
    raw.split(text, readsSpecial)
  }

  /// Pieces of a text that the normalizer has been over.
  func split(normalized text: UnsafeBufferPointer<UInt8>, _ readsSpecial: Bool) -> [Piece] {
    normalized.split(text, readsSpecial)
  }
}

/// Finds tokens in text, the longest of those that start leftmost.
struct TokenMatcher: Sendable {
  private var trie = ByteTrie()
  private var canStart = [Bool](repeating: false, count: 256)
  private var tokens: [AddedToken] = []
  private let flags = CodePoints.shared.flags

  /// Of equal patterns the first counts; an empty one is never found.
  init(_ patterns: [(String, AddedToken)]) {
    for (pattern, token) in patterns {
      guard let first = pattern.utf8.first, trie.value(of: pattern.utf8) == nil else { continue }
      trie.insert(pattern.utf8, Int32(tokens.count))
      canStart[Int(first)] = true
      tokens.append(token)
    }
  }

  /// Token and text pieces in order, none empty; special tokens are text unless they are read. What
  /// a token takes of the one before it overlaps.
  func split(
    _ text: UnsafeBufferPointer<UInt8>, _ readsSpecial: Bool
  ) -> [AddedVocabulary.Piece] {
    guard !text.isEmpty else { return [] }
    guard !tokens.isEmpty else { return [.init(range: 0..<text.count)] }
    var pieces: [AddedVocabulary.Piece] = []
    var (done, i) = (0, 0)
    while i < text.count {
      guard canStart[Int(text[i])], let (end, number) = trie.longest(in: text, from: i) else {
        i += 1
        continue
      }
      let token = tokens[Int(number)]
      if readsSpecial || !token.special,
        let (start, stop) = extent(of: token, i..<end, in: text, after: done)
      {
        if done < start { pieces.append(.init(range: done..<start)) }
        if start < stop { pieces.append(.init(range: start..<stop, token: token.id)) }
        done = stop
      }
      i = end
    }
    if done < text.count { pieces.append(.init(range: done..<text.count)) }
    return pieces
  }

  /// What a match takes by its flags; nil where `singleWord` refuses it.
  ///
  /// A token of blanks may lie in what the one before it took, and then stands for them once more,
  /// as Hugging Face has it.
  private func extent(
    of token: AddedToken, _ match: Range<Int>, in text: UnsafeBufferPointer<UInt8>,
    after done: Int
  ) -> (start: Int, stop: Int)? {
    if token.singleWord {
      let before = flagsBefore(match.lowerBound, in: text)
      let after = flagsAfter(match.upperBound, in: text)
      if (before.flags | after.flags) & CodePoints.word != 0 { return nil }
    }
    var (start, end) = (match.lowerBound, match.upperBound)
    while token.lstrip, start > done {
      let (flags, length) = flagsBefore(start, in: text)
      guard flags & CodePoints.whitespace != 0 else { break }
      start -= length
    }
    while token.rstrip, end < text.count {
      let (flags, length) = flagsAfter(end, in: text)
      guard flags & CodePoints.whitespace != 0 else { break }
      end += length
    }
    return (token.lstrip ? max(start, done) : start, end)
  }

  private func flagsAfter(
    _ i: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> (flags: CodePoints.Flags, length: Int) {
    guard i < text.count, let base = text.baseAddress else { return (0, 0) }
    let (c, length) = decodeScalar(base, at: i)
    return (flags[Int(c)], length)
  }

  private func flagsBefore(
    _ i: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> (flags: CodePoints.Flags, length: Int) {
    guard i > 0, let base = text.baseAddress else { return (0, 0) }
    var start = i - 1
    while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
    return (flags[Int(decodeScalar(base, at: start).c)], i - start)
  }
}
