/// ROUGE-L of an answer: F-measure of the longest common subsequence of tokens, from 0 to 1.
///
/// Tokens are runs of a to z and 0 to 9 of the lower-cased text, everything else parts them, as in
/// `rouge_score` without stemming; a Chinese, Japanese or Korean character is a token of its own,
/// where `rouge_score` would see none.
///
/// Source: Lin 2004, "ROUGE: A package for automatic evaluation of summaries", §3.
enum ROUGEL {
  static func score(_ prediction: String, _ reference: String) -> Double {
    let (a, b) = (tokens(prediction), tokens(reference))
    if a.isEmpty || b.isEmpty { return 0 }
    let common = Double(longestCommonSubsequence(a, b))
    let (precision, recall) = (common / Double(a.count), common / Double(b.count))
    return common == 0 ? 0 : 2 * precision * recall / (precision + recall)
  }

  static func tokens(_ text: String) -> [[Unicode.Scalar]] {
    var tokens: [[Unicode.Scalar]] = []
    var run: [Unicode.Scalar] = []
    func finish() {
      if !run.isEmpty { tokens.append(run) }
      run = []
    }
    for scalar in PythonText.lowercased(text) {
      switch scalar.value {
      case 0x30...0x39, 0x61...0x7A: run.append(scalar)
      default:
        finish()
        if isCJK(scalar) { tokens.append([scalar]) }
      }
    }
    finish()
    return tokens
  }

  /// Han (the blocks that BERT isolates), kana and Hangul syllables.
  private static func isCJK(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B820...0x2CEAF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  private static func longestCommonSubsequence(
    _ a: [[Unicode.Scalar]], _ b: [[Unicode.Scalar]]
  ) -> Int {
    var row = [Int](repeating: 0, count: b.count + 1)
    for x in a {
      var diagonal = 0
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = x == y ? diagonal + 1 : max(above, row[j])
        diagonal = above
      }
    }
    return row[b.count]
  }
}
