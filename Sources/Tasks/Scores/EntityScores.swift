import Files

/// Precision, recall and F1 of tagged entities, as `seqeval` counts them by default.
///
/// An entity counts when its type and both its ends are right. Tags are read as `conlleval` reads
/// them, leniently: an entity begins at B- or S-, or wherever the type changes. Overall figures are
/// over all entities together.
///
/// Source: `seqeval` 1.2.2, metrics/sequence_labeling.py, without a mode.
package struct EntityScores: Scores, Equatable {
  /// Share of words whose tag is right.
  package let accuracy: Double
  package let precision: Double
  package let recall: Double
  package let f1: Double
  /// Types of entities, in the order of code points.
  package let types: [String]
  /// A type an entry; `support` counts true entities.
  package let perType: [ClassScores]

  package static let keys = ["accuracy", "precision", "recall", "f1"]
  package static let mainMetric = "f1"
  package static let higherIsBetter = true
  package var values: [(key: String, value: Double)] {
    [("accuracy", accuracy), ("precision", precision), ("recall", recall), ("f1", f1)]
  }

  /// - Parameters:
  ///   - predictions: tags of each sentence.
  ///   - truths: likewise, as many.
  package static func score(predictions: [[String]], truths: [[String]]) -> EntityScores {
    precondition(
      predictions.map(\.count) == truths.map(\.count),
      "EntityScores: \(predictions.count) predictions, \(truths.count) truths")
    let predicted = Set(entities(predictions))
    let real = Set(entities(truths))
    var counts: [ByteKey: (correct: Int, predicted: Int, real: Int)] = [:]
    for entity in predicted { counts[entity.type, default: (0, 0, 0)].predicted += 1 }
    for entity in real { counts[entity.type, default: (0, 0, 0)].real += 1 }
    for entity in predicted.intersection(real) { counts[entity.type]!.correct += 1 }
    let words = truths.reduce(0) { $0 + $1.count }
    let right = zip(predictions, truths).reduce(0) { sum, pair in
      sum + zip(pair.0, pair.1).count { $0.unicodeScalars.elementsEqual($1.unicodeScalars) }
    }
    let all = scores(predicted.intersection(real).count, predicted.count, real.count)
    let types = counts.keys.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    return EntityScores(
      accuracy: words == 0 ? 0 : Double(right) / Double(words), precision: all.precision,
      recall: all.recall, f1: all.f1, types: types.map(\.text),
      perType: types.map { type in
        let count = counts[type]!
        return scores(count.correct, count.predicted, count.real)
      })
  }

  private static func scores(_ correct: Int, _ predicted: Int, _ real: Int) -> ClassScores {
    let precision = predicted == 0 ? 0 : Double(correct) / Double(predicted)
    let recall = real == 0 ? 0 : Double(correct) / Double(real)
    let f1 = correct == 0 ? 0 : 2 * precision * recall / (precision + recall)
    return ClassScores(precision: precision, recall: recall, f1: f1, support: real)
  }

  private struct Entity: Hashable {
    let type: ByteKey
    let words: ClosedRange<Int>
  }

  /// Entities of all sentences, words counted through with one more behind each sentence.
  private static func entities(_ sentences: [[String]]) -> [Entity] {
    var entities: [Entity] = []
    var (before, start) = (Tag("O"), 0)
    for (i, text) in (sentences.flatMap { $0 + ["O"] } + ["O"]).enumerated() {
      let tag = Tag(text)
      if before.ends(before: tag) {
        entities.append(Entity(type: before.type, words: start...i - 1))
      }
      if tag.starts(after: before) { start = i }
      before = tag
    }
    return entities
  }

  private struct Tag {
    /// The first code point.
    let mark: Unicode.Scalar
    /// What follows the first hyphen, else what follows the mark; "_" for nothing.
    let type: ByteKey

    init(_ text: String) {
      mark = text.unicodeScalars.first ?? "O"
      let rest = text.unicodeScalars.dropFirst()
      let type = rest.firstIndex(of: "-").map { rest[rest.index(after: $0)...] } ?? rest
      self.type = ByteKey(type.isEmpty ? "_" : String(type))
    }

    private var isOutside: Bool { mark == "O" || mark == "." }

    func ends(before next: Tag) -> Bool {
      switch (mark, next.mark) {
      case ("E", _), ("S", _): true
      case ("B", "B"), ("B", "S"), ("B", "O"), ("I", "B"), ("I", "S"), ("I", "O"): true
      default: !isOutside && type != next.type
      }
    }

    func starts(after previous: Tag) -> Bool {
      switch (previous.mark, mark) {
      case (_, "B"), (_, "S"): true
      case ("E", "E"), ("E", "I"), ("S", "E"), ("S", "I"), ("O", "E"), ("O", "I"): true
      default: !isOutside && previous.type != type
      }
    }
  }
}
