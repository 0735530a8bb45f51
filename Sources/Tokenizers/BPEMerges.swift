import Files

/// The merges of a byte-pair encoding, as files hold them.
enum BPEMerges {
  /// `merges`: pairs of tokens, or texts with a space between the two.
  static func pairs(_ component: Component) throws(TokenizerError) -> [(String, String)] {
    var pairs: [(String, String)] = []
    for (turn, element) in try component.array("merges").enumerated() {
      if Patience.isOver(atTurn: turn) { throw component.malformed("reading was given up") }
      if let text = element.string {
        let parts = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw component.malformed("'\(text)' is not a merge") }
        pairs.append((String(Substring(parts[0])), String(Substring(parts[1]))))
      } else if let a = element[0]?.string, let b = element[1]?.string, element[2] == nil {
        pairs.append((a, b))
      } else {
        throw component.malformed("'merges' holds \(element.brief)")
      }
    }
    return pairs
  }

  /// - Parameter prefix: how many bytes the second token loses when it is merged.
  static func table(
    _ pairs: [(String, String)], _ vocabulary: Vocabulary, prefix: Int, _ component: Component
  ) throws(TokenizerError) -> MergeTable {
    var table = MergeTable(capacity: pairs.count)
    for (rank, (a, b)) in pairs.enumerated() {
      if Patience.isOver(atTurn: rank) { throw component.malformed("reading was given up") }
      let merged = Array(a.utf8) + b.utf8.dropFirst(prefix)
      guard let first = vocabulary.id(of: a), let second = vocabulary.id(of: b),
        let id = vocabulary.trie.value(of: merged)
      else {
        throw component.malformed("the merge '\(a) \(b)' speaks of a token not in 'vocab'")
      }
      table.insert(first, second, MergeTable.Merge(rank: Int32(rank), id: id))
    }
    return table
  }

  /// U+2581, which SentencePiece has for a space, where no merge joins it to what is before it.
  ///
  /// Then what stands before a mark never shares a token with it, and both may be read apart.
  static func cutMark(_ pairs: [(String, String)], _ vocabulary: Vocabulary) -> [UInt8]? {
    let mark: Unicode.Scalar = "\u{2581}"
    guard vocabulary.id(of: String(mark)) != nil else { return nil }
    let joins = pairs.contains { a, b in
      b.unicodeScalars.first == mark && a.unicodeScalars.last != mark
    }
    return joins ? nil : Array(String(mark).utf8)
  }
}
