import Files

/// Tokens and their ids.
struct Vocabulary: Sendable {
  private(set) var trie = ByteTrie()
  private var texts: [Int32: String] = [:]
  /// Tokens; several may share an id, and then the last one is its text.
  private(set) var count = 0

  /// - Parameter vocab: the `vocab` object of `tokenizer.json`.
  init(_ vocab: JSON?, in component: Component) throws(TokenizerError) {
    guard let pairs = vocab?.object?.pairs else { throw component.wrong("vocab", "an object") }
    texts.reserveCapacity(pairs.count)
    for (turn, (token, id)) in pairs.enumerated() {
      if Patience.isOver(atTurn: turn) { throw component.malformed("reading was given up") }
      guard let id = id.int.flatMap(Int32.init(exactly:)), id >= 0 else {
        throw component.malformed(
          "the id of '\(token)' is \(id.brief), expected \(Component.idRange)")
      }
      add(token, id)
    }
  }

  /// Ids from 0 in the order given; a repeated token takes the later id.
  ///
  /// - Parameter keepingRepeated: whether the earlier id still stands for its text.
  init(_ tokens: [String], keepingRepeated: Bool = false) {
    for (id, token) in tokens.enumerated() { add(token, Int32(id), keepingRepeated) }
  }

  private mutating func add(_ token: String, _ id: Int32, _ keepsRepeated: Bool = false) {
    if !keepsRepeated, let earlier = trie.value(of: token.utf8) {
      texts[earlier] = nil
      count -= 1
    }
    trie.insert(token.utf8, id)
    texts[id] = token
    count += 1
  }

  func id(of token: String) -> Int32? { trie.value(of: token.utf8) }
  func text(of id: Int32) -> String? { texts[id] }

  /// Tokens in the order of their ids.
  var ordered: [(id: Int32, text: String)] {
    texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
