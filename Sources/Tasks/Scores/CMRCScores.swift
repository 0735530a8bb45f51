/// Exact match and F1 of CMRC 2018, from 0 to 100, and the mean of the two.
///
/// Answers are compared in segments: a Chinese character each, and the words of what stands
/// between; F1 comes from the longest run of segments that both have. Exact match compares what is
/// left without punctuation.
///
/// Source: cmrc2018_evaluate.py, ymcui/cmrc2018. A stretch of other characters is one sentence
/// here, while the script lets NLTK cut it into sentences first: they differ by a full stop within
/// it.
package struct CMRCScores: Scores, Equatable {
  package let exact: Double
  package let f1: Double
  package let total: Int
  package var average: Double { (exact + f1) / 2 }

  package static let keys = ["exact", "f1", "average"]
  package static let mainMetric = "f1"
  package static let higherIsBetter = true
  package var values: [(key: String, value: Double)] {
    [("exact", exact), ("f1", f1), ("average", average)]
  }

  /// - Parameters:
  ///   - predictions: an answer a question; nil, a question without one, counts 0.
  ///   - references: what each question accepts; the best counts.
  package static func score(predictions: [String?], references: [[String]]) -> CMRCScores {
    precondition(
      predictions.count == references.count,
      "CMRCScores: \(predictions.count) predictions, \(references.count) references")
    return CMRCScores(zip(predictions, references).map { question($0, $1) })
  }

  /// - Parameter questions: what each question scores.
  package init(_ questions: [QuestionScore]) {
    let mean = QuestionScore.percentages(questions)
    (exact, f1, total) = (mean.exact, mean.f1, questions.count)
  }

  /// The score of one question, the best over its references.
  package static func question(_ prediction: String?, _ references: [String]) -> QuestionScore {
    guard let prediction else { return QuestionScore(exact: 0, f1: 0) }
    let text = cleaned(prediction)
    let accepted = references.map(cleaned)
    let answer = segments(text)
    return QuestionScore(
      exact: accepted.contains(text) ? 1 : 0,
      f1: accepted.map { f1(answer, segments($0)) }.max() ?? 0)
  }

  /// What the script drops; "……" stands in its list too, but never equals a single character.
  private static let dropped = Set("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』".unicodeScalars)

  private static func cleaned(_ text: String) -> [Unicode.Scalar] {
    PythonText.stripped(PythonText.lowercased(text)).filter { !dropped.contains($0) }
  }

  private static func segments(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    var segments: [[Unicode.Scalar]] = []
    var run: [Unicode.Scalar] = []
    for scalar in text {
      if (0x4E00...0x9FA5).contains(scalar.value) {
        segments += TreebankWords.words(run)
        run = []
        segments.append([scalar])
      } else {
        run.append(scalar)
      }
    }
    return segments + TreebankWords.words(run)
  }

  private static func f1(_ a: [[Unicode.Scalar]], _ b: [[Unicode.Scalar]]) -> Double {
    let common = Double(longestCommonRun(a, b))
    if common == 0 { return 0 }
    let (precision, recall) = (common / Double(a.count), common / Double(b.count))
    return 2 * precision * recall / (precision + recall)
  }

  private static func longestCommonRun(
    _ a: [[Unicode.Scalar]], _ b: [[Unicode.Scalar]]
  ) -> Int {
    var longest = 0
    var row = [Int](repeating: 0, count: b.count + 1)
    for x in a {
      for j in b.indices.reversed() {
        row[j + 1] = x == b[j] ? row[j] + 1 : 0
        longest = max(longest, row[j + 1])
      }
    }
    return longest
  }
}
