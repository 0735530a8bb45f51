/// How sequences are cut into shards: at most so many tokens, a longer sequence alone.
package struct ShardSettings: Sendable, Equatable {
  /// Enough rows for products to run at full speed; more would only cost memory.
  package static let defaultTokens = 768

  package var tokens: Int

  package init(tokens: Int) {
    precondition(tokens > 0, "a shard of \(tokens) tokens")
    self.tokens = tokens
  }

  /// Cuts a list into runs of neighbours, each filled as far as it goes.
  ///
  /// The rule sees lengths and the limit only, so that a result cannot depend on how many threads
  /// or processes share the work.
  package func shards(of examples: [Int], tokens length: (Int) -> Int) -> [[Int]] {
    var shards: [[Int]] = []
    var current: [Int] = []
    var filled = 0
    for example in examples {
      let more = length(example)
      if !current.isEmpty, filled + more > tokens {
        shards.append(current)
        (current, filled) = ([], 0)
      }
      current.append(example)
      filled += more
    }
    if !current.isEmpty { shards.append(current) }
    return shards
  }
}
