import Autograd
import Notebooks

/// The rates of the numeric core's operations at the shapes of bert-base, beside sgemm for what
/// multiplies and beside a copy for what moves memory.
package enum KernelBench {
  private static let rows = 1024
  private static let hidden = 768
  private static let inner = 3072

  /// A case: what it costs in operations or bytes (read and written once each), and how it runs.
  private struct Case {
    let name: String
    let unit: BenchRow.Unit
    let cost: Double
    let run: () -> Void
  }

  package static func run(
    threads: Int, rounds: Int, whenMemoryEnds: @escaping MemoryEnd
  ) -> [BenchRow] {
    run(on: Engine(threads: threads, whenMemoryEnds: whenMemoryEnds), rounds: rounds)
  }

  static func run(on engine: Engine, rounds: Int) -> [BenchRow] {
    let inputs = Inputs(engine)
    let cases = products(inputs) + movers(inputs)
    let seconds = BenchRounds(rounds: rounds).medians(cases.map(\.run))
    let rates = zip(cases, seconds).map { $0.cost / $1 / 1e9 }
    func limit(_ unit: BenchRow.Unit) -> Double {
      zip(cases, rates).first { $0.0.unit == unit }?.1 ?? 1
    }
    return zip(cases, rates).map { one, rate in
      BenchRow(name: one.name, rate: rate, unit: one.unit, share: rate / limit(one.unit))
    }
  }

  package static func table(_ rows: [BenchRow]) -> CellOutput {
    var table = OutputTable(["operation", "rate", "", "of the limit"])
    for row in rows {
      table.append([
        .text(row.name), .text(Figures.fixed(row.rate, 1)), .text(row.unit.rawValue),
        .text(Figures.fixed(100 * row.share, 0) + " %"),
      ])
    }
    return CellOutput(lines: table.lines)
  }

  /// Sixteen sequences of 64 tokens stand for the short ones, three of 341 for the long.
  private struct Inputs {
    let engine: Engine
    let x: Tensor  // [rows, hidden]
    let wide: Tensor  // [rows, inner]
    let square: Tensor  // [hidden, hidden]
    let up: Tensor  // [inner, hidden]
    let a: Tensor  // [8, hidden]
    let b: Tensor  // [hidden, 8]
    let row: Tensor  // [hidden]

    init(_ engine: Engine) {
      self.engine = engine
      func draw(_ shape: [Int], _ name: String) -> Tensor {
        let values = RandomKey(seed: 0)[name].uniform(shape.reduce(1, *), in: -0.05...0.05)
        return Tensor(values, shape: shape, on: engine)
      }
      (x, wide) = (draw([rows, hidden], "x"), draw([rows, inner], "wide"))
      (square, up) = (draw([hidden, hidden], "square"), draw([inner, hidden], "up"))
      (a, b, row) = (draw([8, hidden], "a"), draw([hidden, 8], "b"), draw([hidden], "row"))
    }
  }

  private static func products(_ i: Inputs) -> [Case] {
    func flops(_ n: Int...) -> Double { 2 * Double(n.reduce(1, *)) }
    func attentionCase(_ length: Int, _ dropout: Float) -> Case {
      let sequences = rows / length
      let offsets = (0...sequences).map { Int32($0 * length) }
      let x = Tensor(
        Array(i.x.values.prefix(sequences * length * hidden)),
        shape: [sequences * length, hidden], on: i.engine)
      return Case(
        name: "attention \(sequences) × \(length)" + (dropout > 0 ? ", dropout, taped" : ""),
        unit: .operations, cost: 2 * flops(sequences, length, length, hidden)
      ) {
        let tape = dropout > 0 ? Tape(dropout: RandomKey(seed: 0), on: i.engine) : nil
        let q = x.on(tape)
        _ = attention(
          q, q, q, offsets: offsets, heads: 12, dropout: dropout, key: RandomKey(seed: 1))
      }
    }
    return [
      Case(name: "sgemm 1024 × 768 × 768", unit: .operations, cost: flops(rows, hidden, hidden)) {
        _ = linear(i.x, weight: i.square)
      },
      Case(name: "linear 768 → 3072", unit: .operations, cost: flops(rows, hidden, inner)) {
        _ = linear(i.x, weight: i.up)
      },
      Case(name: "linear and bias 768 → 768", unit: .operations, cost: flops(rows, hidden, hidden))
      { _ = linear(i.x, weight: i.square, bias: i.row) },
      Case(name: "low rank 768 → 8 → 768", unit: .operations, cost: 2 * flops(rows, hidden, 8)) {
        _ = linear(linear(i.x, weight: i.a), weight: i.b)
      },
      attentionCase(64, 0), attentionCase(341, 0), attentionCase(341, 0.1),
    ]
  }

  private static func movers(_ i: Inputs) -> [Case] {
    func bytes(_ tensors: Int, _ elements: Int) -> Double { 4 * Double(tensors * elements) }
    let (small, large) = (rows * hidden, rows * inner)
    return [
      Case(name: "scale (the copy)", unit: .bytes, cost: bytes(2, small)) { _ = 2 * i.x },
      Case(name: "add", unit: .bytes, cost: bytes(3, small)) { _ = i.x + i.x },
      Case(name: "gelu", unit: .bytes, cost: bytes(2, large)) { _ = gelu(i.wide) },
      Case(name: "layer norm", unit: .bytes, cost: bytes(2, small)) {
        _ = layerNorm(i.x, weight: i.row, bias: i.row, epsilon: 1e-12)
      },
      Case(name: "dropout", unit: .bytes, cost: bytes(2, small)) {
        let tape = Tape(dropout: RandomKey(seed: 0), on: i.engine)
        _ = dropout(i.x.on(tape), probability: 0.1, key: RandomKey(seed: 1))
      },
      Case(name: "gather rows", unit: .bytes, cost: bytes(2, small)) {
        _ = gatherRows(i.x, (0..<Int32(rows)).reversed())
      },
    ]
  }
}
