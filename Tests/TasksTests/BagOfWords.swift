import Foundation

/// Logistic regression over counts of lower-cased words, for two classes: what a text shows to a
/// reader who looks at its words and not at their order.
///
/// The loss is Σ log(1 + exp(−y w·x)) + ½‖w‖² (as scikit-learn's `LogisticRegression` with C = 1;
/// the intercept is not penalised), minimised over the whole set by Nesterov's accelerated gradient
/// with a fixed step, from zero: nothing is random.
struct BagOfWords {
  private let words: [String: Int]
  private let weights: [Double]
  private let intercept: Double
  private let bigrams: Bool

  /// - Parameters:
  ///   - classes: 0 or 1 a text.
  ///   - bigrams: counts pairs of neighbouring words too.
  init(_ texts: [String], classes: [Int], bigrams: Bool = false, iterations: Int = 1000) {
    precondition(texts.count == classes.count, "BagOfWords: \(texts.count) texts")
    self.bigrams = bigrams
    var words: [String: Int] = [:]
    let rows = texts.map { text in
      Self.counts(Self.terms(text, bigrams: bigrams)) { term in
        if let known = words[term] { return known }
        words[term] = words.count
        return words.count - 1
      }
    }
    self.words = words
    (weights, intercept) = Self.minimised(rows, classes, columns: words.count, iterations)
  }

  /// The logit of class 1.
  func score(_ text: String) -> Double {
    let row = Self.counts(Self.terms(text, bigrams: bigrams)) { words[$0] }
    return intercept + row.reduce(0) { $0 + weights[$1.column] * $1.count }
  }

  func predict(_ text: String) -> Int { score(text) > 0 ? 1 : 0 }

  func accuracy(_ texts: [String], classes: [Int]) -> Double {
    Double(zip(texts, classes).count { predict($0) == $1 }) / Double(texts.count)
  }

  /// Runs of letters, digits and apostrophes, in lower case; with neighbours joined if asked for.
  static func terms(_ text: String, bigrams: Bool) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "'" {
        word.unicodeScalars.append(scalar)
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return bigrams ? words + zip(words, words.dropFirst()).map { $0 + " " + $1 } : words
  }

  private typealias Row = [(column: Int, count: Double)]

  private static func counts(_ terms: [String], _ column: (String) -> Int?) -> Row {
    var counts: [Int: Double] = [:]
    for term in terms { if let column = column(term) { counts[column, default: 0] += 1 } }
    return counts.sorted { $0.key < $1.key }.map { (column: $0.key, count: $0.value) }
  }

  private static func minimised(
    _ rows: [Row], _ classes: [Int], columns: Int, _ iterations: Int
  ) -> (weights: [Double], intercept: Double) {
    // The last weight is the intercept. The Hessian is at most ¼ Σ‖x‖² + 1.
    let squares = rows.map { row in row.reduce(1) { $0 + $1.count * $1.count } }
    let step = 1 / (spectralBound(rows, squares, columns) / 4 + 1)
    var weights = [Double](repeating: 0, count: columns + 1)
    var ahead = weights
    for iteration in 0..<iterations {
      var gradient = ahead
      gradient[columns] = 0
      for (row, target) in zip(rows, classes) {
        let z = ahead[columns] + row.reduce(0) { $0 + ahead[$1.column] * $1.count }
        let error = 1 / (1 + exp(-z)) - Double(target)
        for (column, count) in row { gradient[column] += error * count }
        gradient[columns] += error
      }
      let momentum = Double(iteration) / Double(iteration + 3)
      for j in weights.indices {
        let next = ahead[j] - step * gradient[j]
        ahead[j] = next + momentum * (next - weights[j])
        weights[j] = next
      }
    }
    return (Array(weights[..<columns]), weights[columns])
  }

  /// An upper bound of the greatest eigenvalue of XᵀX: the largest sum of |XᵀX| along a row.
  private static func spectralBound(
    _ rows: [Row], _ squares: [Double], _ columns: Int
  ) -> Double {
    var sums = [Double](repeating: 0, count: columns + 1)
    for row in rows {
      let total = row.reduce(1) { $0 + $1.count }
      for (column, count) in row { sums[column] += count * total }
      sums[columns] += total
    }
    return min(sums.max() ?? 0, squares.reduce(0, +))
  }
}
