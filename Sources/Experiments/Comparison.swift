import Adapters
import Training

/// Who is told how far a comparison is.
package protocol ComparisonObserver: TrainingObserver {
  func began(_ row: ComparisonRow, number: Int, of total: Int)
  func ended(_ result: RowResult, number: Int, of total: Int)
}

/// Where a row's run is kept.
package struct RowKeeper {
  let run: RunKeeper
  /// Tells the held set, and how it is read, from others.
  let testKey: String

  package init(_ run: RunKeeper, testKey: String) { (self.run, self.testKey) = (run, testKey) }
}

/// Rows trained one after the other over one base model and one encoding of the data.
package enum Comparison {
  /// Trains and scores every row.
  ///
  /// A row that diverges is reported as such and the others go on; every adapter is kept.
  ///
  /// - Parameters:
  ///   - base: shared by all rows and never changed.
  ///   - evaluation: scored after every epoch; chooses the epoch a row keeps.
  ///   - test: scored once a row, with the state kept.
  ///   - forecast: noted beside what became of it.
  ///   - keeping: where a row's run is kept.
  /// - Throws: what is wrong with a row, before any row is trained where that can be told; an
  ///   interruption ends the comparison.
  package static func run(
    rows: [ComparisonRow], base: BaseModel, on objective: any Objective,
    evaluation: (any Objective)? = nil, test: (any Objective)? = nil,
    forecast: ComparisonForecast? = nil, observer: (any ComparisonObserver)? = nil,
    keeping: ((_ row: Int) -> RowKeeper?)? = nil
  ) throws(ExperimentError) -> [RowResult] {
    guard !rows.isEmpty else { throw .noRows }
    try check(rows, base)
    var results: [RowResult] = []
    var hasFeatures = false
    for (index, row) in rows.enumerated() {
      observer?.began(row, number: index + 1, of: rows.count)
      var result = try train(
        row, base, objective, evaluation, test, forecast?.rows[index].memory, observer,
        keeping?(index))
      if let model = result.adapted?.model, objective.keepsFeatures(of: model) {
        // By the order of the rows, so that what is said does not depend on what was run before.
        result.sharesFeatures = hasFeatures
        hasFeatures = true
      }
      observer?.ended(result, number: index + 1, of: rows.count)
      results.append(result)
    }
    return results
  }

  /// Puts every method on the base once, and lets go of it: a target that matches nothing in the
  /// last row should not cost the training of the first.
  private static func check(
    _ rows: [ComparisonRow], _ base: BaseModel
  ) throws(ExperimentError) {
    var seen: Set<String> = []
    for row in rows where seen.insert(row.name).inserted { _ = try adapt(row, base) }
  }

  private static func adapt(
    _ row: ComparisonRow, _ base: BaseModel
  ) throws(ExperimentError) -> AdaptedModel {
    do {
      return try AdaptedModel(row.method, on: base, seed: row.seed, redrawsHead: true)
    } catch { throw .adapter(row: row.name, error) }
  }

  private static func train(
    _ row: ComparisonRow, _ base: BaseModel, _ objective: any Objective,
    _ evaluation: (any Objective)?, _ test: (any Objective)?, _ forecast: MemoryForecast?,
    _ observer: (any TrainingObserver)?, _ kept: RowKeeper?
  ) throws(ExperimentError) -> RowResult {
    let adapted = try adapt(row, base)
    let trainable = adapted.model.tree.trainableCount
    func ended(
      _ outcome: RowResult.Outcome, _ adapted: AdaptedModel?, _ test: Evaluation?
    ) -> RowResult {
      RowResult(
        row: row, trainableParameters: trainable, outcome: outcome, adapted: adapted, test: test)
    }
    do {
      var result = try Trainer.train(
        adapted.model, on: objective, evaluation: evaluation, settings: row.settings,
        observer: observer, keeper: kept?.run)
      result.forecast = forecast?.peak
      var held: Evaluation?
      if let test {
        let tokens = row.settings.shardTokens
        held =
          if let kept {
            try kept.run.score(
              adapted.model, on: test, key: kept.testKey, shardTokens: tokens, observer: observer)
          } else {
            try Scoring.evaluate(
              adapted.model, on: test, shardTokens: tokens, observer: observer)
          }
      }
      return ended(.trained(result), adapted, held)
    } catch {
      guard case .diverged(let step) = error else { throw .training(row: row.name, error) }
      return ended(.diverged(step: step), nil, nil)
    }
  }
}
