import Foundation

/// Falls along half a cosine to nothing at the last step.
package enum CosineSchedule: Schedule {
  package static let name = "cosine"
  package static let summary = "falls along half a cosine wave to 0 at the end"

  package static func factor(step: Int, of total: Int) -> Double {
    let progress = Double(step) / Double(total)
    return max(0, 0.5 * (1 + cos(Double.pi * progress)))
  }
}
