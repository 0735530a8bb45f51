import Autograd
import Testing

@Suite struct LowRankUpdatesTests {
  let engine = Engine(threads: 2)

  private func tensor(_ name: String, _ shape: [Int]) -> Tensor {
    Tensor(
      RandomKey(seed: 6)[name].normal(shape.reduce(1, *), mean: 0, standardDeviation: 1),
      shape: shape, on: engine, kind: .weights)
  }

  /// W + s B A in double precision.
  private func exact(_ w: Tensor, _ b: Tensor, _ a: Tensor, _ s: Double) -> [Double] {
    let (rows, columns, rank) = (w.shape[0], w.shape[1], a.shape[0])
    var sum = w.values.map(Double.init)
    let (av, bv) = (a.values, b.values)
    for i in 0..<rows {
      for j in 0..<columns {
        for k in 0..<rank {
          sum[i * columns + j] += s * Double(bv[i * rank + k]) * Double(av[k * columns + j])
        }
      }
    }
    return sum
  }

  @Test func normsAndSumsMatchTheFullProduct() {
    let (w, a, b) = (tensor("w", [70, 45]), tensor("a", [4, 45]), tensor("b", [70, 4]))
    let sum = exact(w, b, a, 0.75)
    let before = w.values
    let added = adding(0.75, b, a, to: w)
    #expect(zip(added.values, sum).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    #expect(w.values == before)
    for _ in 0..<2 {  // the second time from the kept squares
      let norms = lowRankRowNorms(w, a, b, scaling: 0.75).values
      for i in 0..<70 {
        let square = sum[i * 45..<(i + 1) * 45].reduce(0) { $0 + $1 * $1 }
        #expect(abs(Double(norms[i]) / square.squareRoot() - 1) < 1e-6)
      }
    }
  }

  @Test func normOfACancelledRowIsNearZeroAndNotNegative() {
    let (a, b) = (tensor("a", [4, 45]), tensor("b", [70, 4]))
    let w = adding(-1, b, a, to: Tensor(zeros: [70, 45], on: engine))
    let norms = lowRankRowNorms(w, a, b, scaling: 1).values
    #expect(norms.allSatisfy { $0 >= 0 && $0 < 0.02 })
  }

  @Test func normsFollowAssignment() {
    let (w, a) = (tensor("w", [3, 5]), tensor("a", [2, 5]))
    let b = Tensor(zeros: [3, 2], on: engine)
    let first = lowRankRowNorms(w, a, b, scaling: 1).values
    w.assign(tensor("other", [3, 5]))
    #expect(lowRankRowNorms(w, a, b, scaling: 1).values != first)
  }
}
