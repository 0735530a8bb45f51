/// An answer as the scripts of SQuAD compare it: lower case, without ASCII punctuation, without the
/// words a, an and the, in pieces between white space.
///
/// In this order: "a." loses its point and is then an article; curly quotes are no punctuation.
/// Words end where Python's `\w` does, so that a combining mark ends one.
///
/// Source: `normalize_answer` of evaluate-v1.1.py and evaluate-v2.0.py, rajpurkar/SQuAD-explorer.
struct SQuADAnswerText: Equatable {
  let tokens: [[Unicode.Scalar]]
  private static let articles: Set<[Unicode.Scalar]> = [["a"], ["a", "n"], ["t", "h", "e"]]

  init(_ text: String) {
    let kept = PythonText.lowercased(text).filter { !PythonText.isPunctuation($0) }
    var cut: [Unicode.Scalar] = []
    cut.reserveCapacity(kept.count)
    var i = 0
    while i < kept.count {
      guard PythonText.isWord(kept[i]) else {
        cut.append(kept[i])
        i += 1
        continue
      }
      var end = i + 1
      while end < kept.count, PythonText.isWord(kept[end]) { end += 1 }
      if Self.articles.contains(Array(kept[i..<end])) {
        cut.append(" ")
      } else {
        cut += kept[i..<end]
      }
      i = end
    }
    tokens = PythonText.split(cut)
  }

  var isEmpty: Bool { tokens.isEmpty }

  /// Tokens of both, counted as often as both have them.
  func common(_ other: SQuADAnswerText) -> Int {
    var counts: [[Unicode.Scalar]: Int] = [:]
    for token in tokens { counts[token, default: 0] += 1 }
    var common = 0
    for token in other.tokens {
      if let count = counts[token], count > 0 {
        common += 1
        counts[token] = count - 1
      }
    }
    return common
  }

  /// F1 of the tokens, those of `self` being predicted; 0 without a common one.
  func f1(_ reference: SQuADAnswerText) -> Double {
    let common = Double(common(reference))
    if common == 0 { return 0 }
    let precision = common / Double(tokens.count)
    let recall = common / Double(reference.tokens.count)
    return 2 * precision * recall / (precision + recall)
  }
}
