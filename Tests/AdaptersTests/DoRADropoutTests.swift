import Adapters
import Autograd
import Layers
import ModelFixtures
import Testing

/// A DoRA layer with dropout against its formula, composed of plain operations.
@Suite struct DoRADropoutTests {
  let engine = Engine(threads: 2)

  private func uniform(_ name: String, _ shape: [Int]) -> Tensor {
    let values = RandomKey(seed: 4)[name].uniform(shape.reduce(1, *), in: -1...1)
    return Tensor(values, shape: shape, on: engine)
  }

  /// Few elements dropped, whose product is taken back, and many, whose complement has its own.
  @Test(arguments: [0.05, 0.3, 0.5] as [Float])
  func outputAndGradientAreThoseOfTheFormula(_ probability: Float) throws {
    var settings = MethodSettings()
    (settings.rank, settings.alpha, settings.dropout) = (3, 6, Double(probability))
    let base = try ParityFixture.model(on: engine)
    let adapted = try AdaptedModel(DoRA(settings), on: base, seed: 0)
    let layer = try #require(adapted.model.tree.linears.first { $0.layer.adapter != nil }?.layer)
    let adapter = try #require(layer.adapter)
    let (a, b, m) = (
      adapter.parameters[0].parameter.value, adapter.parameters[1].parameter.value,
      adapter.parameters[2].parameter.value
    )
    for (tensor, drawn) in [(b, uniform("b", b.shape)), (m, uniform("m", m.shape))] {
      for i in 0..<tensor.count { tensor.pointer[i] += 0.1 * drawn.pointer[i] }
    }
    let update = linear(b, weight: Tensor(transposed(a), shape: [a.shape[1], 3], on: engine))
    let g = (0..<layer.outputSize).map { row in
      let squares = (0..<layer.inputSize).map { column in
        let i = row * layer.inputSize + column
        let entry = Double(layer.weight.value.pointer[i]) + 2 * Double(update.pointer[i])
        return entry * entry
      }
      return Float(Double(m.pointer[row]) / squares.reduce(0, +).squareRoot())
    }

    func run(_ layer: (Tensor) -> Tensor) -> (output: [Float], gradient: [Float]) {
      let tape = Tape(dropout: RandomKey(seed: 9), on: engine)
      let x = Parameter(
        uniform("x", [150, self.inputs(of: base)]).copied(kind: .weights), isTrainable: true)
      let y = layer(x.value.on(tape))
      let output = y.values
      let labels = (0..<150).map { Int32($0 % y.shape[1]) }
      tape.backward(from: crossEntropy(y, labels: labels, scale: 1))
      return (output, x.gradient?.values ?? [])
    }

    let found = run { adapter($0, base: layer) }
    let dropout = Dropout(probability, path: layer.path + ".lora_dropout")
    let expected = run { x in
      let dropped = dropout(x)
      let beside = linear(dropped, weight: layer.weight.value)
      let low = linear(linear(dropped, weight: a), weight: b)
      let doubled = low + low  // s = alpha / r = 2
      let ratio = Tensor(g, shape: [g.count], on: engine)
      let less = Tensor(g.map { $0 - 1 }, shape: [g.count], on: engine)
      return layer.base(x) + scaleColumns(beside, by: less) + scaleColumns(doubled, by: ratio)
    }
    #expect(largestDifference(found.output, expected.output) < 2e-5)
    #expect(largestDifference(found.gradient, expected.gradient) < 2e-5)
    #expect(found.gradient.count == 150 * layer.inputSize)
  }

  private func inputs(of model: any LanguageModel) -> Int {
    model.tree.linears.first?.layer.inputSize ?? 0
  }

  private func transposed(_ x: Tensor) -> [Float] {
    let (rows, columns) = (x.shape[0], x.shape[1])
    return (0..<columns * rows).map { x.pointer[$0 % rows * columns + $0 / rows] }
  }
}
