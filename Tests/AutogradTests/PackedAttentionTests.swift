import Autograd
import Foundation
import Testing

@Suite struct PackedAttentionTests {
  let engine = Engine(threads: 2)

  private func inputs(_ tokens: Int, _ hidden: Int) -> [Tensor] {
    ["q", "k", "v"].map {
      Tensor(
        RandomKey(seed: 6)[$0].normal(tokens * hidden, mean: 0, standardDeviation: 1),
        shape: [tokens, hidden], on: engine)
    }
  }

  private func evaluate(_ x: [Tensor], _ offsets: [Int32], _ heads: Int) -> [Float] {
    attention(
      x[0], x[1], x[2], offsets: offsets, heads: heads, dropout: 0.5, key: RandomKey(seed: 1)
    ).values
  }

  /// The definition, in double precision; evaluation has no dropout.
  @Test func matchesTheDefinition() {
    let (offsets, hidden, heads): ([Int32], Int, Int) = ([0, 9, 10, 43], 24, 3)
    let x = inputs(43, hidden)
    let y = evaluate(x, offsets, heads)
    let (q, k, v) = (x[0].values, x[1].values, x[2].values)
    let size = hidden / heads
    for (start, end) in zip(offsets, offsets.dropFirst()).map({ (Int($0), Int($1)) }) {
      for head in 0..<heads {
        for i in start..<end {
          let scores = (start..<end).map { j in
            (0..<size).reduce(0.0) {
              $0 + Double(q[i * hidden + head * size + $1])
                * Double(k[j * hidden + head * size + $1])
            } / Double(size).squareRoot()
          }
          let weights = scores.map { exp($0) }
          let total = weights.reduce(0, +)
          for c in head * size..<(head + 1) * size {
            let expected = (start..<end).reduce(0.0) {
              $0 + weights[$1 - start] / total * Double(v[$1 * hidden + c])
            }
            #expect(abs(Double(y[i * hidden + c]) - expected) < 2e-6)
          }
        }
      }
    }
  }

  @Test func aSequenceDoesNotSeeItsNeighbours() {
    let x = inputs(50, 8)
    let together = evaluate(x, [0, 20, 50], 2)
    let alone = evaluate(
      x.map { Tensor(Array($0.values[20 * 8..<50 * 8]), shape: [30, 8], on: engine) }, [0, 30], 2)
    #expect(bits(Array(together[20 * 8..<50 * 8])) == bits(alone))
  }

  @Test func longScoresDoNotOverflow() {
    let x = inputs(30, 8)
    x[0].pointer.update(repeating: 200, count: x[0].count)
    x[1].pointer.update(repeating: 150, count: x[1].count)
    #expect(evaluate(x, [0, 30], 2).allSatisfy { $0.isFinite })
  }
}
