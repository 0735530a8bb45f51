/// What every name meant at one point of a sitting.
package struct Moment {
  /// Makes the names mean it again.
  package let restore: () -> Void

  package init(_ restore: @escaping () -> Void) { self.restore = restore }
}

/// An evaluator on which a sitting can go back.
package protocol SteppingEvaluator: Evaluator, StatementPlanner {
  /// What every name means now.
  var moment: Moment { get }

  /// Lets go what no name stands for now and what can be made again.
  func settle()
}
