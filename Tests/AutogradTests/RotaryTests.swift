import Autograd
import Foundation
import Testing

@Suite struct RotaryTests {
  let engine = Engine(threads: 2)

  /// Angles up to 131,071 radians, those of long contexts.
  @Test func matchesTheDefinition() {
    let positions: [Int32] = [0, 1, 7, 4095, 65_537, 131_071]
    let frequencies = (0..<70).map { Float(pow(500_000, -Double($0) / 70)) }
    let (heads, half) = (3, frequencies.count)
    let columns = heads * 2 * half
    let x = Tensor(
      RandomKey(seed: 6).normal(positions.count * columns, mean: 0, standardDeviation: 1),
      shape: [positions.count, columns], on: engine)
    let y = rotary(x, positions: positions, heads: heads, frequencies: frequencies, scaling: 1.5)
    for (row, position) in positions.enumerated() {
      for head in 0..<heads {
        for i in 0..<half {
          let angle = Double(Float(position) * frequencies[i])
          let at = row * columns + head * 2 * half + i
          let (a, b) = (Double(x.pointer[at]), Double(x.pointer[at + half]))
          let first = 1.5 * (a * cos(angle) - b * sin(angle))
          let second = 1.5 * (b * cos(angle) + a * sin(angle))
          #expect(abs(Double(y.pointer[at]) - first) < 2e-6)
          #expect(abs(Double(y.pointer[at + half]) - second) < 2e-6)
        }
      }
    }
  }

  @Test func rmsNormMatchesTheDefinition() {
    let (rows, columns) = (5, 37)
    func tensor(_ name: String, _ shape: [Int]) -> Tensor {
      Tensor(
        RandomKey(seed: 6)[name].normal(shape.reduce(1, *), mean: 0, standardDeviation: 2),
        shape: shape, on: engine)
    }
    let (x, weight) = (tensor("x", [rows, columns]), tensor("w", [columns]))
    let y = rmsNorm(x, weight: weight, epsilon: 1e-2).values
    for row in 0..<rows {
      let own = x.values[row * columns..<(row + 1) * columns].map(Double.init)
      let size = (own.reduce(0) { $0 + $1 * $1 } / Double(columns) + 1e-2).squareRoot()
      for c in 0..<columns {
        #expect(abs(Double(y[row * columns + c]) - own[c] / size * Double(weight.values[c])) < 2e-6)
      }
    }
  }

  @Test func reshapedSharesItsMemory() {
    let x = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3], on: engine)
    let y = reshaped(x, [3, 2])
    x.pointer[5] = 42
    #expect(y.shape == [3, 2] && y.values[5] == 42 && x.shape == [2, 3])
  }
}
