import Autograd
import Testing

@Suite struct ProductTests {
  /// Shapes from one element to many blocks, some thin, none a multiple of a block.
  @Test(arguments: [[1, 1, 1], [7, 5, 3], [2048, 8, 33], [3, 1000, 65], [700, 531, 130]])
  func linearMatchesTheDefinition(_ shape: [Int]) {
    let (rows, outputs, inputs) = (shape[0], shape[1], shape[2])
    let engine = Engine(threads: 2)
    func draw(_ name: String, _ shape: [Int]) -> Tensor {
      Tensor(
        RandomKey(seed: 6)[name].normal(shape.reduce(1, *), mean: 0, standardDeviation: 1),
        shape: shape, on: engine)
    }
    let (x, w) = (draw("x", [rows, inputs]), draw("w", [outputs, inputs]))
    let b = draw("b", [outputs])
    let y = linear(x, weight: w, bias: b)
    for row in stride(from: 0, to: rows, by: max(1, rows / 23)) {
      for output in 0..<outputs {
        var sum = Double(b.pointer[output])
        for i in 0..<inputs {
          sum += Double(x.pointer[row * inputs + i]) * Double(w.pointer[output * inputs + i])
        }
        #expect(abs(Double(y.pointer[row * outputs + output]) - sum) < 1e-4)
      }
    }
  }

  @Test func nothingInGivesNothingOut() {
    let engine = Engine(threads: 2)
    let w = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3], on: engine)
    #expect(linear(Tensor([], shape: [0, 3], on: engine), weight: w).values.isEmpty)
    #expect(gatherRows(w, []).shape == [0, 3])
    let empty = Tensor([], shape: [0, 4], on: engine)
    let y = attention(
      empty, empty, empty, offsets: [0, 0], heads: 2, dropout: 0, key: RandomKey(seed: 0))
    #expect(y.values.isEmpty)
  }

  @Test func crossEntropyIgnoresRowsWithoutALabel() {
    let engine = Engine(threads: 1)
    let logits = Tensor([0, 0, 5, 1, 1, 1], shape: [2, 3], on: engine)
    let loss = crossEntropy(logits, labels: [-100, 2], scale: 2).values[0]
    #expect(abs(loss - 2 * 1.0986123) < 1e-6)
  }
}
