import Autograd
import Testing

@Suite struct FewRowsTests {
  private func tensor(_ name: String, _ shape: [Int], on engine: Engine) -> Tensor {
    Tensor(
      RandomKey(seed: 6)[name].normal(shape.reduce(1, *), mean: 0, standardDeviation: 1),
      shape: shape, on: engine)
  }

  /// Widths below, at and off a multiple of the lanes; outputs off a multiple of a block.
  @Test(arguments: [1, 2, 3, 4], [[1, 1], [3, 15], [7, 16], [130, 100], [2051, 771]])
  func matchTheDefinition(_ rows: Int, _ shape: [Int]) {
    let engine = Engine(threads: 2)
    let (x, w) = (tensor("x", [rows, shape[1]], on: engine), tensor("w", shape, on: engine))
    let b = tensor("b", [shape[0]], on: engine)
    let plain = linear(x, weight: w).values
    let biased = linear(x, weight: w, bias: b).values
    for row in 0..<rows {
      for output in 0..<shape[0] {
        let sum = (0..<shape[1]).reduce(0.0) {
          $0 + Double(x.pointer[row * shape[1] + $1]) * Double(w.pointer[output * shape[1] + $1])
        }
        let at = row * shape[0] + output
        #expect(abs(Double(plain[at]) - sum) < 3e-5)
        #expect(abs(Double(biased[at]) - sum - Double(b.pointer[output])) < 3e-5)
      }
    }
  }

  /// The same bits on any number of threads, and for a row alone or among others.
  @Test func bitsDependOnTheRowAlone() {
    let engine = Engine(threads: 1)
    let (x, w) = (tensor("x", [4, 300], on: engine), tensor("w", [2000, 300], on: engine))
    let reference = linear(x, weight: w).values
    for threads in [1, 2, 3] {
      engine.threads = threads
      for rows in 1...4 {
        let some = linear(gatherRows(x, Array(0..<Int32(rows))), weight: w).values
        #expect(bits(some) == bits(Array(reference[..<(rows * 2000)])))
      }
    }
  }

  @Test func agreesWithAProductOfManyRows() {
    let engine = Engine(threads: 2)
    let (x, w) = (tensor("x", [12, 500], on: engine), tensor("w", [900, 500], on: engine))
    let many = linear(x, weight: w).values
    for row in 0..<12 {
      let one = linear(gatherRows(x, [Int32(row)]), weight: w).values
      #expect(zip(one, many[row * 900..<(row + 1) * 900]).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }
}
