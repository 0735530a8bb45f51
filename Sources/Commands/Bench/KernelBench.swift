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
    let cases =
      products(inputs) + attentions(inputs) + lowRanks(inputs) + vocabularies(inputs)
      + movers(inputs) + movers(inputs, back: true) + single(inputs)
    let seconds = BenchRounds(rounds: rounds).medians(cases.map(\.run))
    let rates = zip(cases, seconds).map { $0.cost / $1 / 1e9 }
    func limit(_ unit: BenchRow.Unit) -> Double {
      zip(cases, rates).first { $0.0.unit == unit }?.1 ?? 1
    }
    return zip(cases, rates).map { one, rate in
      BenchRow(name: one.name, rate: rate, unit: one.unit, share: rate / limit(one.unit))
    }
  }

  /// sgemm's operations a second.
  static func productRate(on engine: Engine) -> Double {
    let product = products(Inputs(engine))[0]
    return product.cost / BenchRounds(rounds: 15).medians([product.run])[0]
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
    private let ground: Parameter
    private let nothing: Tensor

    init(_ engine: Engine) {
      self.engine = engine
      func draw(_ shape: [Int], _ name: String) -> Tensor {
        let values = RandomKey(seed: 0)[name].uniform(shape.reduce(1, *), in: -0.05...0.05)
        return Tensor(values, shape: shape, on: engine)
      }
      (x, wide) = (draw([rows, hidden], "x"), draw([rows, inner], "wide"))
      (square, up) = (draw([hidden, hidden], "square"), draw([inner, hidden], "up"))
      (a, b, row) = (draw([8, hidden], "a"), draw([hidden, 8], "b"), draw([hidden], "row"))
      ground = Parameter(Tensor(zeros: [1], on: engine, kind: .weights), isTrainable: true)
      nothing = Tensor(zeros: [1], on: engine)
    }

    /// Runs an operation forward on a tape and back to what it is given, `dy` being its gradient.
    func forwardAndBack(_ x: Tensor, _ dy: Tensor, _ operation: (Tensor) -> Tensor) {
      let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
      let input = Tape.record("input", inputs: [ground.value.on(tape)], output: x) { _, _ in
        [nothing]
      }
      let zero = Tensor(zeros: [1], on: engine)
      tape.backward(
        from: Tape.record("gradient", inputs: [operation(input)], output: zero) { _, _ in [dy] })
    }
  }

  private static func flops(_ n: Int...) -> Double { 2 * Double(n.reduce(1, *)) }

  private static func products(_ i: Inputs) -> [Case] {
    let (square, large) = (flops(rows, hidden, hidden), flops(rows, hidden, inner))
    return [
      Case(name: "sgemm 1024 × 768 × 768", unit: .operations, cost: square) {
        _ = linear(i.x, weight: i.square)
      },
      Case(name: "linear 768 → 3072", unit: .operations, cost: large) {
        _ = linear(i.x, weight: i.up)
      },
      Case(name: "linear and bias 768 → 768", unit: .operations, cost: square) {
        _ = linear(i.x, weight: i.square, bias: i.row)
      },
      Case(name: "linear 768 → 3072 and back to x", unit: .operations, cost: 2 * large) {
        i.forwardAndBack(i.x, i.wide) { linear($0, weight: i.up) }
      },
      Case(name: "linear 768 → 3072 and back to W", unit: .operations, cost: 2 * large) {
        i.forwardAndBack(i.up, i.wide) { linear(i.x.on($0.tape), weight: $0) }
      },
    ]
  }

  private static func attentions(_ i: Inputs) -> [Case] {
    func attentionCase(_ length: Int, _ dropout: Float, back: Bool = false) -> Case {
      let sequences = rows / length
      let offsets = (0...sequences).map { Int32($0 * length) }
      let x = Tensor(
        Array(i.x.values.prefix(sequences * length * hidden)),
        shape: [sequences * length, hidden], on: i.engine)
      func attend(_ q: Tensor) -> Tensor {
        attention(q, q, q, offsets: offsets, heads: 12, dropout: dropout, key: RandomKey(seed: 1))
      }
      // Forward two products, back four; what is computed a second time does not count.
      return Case(
        name: "attention \(sequences) × \(length)" + (dropout > 0 ? ", dropout" : "")
          + (back ? ", and back" : ""),
        unit: .operations, cost: (back ? 6 : 2) * flops(sequences, length, length, hidden)
      ) {
        if back {
          i.forwardAndBack(x, x, attend)
        } else {
          _ = attend(x.on(dropout > 0 ? Tape(dropout: RandomKey(seed: 0), on: i.engine) : nil))
        }
      }
    }
    return [
      attentionCase(64, 0), attentionCase(341, 0), attentionCase(341, 0.1),
      attentionCase(64, 0.1, back: true), attentionCase(341, 0.1, back: true),
    ]
  }

  /// What LoRA and DoRA add to a layer.
  private static func lowRanks(_ i: Inputs) -> [Case] {
    let dropped: Float = 0.1
    return [
      Case(name: "low rank 768 → 8 → 768", unit: .operations, cost: 2 * flops(rows, hidden, 8)) {
        _ = linear(linear(i.x, weight: i.a), weight: i.b)
      },
      Case(name: "row norms of W + s B A", unit: .operations, cost: flops(hidden, hidden, 8)) {
        _ = lowRankRowNorms(i.square, i.a, i.b, scaling: 2)
      },
      Case(
        name: "W x' from W x, dropout 0.1, and back", unit: .operations,
        cost: 2 * Double(dropped) * flops(rows, hidden, hidden)
      ) {
        i.forwardAndBack(i.x, i.x) {
          productOfDropped(
            i.x, $0, weight: i.square, probability: dropped, key: RandomKey(seed: 1))
        }
      },
    ]
  }

  private static func vocabularies(_ i: Inputs) -> [Case] {
    let labels = (0..<rows).map { Int32($0 % inner) }
    return [
      Case(
        name: "cross-entropy over 3072 words, and back", unit: .operations,
        cost: 2 * flops(rows, hidden, inner)
      ) {
        let zero = Tensor(zeros: [1], on: i.engine)
        i.forwardAndBack(i.x, zero) {
          vocabularyCrossEntropy($0, weight: i.up, bias: nil, labels: labels, scale: 1)
        }
      }
    ]
  }

  private static func movers(_ i: Inputs, back: Bool = false) -> [Case] {
    /// Back, dx is written from dy and, where the operation is not linear, from x.
    func mover(
      _ name: String, _ x: Tensor, reads: Int = 1, isLinear: Bool = false,
      _ operation: @escaping (Tensor) -> Tensor
    ) -> Case {
      let tensors = reads + 1 + (back ? (isLinear ? 2 : 3) : 0)
      return Case(
        name: name + (back ? " and back" : ""), unit: .bytes, cost: 4 * Double(tensors * x.count)
      ) {
        if back {
          i.forwardAndBack(x, x, operation)
        } else {
          _ = operation(x.on(Tape(dropout: RandomKey(seed: 0), on: i.engine)))
        }
      }
    }
    let positions = (0..<Int32(rows)).map { $0 % 341 }
    let frequencies = (0..<32).map { Float(1) / Float(1 + $0) }
    let order = Array((0..<Int32(rows)).reversed())
    let copying = [
      mover("scale (the copy)", i.x, isLinear: true) { 2 * $0 },
      mover("add", i.x, reads: 2) { $0 + i.x.on($0.tape) },
    ]
    return (back ? [] : copying) + [
      mover("gelu", i.wide) { gelu($0) }, mover("silu", i.wide) { silu($0) },
      mover("layer norm", i.x) { layerNorm($0, weight: i.row, bias: i.row, epsilon: 1e-12) },
      mover("RMS norm", i.x) { rmsNorm($0, weight: i.row, epsilon: 1e-6) },
      mover("dropout", i.x, isLinear: true) {
        dropout($0, probability: 0.1, key: RandomKey(seed: 1))
      },
      mover("rotary", i.x, isLinear: true) {
        rotary($0, positions: positions, heads: 12, frequencies: frequencies)
      },
      mover("gather rows", i.x, isLinear: true) { gatherRows($0, order) },
    ]
  }

  /// A step of the optimizer, and what a token alone takes: the weights or the cache are read once.
  private static func single(_ i: Inputs) -> [Case] {
    let (m, v) = (i.up.copied(kind: .weights), i.up.copied(kind: .weights))
    for at in 0..<v.count { v.pointer[at] = abs(v.pointer[at]) }
    let weight = i.up.copied(kind: .weights)
    let coefficients = AdamCoefficients(learningRate: 1e-9, weightDecay: 0, step: 10)
    let token = gatherRows(i.x, [0])
    let length = 512
    let cache = KeyValueCache(
      layers: 1, keyValueHeads: 12, size: hidden / 12, capacity: length + 1, on: i.engine)
    let known = gatherRows(i.x, (0..<Int32(length)).map { $0 })
    cache.append(layer: 0, keys: known, values: known)
    cache.advance(by: length)
    return [
      Case(name: "AdamW", unit: .bytes, cost: 28 * Double(i.up.count)) {
        adamStep(parameter: weight, gradient: i.up, m: m, v: v, coefficients)
      },
      Case(name: "linear 768 → 3072 of one row", unit: .bytes, cost: 4 * Double(i.up.count)) {
        _ = linear(token, weight: i.up)
      },
      Case(
        name: "attention of one row to 512", unit: .bytes, cost: 8 * Double(length * hidden)
      ) {
        _ = cachedAttention(token, cache, layer: 0, heads: 12)
      },
    ]
  }
}
