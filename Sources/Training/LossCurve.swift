/// The loss along a run as means over pieces of equally many steps: enough to draw it, whatever the
/// number of steps.
package struct LossCurve: Sendable, Equatable {
  package struct Point: Sendable, Equatable {
    /// The last step of the piece, from 1.
    package var step: Int
    /// The mean over what the piece trained on.
    package var loss: Double

    package init(step: Int, loss: Double) { (self.step, self.loss) = (step, loss) }
  }

  /// Of the pieces that are over.
  package var points: [Point] = []
  /// The piece in progress: its last step, the sum of its losses, and over how much.
  package var step = 0
  package var loss = 0.0
  package var targets = 0

  /// How many pieces a whole run has at most, a shorter one at the end of each epoch aside.
  private static let pieces = 120

  package init() {}

  /// - Parameter total: steps of a whole run.
  mutating func add(loss: Double, targets: Int, at step: Int, of total: Int) {
    self.step = step
    self.loss += loss * Double(targets)
    self.targets += targets
    let length = max(1, (total + LossCurve.pieces - 1) / LossCurve.pieces)
    if step % length == 0 { endPiece() }
  }

  /// Ends a piece that was begun.
  mutating func endPiece() {
    if targets > 0 { points.append(Point(step: step, loss: loss / Double(targets))) }
    (loss, targets) = (0, 0)
  }
}
