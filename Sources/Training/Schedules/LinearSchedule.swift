/// Falls in a straight line to nothing at the last step.
package enum LinearSchedule: Schedule {
  package static let name = "linear"
  package static let summary = "falls in a straight line to 0 at the end"

  package static func factor(step: Int, of total: Int) -> Double {
    max(0, Double(total - step) / Double(total))
  }
}
