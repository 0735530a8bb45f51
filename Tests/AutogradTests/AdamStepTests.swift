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

  /// Parameters after three steps of torch 2.15.0 (one thread, defaults but lr and weight_decay):
  /// bit patterns, and what may differ by a unit in the last place where torch fuses a product
  /// and a sum.
  @Test(arguments: [
    (
      true,
      [
        0x3f00_8171, 0xbfa0_5ec3, 0x3fff_0765, 0xbd6c_5020, 0x3e98_3d72, 0x3f32_a936, 0xbf64_8ee4,
        0x3f8c_9076,
      ]
    ),
    (
      false,
      [
        0x3f00_44fa, 0xbfa0_40de, 0x3fff_0a8c, 0xbd6c_0eab, 0x3e98_2013, 0x3f31_cf60, 0xbf64_8718,
        0x3f8c_7940,
      ]
    ),
  ])
  func followsTorch(_ decoupled: Bool, _ expected: [UInt32]) {
    let engine = Engine(threads: 1)
    let p = Tensor([0.5, -1.25, 2, -0.0625, 0.3, 0.7, -0.9, 1.1], shape: [8], on: engine)
    let (m, v) = (Tensor(zeros: [8], on: engine), Tensor(zeros: [8], on: engine))
    for step in 1...3 {
      let gradient = (0..<8).map { Float(Double(($0 * 7 + step * 3) % 11 - 5) * 0.1) }
      adamStep(
        parameter: p, gradient: Tensor(gradient, shape: [8], on: engine), m: m, v: v,
        AdamCoefficients(
          learningRate: 3e-3, weightDecay: 0.1, decoupled: decoupled, step: step))
    }
    for (found, exact) in zip(p.values, expected) {
      #expect(abs(Int(found.bitPattern) - Int(exact)) <= 1)
    }
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
