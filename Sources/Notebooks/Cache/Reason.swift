/// Why a statement has to run.
package struct Reason: Equatable, Sendable, CustomStringConvertible {
  package let description: String

  /// - Parameters:
  ///   - stale: whether a cell has to run, or ran.
  ///   - isRecorded: whether the cell has an output.
  init(
    _ plan: StatementPlan, cell: Int, last: LastRun?, isRecorded: Bool, stale: (Int) -> Bool,
    spoiled: String?
  ) {
    let earlier = last?.earlier(plan, cell: cell)
    var causes: [String] = []
    for (index, operand) in plan.operands.enumerated() {
      let isOther = earlier.map { $0.operands[index].key != operand.key } ?? false
      guard let maker = operand.cell else { continue }
      if maker == cell {
        continue
      } else if stale(maker) {
        causes.append("uses \(operand.name) from cell \(maker)")
      } else if isOther {
        causes.append("uses another \(operand.name), from cell \(maker)")
      }
    }
    for (index, source) in plan.sources.enumerated() {
      if let writer = source.cell, writer != cell, stale(writer) {
        causes.append("reads \(source.path) from cell \(writer)")
      } else if let earlier, earlier.sources[index].digest != source.digest {
        causes.append(
          source.digest == StatementPlan.missing
            ? "\(source.path) is missing" : "\(source.path) changed")
      }
    }
    if let earlier, earlier.arithmetic != plan.arithmetic {
      causes.append("other arithmetic (\(earlier.arithmetic) before)")
    }
    if let spoiled { causes.append(spoiled) }
    if causes.isEmpty {
      if earlier?.key == plan.key {
        causes = ["its result is not in the cache"]
      } else if last == nil {
        causes = [isRecorded ? "not in the cache" : "never run"]
      } else {
        causes = [earlier != nil || isRecorded ? "changed" : "never run"]
      }
    }
    var seen: Set<String> = []
    description = causes.filter { seen.insert($0).inserted }.joined(separator: "; ")
  }
}

extension StatementPlan {
  /// Stands for the digest of what cannot be read.
  package static let missing = "missing"
}
