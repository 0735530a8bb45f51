import Autograd
import Testing

/// Attention where only some tokens ask.
@Suite struct SomeQueriesTests {
  let engine = Engine(threads: 2)

  private func parameter(_ name: String, _ rows: Int, _ columns: Int) -> Parameter {
    let values = RandomKey(seed: 6)[name].normal(rows * columns, mean: 0, standardDeviation: 1)
    return Parameter(
      Tensor(values, shape: [rows, columns], on: engine, kind: .weights), isTrainable: true)
  }

  /// The output, and the gradients of q, k and v; all rows ask and some are taken, or these alone
  /// ask.
  private func run(
    _ lengths: [Int], rows: [Int32], asksAll: Bool, heads: Int, keyValueHeads: Int
  ) -> [[Float]] {
    let (tokens, size) = (lengths.reduce(0, +), 8)
    let offsets = lengths.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1)) }
    let parameters = [
      parameter("q", tokens, heads * size), parameter("k", tokens, keyValueHeads * size),
      parameter("v", tokens, keyValueHeads * size),
    ]
    let tape = Tape(dropout: RandomKey(seed: 4), on: engine)
    let (q, k, v) = (
      parameters[0].value.on(tape), parameters[1].value.on(tape), parameters[2].value.on(tape)
    )
    func attend(_ q: Tensor, _ asking: [Int32]?) -> Tensor {
      attention(
        q, k, v, offsets: offsets, queryOffsets: asking, heads: heads,
        keyValueHeads: keyValueHeads, dropout: 0, key: RandomKey(seed: 1))
    }
    let starts = offsets.map { offset in Int32(rows.count { $0 < offset }) }
    let y = asksAll ? gatherRows(attend(q, nil), rows) : attend(gatherRows(q, rows), starts)
    let labels = rows.indices.map { Int32($0 % 3) }
    tape.backward(from: crossEntropy(y, labels: labels, scale: 1))
    return [y.values] + parameters.map { $0.gradient?.values ?? [] }
  }

  @Test(arguments: [
    // One a sequence; none, some and all of a sequence; beyond what one piece takes.
    ([5, 1, 40], [0, 5, 6], 4, 4), ([7, 30, 4, 9], [8, 20, 36, 41, 42, 43, 44], 4, 2),
    ([1100, 3, 1030], [1100, 1103, 1104, 2000], 2, 1), ([1040], [0, 1, 1039], 2, 2),
  ])
  func areAsTheyWouldBeAmongAll(
    _ lengths: [Int], _ rows: [Int32], _ heads: Int, _ keyValueHeads: Int
  ) {
    let all = run(
      lengths, rows: rows, asksAll: true, heads: heads, keyValueHeads: keyValueHeads)
    let some = run(
      lengths, rows: rows, asksAll: false, heads: heads, keyValueHeads: keyValueHeads)
    for (expected, found) in zip(all, some) {
      #expect(found.count == expected.count && expected.contains { abs($0) > 1e-4 })
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }
}
