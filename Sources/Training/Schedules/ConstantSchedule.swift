/// Stays as it is.
package enum ConstantSchedule: Schedule {
  package static let name = "constant"
  package static let summary = "stays as it is"

  package static func factor(step: Int, of total: Int) -> Double { 1 }
}
