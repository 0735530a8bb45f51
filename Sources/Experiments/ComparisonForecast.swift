import Adapters
import Training

/// What the rows of a comparison will take, from the shapes of their tensors and the lengths of
/// their sequences, before the first of them is trained.
package struct ComparisonForecast {
  package struct Row {
    package let name: String
    package let memory: MemoryForecast
    package let work: RowWork
  }

  /// One for each row, in their order.
  package private(set) var rows: [Row] = []
  /// Bytes that have to be allocated beside the base model, at most.
  package private(set) var needed = 0

  /// - Throws: what would keep a row from starting.
  package init(
    of rows: [ComparisonRow], base: BaseModel, on objective: any Objective,
    evaluation: (any Objective)? = nil, test: (any Objective)? = nil
  ) throws(ExperimentError) {
    let baseBytes = Self.bytes(base.tree.parameterCount)
    var known: [String: (memory: MemoryForecast, kept: Int)] = [:]
    // What the adapters of earlier rows go on to hold.
    var kept = 0
    var hasFeatures = false
    for row in rows {
      let adapted: AdaptedModel
      do { adapted = try .rehearsing(row.method, on: base) } catch {
        throw .adapter(row: row.name, error)
      }
      let work = RowWork(
        adapted.model, on: objective, evaluation: evaluation, test: test, row.settings,
        sharesFeatures: hasFeatures)
      // Another seed is another order of the same data, and no more.
      let keepsFeatures = objective.keepsFeatures(of: adapted.model)
      let key = row.name + (keepsFeatures && hasFeatures ? " again" : "")
      if known[key] == nil {
        do {
          let memory = try Trainer.rehearse(
            adapted.model, on: objective, evaluation: evaluation, test: test,
            settings: row.settings, sharesFeatures: hasFeatures)
          known[key] = (memory, Self.bytes(adapted.model.tree.trainableCount))
        } catch { throw .training(row: row.name, error) }
      }
      guard let found = known[key] else { continue }
      hasFeatures = hasFeatures || keepsFeatures
      self.rows.append(Row(name: row.name, memory: found.memory, work: work))
      needed = max(needed, found.memory.reserved - baseBytes + kept)
      kept += found.kept
    }
  }

  /// The row that takes most.
  package var largest: Row? { rows.max { $0.memory.peak.total < $1.memory.peak.total } }

  private static func bytes(_ weights: Int) -> Int { weights * MemoryLayout<Float>.stride }
}
