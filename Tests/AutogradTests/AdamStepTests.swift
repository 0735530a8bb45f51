import Autograd
import Foundation
import Testing

@Suite struct AdamStepTests {
  /// The textbook sequence in double precision, elements one at a time.
  private func reference(
    _ start: [Double], _ gradients: [[Double]], decay: Double, decoupled: Bool
  ) -> [Double] {
    var p = start
    var (m, v) = ([Double](repeating: 0, count: p.count), [Double](repeating: 0, count: p.count))
    for (index, gradient) in gradients.enumerated() {
      let step = Double(index + 1)
      for i in p.indices {
        var g = gradient[i]
        if decoupled { p[i] -= 0.01 * decay * p[i] } else { g += decay * p[i] }
        m[i] = 0.9 * m[i] + 0.1 * g
        v[i] = 0.999 * v[i] + 0.001 * g * g
        let corrected = (m[i] / (1 - pow(0.9, step)), v[i] / (1 - pow(0.999, step)))
        p[i] -= 0.01 * corrected.0 / (corrected.1.squareRoot() + 1e-8)
      }
    }
    return p
  }

  @Test(arguments: [true, false], [0, 0.3])
  func followsTheTextbook(_ decoupled: Bool, _ decay: Double) {
    let engine = Engine(threads: 1)
    let start: [Double] = (0..<37).map { sin(Double($0)) }
    let gradients = (1...6).map { step in (0..<37).map { cos(Double(step * $0)) * 0.5 } }
    let p = Tensor(start.map(Float.init), shape: [37], on: engine, kind: .weights)
    let m = Tensor(zeros: [37], on: engine, kind: .optimizer)
    let v = Tensor(zeros: [37], on: engine, kind: .optimizer)
    for (index, gradient) in gradients.enumerated() {
      adamStep(
        parameter: p, gradient: Tensor(gradient.map(Float.init), shape: [37], on: engine),
        m: m, v: v,
        AdamCoefficients(
          learningRate: 0.01, weightDecay: decay, decoupled: decoupled, step: index + 1))
    }
    let expected = reference(start, gradients, decay: decay, decoupled: decoupled)
    for (found, exact) in zip(p.values, expected) { #expect(abs(Double(found) - exact) < 1e-6) }
  }

  /// By hand: after one step with gradient g, m = g / 10, v = g² / 1000 and p moves by lr · sign g.
  @Test func firstStepByHand() {
    let engine = Engine(threads: 1)
    let p = Tensor([1, 1], shape: [2], on: engine)
    let m = Tensor(zeros: [2], on: engine)
    let v = Tensor(zeros: [2], on: engine)
    adamStep(
      parameter: p, gradient: Tensor([0.5, -2], shape: [2], on: engine), m: m, v: v,
      AdamCoefficients(learningRate: 0.1, step: 1))
    #expect(zip(p.values, [0.9, 1.1]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(zip(m.values, [0.05, -0.2]).allSatisfy { abs($0 - $1) < 1e-7 })
    #expect(zip(v.values, [0.00025, 0.004]).allSatisfy { abs($0 - $1) < 1e-8 })
  }

  @Test func sumOfSquaresAndScaling() {
    let engine = Engine(threads: 2)
    let x = Tensor((0..<40_000).map { Float($0 % 7) }, shape: [40_000], on: engine)
    let exact = (0..<40_000).reduce(0.0) { $0 + Double($1 % 7) * Double($1 % 7) }
    #expect(sumOfSquares(x) == exact)
    scaleInPlace(x, 0.5)
    #expect(x.values[6] == 3 && x.values[39_999] == Float(39_999 % 7) / 2)
    #expect(sumOfSquares(x) == exact / 4)
  }
}
