/// A reader without understanding: it takes the sentence that repeats the longest run of the
/// question's words, of equal ones that with most of its words, and answers with what stands there
/// and not in the question: a number where the question asks for a time, else a name.
struct NearestSentence {
  /// Whether a clause behind ", and", ", while" or ";" is a sentence of its own.
  let cutsClauses: Bool

  /// - Returns: nil when the sentence has nothing to offer.
  func answer(_ question: String, _ context: String) -> String? {
    let asked = Self.words(question).map { $0.lowercased() }
    var best: (run: Int, shared: Int, words: [String]) = (-1, -1, [])
    for sentence in sentences(context) {
      let words = Self.words(sentence)
      let lower = words.map { $0.lowercased() }
      let (run, shared) = (Self.longestRun(asked, lower), Set(asked).intersection(lower).count)
      if (run, shared) > (best.run, best.shared) { best = (run, shared, words) }
    }
    let new = best.words.filter { !asked.contains($0.lowercased()) }
    if asked.contains("when") || asked.contains("year") {
      return new.first { $0.allSatisfy(\.isNumber) }
    }
    return new.first { $0.first!.isUppercase && !Self.openers.contains($0) } ?? new.last
  }

  /// Words that have a capital because a sentence begins with them.
  private static let openers: Set<String> = [
    "After", "Below", "Boats", "By", "He", "In", "It", "Much", "Readers", "She", "The", "Traders",
    "Travellers", "Visitors", "Where", "Whoever",
  ]

  private func sentences(_ context: String) -> [String] {
    var text = context.replacing(". ", with: "\n")
    if cutsClauses {
      for mark in ["; ", ", and ", ", while "] { text = text.replacing(mark, with: "\n") }
    }
    return text.split(separator: "\n").map(String.init)
  }

  static func words(_ text: String) -> [String] {
    text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// Length of the longest run of neighbours that both have.
  static func longestRun(_ a: [String], _ b: [String]) -> Int {
    var best = 0
    var row = [Int](repeating: 0, count: b.count + 1)
    for word in a {
      for j in stride(from: b.count, to: 0, by: -1) {
        row[j] = b[j - 1] == word ? row[j - 1] + 1 : 0
        best = max(best, row[j])
      }
    }
    return best
  }
}
