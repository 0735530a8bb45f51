import Autograd
import Foundation
import Testing

@Suite struct ActivationAccuracyTests {
  let engine = Engine(threads: 1)
  let points = (0...48_000).map { Float(-12) + Float($0) * 0.0005 }

  private func largestError(
    _ f: (Tensor) -> Tensor, _ exact: (Double) -> Double,
    _ measure: (_ found: Double, _ exact: Double) -> Double
  ) -> Double {
    let y = f(Tensor(points, shape: [points.count], on: engine)).values
    return zip(points, y).reduce(0) { max($0, measure(Double($1.1), exact(Double($1.0)))) }
  }

  private func absolute(_ found: Double, _ exact: Double) -> Double { abs(found - exact) }

  /// Absolute near zero, relative above one.
  private func mixed(_ found: Double, _ exact: Double) -> Double {
    abs(found - exact) / max(1, abs(exact))
  }

  @Test func geluIsExact() {
    func exact(_ x: Double) -> Double { x / 2 * erfc(-x / 2.0.squareRoot()) }
    #expect(largestError(gelu, exact, mixed) < 3e-7)
    // The tail keeps its digits: relative error where the value is above 1e-12.
    let relative = largestError(gelu, exact) { abs($1) > 1e-12 ? abs($0 / $1 - 1) : 0 }
    #expect(relative < 5e-6)
  }

  @Test func geluTanhIsExact() {
    let error = largestError(
      geluTanh,
      { $0 / 2 * (1 + Foundation.tanh(0.7978845608028654 * ($0 + 0.044715 * $0 * $0 * $0))) },
      mixed)
    #expect(error < 4e-7)
  }

  @Test func tanhIsExact() {
    #expect(largestError(Autograd.tanh, Foundation.tanh, absolute) < 2e-7)
    let relative = largestError(Autograd.tanh, Foundation.tanh) { $1 == 0 ? 0 : abs($0 / $1 - 1) }
    #expect(relative < 4e-7)
  }

  @Test func siluIsExact() {
    #expect(largestError(silu, { $0 / (1 + Foundation.exp(-$0)) }, mixed) < 3e-7)
  }

  /// softmax([x, 0]) has the ratio e^x.
  @Test func exponentialIsExact() {
    let arguments = (0...8000).map { -Float($0) * 0.01 }
    let rows = Tensor(
      arguments.flatMap { [$0, 0] }, shape: [arguments.count, 2], on: engine)
    let y = softmax(rows).values
    for (i, x) in arguments.enumerated() {
      let ratio = Double(y[2 * i]) / Double(y[2 * i + 1])
      #expect(abs(ratio / Foundation.exp(Double(x)) - 1) < 5e-7, "x = \(x)")
    }
  }

  @Test func notANumberStaysOne() {
    let x = Tensor([.nan, 1], shape: [1, 2], on: engine)
    for f in [gelu, geluTanh, relu, Autograd.tanh, silu, softmax, logSoftmax] {
      #expect(f(x).values[0].isNaN)
    }
  }
}
