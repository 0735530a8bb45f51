/// How many examples each label has.
package struct ClassBalance: Sendable, Equatable {
  package let labels: [String]
  /// Examples a label, in the order of `labels`.
  package let counts: [Int]

  package var total: Int { counts.reduce(0, +) }
  /// Shares of the whole, from 0 to 1; zeros when there are no examples.
  package var shares: [Double] {
    let total = total
    return counts.map { total == 0 ? 0 : Double($0) / Double(total) }
  }
}

extension Dataset {
  /// How its labels are spread; of no labels when it is plain text.
  package var balance: ClassBalance {
    var counts = [Int](repeating: 0, count: labels.count)
    for example in examples { if let label = example.label { counts[label] += 1 } }
    return ClassBalance(labels: labels, counts: counts)
  }
}
