import Autograd
import Foundation
import Testing
import Training

@Suite struct SpanCrossEntropyTests {
  private let labels = SpanLabels(offsets: [0, 3, 4, 9], starts: [1, 0, 0], ends: [2, 0, 4])
  private let logits: [Float] = (0..<18).map { Float(($0 * 7) % 11) / 3 - 1.5 }

  /// −log of a softmax, written out.
  private func loss(_ values: [Double], _ label: Int) -> Double {
    log(values.map { exp($0) }.reduce(0, +)) - values[label]
  }

  private func byHand(_ logits: [Float]) -> Double {
    var sum = 0.0
    for window in 0..<3 {
      let rows = Int(labels.offsets[window])..<Int(labels.offsets[window + 1])
      sum += loss(rows.map { Double(logits[2 * $0]) }, Int(labels.starts[window])) / 2
      sum += loss(rows.map { Double(logits[2 * $0 + 1]) }, Int(labels.ends[window])) / 2
    }
    return sum
  }

  @Test func isTheMeanOfStartAndEndOverEachWindowsOwnTokens() {
    let engine = Engine(threads: 1)
    let value = spanCrossEntropy(
      Tensor(logits, shape: [9, 2], on: engine), labels, scale: 1 / 3)
    #expect(abs(Double(value.values[0]) - byHand(logits) / 3) < 1e-6)
    #expect(abs(spanLosses(logits, labels).reduce(0, +) - byHand(logits)) < 1e-12)
  }

  /// A window of one token has nothing to choose: no loss, no gradient.
  @Test func aWindowOfOneTokenCostsNothing() {
    #expect(spanLosses(logits, labels)[1] == 0)
  }

  @Test func theGradientMatchesCentralDifferences() {
    let engine = Engine(threads: 2)
    let parameter = Parameter(
      Tensor(logits, shape: [9, 2], on: engine, kind: .weights), isTrainable: true)
    let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
    tape.backward(
      from: spanCrossEntropy(parameter.value.on(tape), labels, scale: 0.25))
    let gradient = parameter.gradient?.values ?? []
    #expect(gradient.count == 18)
    for i in gradient.indices {
      var (up, down) = (logits, logits)
      up[i] += 0.01
      down[i] -= 0.01
      let slope = 0.25 * (byHand(up) - byHand(down)) / Double(up[i] - down[i])
      #expect(abs(Double(gradient[i]) - slope) < 1e-5, "logit \(i)")
    }
  }

  @Test func logitsOfAnySizeStayFinite() {
    let huge = logits.map { $0 * 1e30 }
    #expect(spanLosses(huge, labels).allSatisfy { $0.isFinite })
  }
}
