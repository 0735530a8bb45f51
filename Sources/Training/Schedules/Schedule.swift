/// Learning-rate schedules. One file a schedule, one line here.
package var schedules: [any Schedule.Type] {
  [
    LinearSchedule.self,
    ConstantSchedule.self,
    CosineSchedule.self,
  ]
}

/// The share of the learning rate at each step, after a linear warm-up.
///
/// Source: transformers `optimization.py`, `get_*_schedule_with_warmup`.
package protocol Schedule {
  /// The word a user types.
  static var name: String { get }
  static var summary: String { get }

  /// The factor after the warm-up.
  ///
  /// - Parameters:
  ///   - step: steps since the warm-up's end, from 0.
  ///   - total: steps from the warm-up's end to the last.
  static func factor(step: Int, of total: Int) -> Double
}

extension Schedule {
  /// The factor of one step.
  ///
  /// - Parameters:
  ///   - step: steps taken before it.
  ///   - warmup: steps of the warm-up.
  ///   - total: all steps of the run.
  package static func factor(step: Int, warmup: Int, total: Int) -> Double {
    if step < warmup { return Double(step) / Double(max(1, warmup)) }
    return factor(step: step - warmup, of: max(1, total - warmup))
  }
}
