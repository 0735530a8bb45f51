/// The statements of a notebook that have to run, or ran, by their keys and cells.
struct StaleStatements {
  private(set) var keys: Set<String> = []
  private(set) var cells: Set<Int> = []

  mutating func add(_ plan: StatementPlan, in cell: Int) {
    keys.insert(plan.key)
    cells.insert(cell)
  }
}

/// Why a statement has to run.
package struct Reason: Equatable, Sendable, CustomStringConvertible {
  package let description: String

  /// - Parameters:
  ///   - stale: the statements before it that have to run, or ran.
  ///   - isRecorded: whether the cell has an output.
  init(
    _ plan: StatementPlan, cell: Int, last: LastRun?, isRecorded: Bool, stale: StaleStatements,
    spoiled: String?
  ) {
    // What another cell with the same words was made from is no reason of a new one.
    let wasRun = last?.statements.contains { $0.plan.key == plan.key } ?? false
    let earlier = isRecorded || wasRun ? last?.earlier(plan, cell: cell) : nil
    var causes: [String] = []
    let isOtherArithmetic = earlier.map { $0.arithmetic != plan.arithmetic } ?? false
    // On another arithmetic everything is another: there is nothing to tell apart.
    for (index, operand) in plan.operands.enumerated() where !isOtherArithmetic {
      guard let maker = operand.cell, maker != cell else { continue }
      if stale.keys.contains(operand.key) {
        causes.append("uses \(operand.name) from cell \(maker)")
      } else if let earlier, earlier.operands[index].key != operand.key {
        causes.append("uses another \(operand.name), from cell \(maker)")
      }
    }
    for (index, source) in plan.sources.enumerated() {
      if let writer = source.cell, writer != cell, stale.cells.contains(writer) {
        causes.append("reads \(source.path) from cell \(writer)")
      } else if let earlier, earlier.sources[index].digest != source.digest {
        causes.append(
          source.digest == StatementPlan.missing
            ? "\(source.path) is missing" : "\(source.path) changed")
      }
    }
    if let earlier, isOtherArithmetic {
      causes.append("other arithmetic (\(earlier.arithmetic) before)")
    }
    if let spoiled { causes.append(spoiled) }
    if causes.isEmpty {
      if earlier?.key == plan.key {
        let wasInterrupted = last?.interrupted.contains(plan.key) ?? false
        causes = [wasInterrupted ? "it was interrupted" : "its result is not in the cache"]
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
