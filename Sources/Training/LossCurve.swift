/// The loss along a run as means over pieces of steps, which grow with the steps behind them:
/// enough to draw it, whatever the number of steps, and the same however many are still to come.
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

  /// So many steps are a piece each; from there to twice as many two are, then four.
  private static let single = 120

  package init() {}

  /// - Parameter step: of the run, from 1.
  mutating func add(loss: Double, targets: Int, at step: Int) {
    self.step = step
    self.loss += loss * Double(targets)
    self.targets += targets
    var length = 1
    while step > LossCurve.single * length { length *= 2 }
    if step % length == 0 { endPiece() }
  }

  /// Ends a piece that was begun.
  mutating func endPiece() {
    if targets > 0 { points.append(Point(step: step, loss: loss / Double(targets))) }
    (loss, targets) = (0, 0)
  }
}
