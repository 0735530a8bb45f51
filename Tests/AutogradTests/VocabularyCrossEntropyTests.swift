import Autograd
import Testing

@Suite struct VocabularyCrossEntropyTests {
  let engine = Engine(threads: 2)

  private func parameter(_ name: String, _ shape: [Int], isTrainable: Bool = true) -> Parameter {
    let values = RandomKey(seed: 6)[name].normal(
      shape.reduce(1, *), mean: 0, standardDeviation: 0.5)
    return Parameter(
      Tensor(values, shape: shape, on: engine, kind: .weights), isTrainable: isTrainable)
  }

  private func labels(_ rows: Int, _ vocabulary: Int, leftOut: Int) -> [Int32] {
    (0..<rows).map { $0 % leftOut == 1 ? -100 : Int32(($0 * 7919 + 13) % vocabulary) }
  }

  /// One block, several blocks of classes, several of rows as well, few rows, classes of one block
  /// and a remainder.
  @Test(arguments: [
    [6, 11, 4], [40, 70_000, 40], [2100, 2500, 24], [3, 33_000, 64], [1, 513, 8],
  ])
  func isCrossEntropyOfTheProduct(_ shape: [Int]) {
    let (rows, vocabulary, hidden) = (shape[0], shape[1], shape[2])
    let labels = labels(rows, vocabulary, leftOut: 5)
    func run(_ loss: (Tensor, Tensor, Tensor) -> Tensor) -> (Float, [[Float]]) {
      let inputs = [
        parameter("x", [rows, hidden]), parameter("w", [vocabulary, hidden]),
        parameter("b", [vocabulary]),
      ]
      let tape = Tape(dropout: RandomKey(seed: 1), on: engine)
      let x = inputs.map { $0.value.on(tape) }
      let loss = loss(x[0], x[1], x[2])
      tape.backward(from: loss)
      return (loss.values[0], inputs.map { $0.gradient?.values ?? [] })
    }
    let tiled = run {
      vocabularyCrossEntropy($0, weight: $1, bias: $2, labels: labels, scale: 0.125)
    }
    let plain = run {
      crossEntropy(linear($0, weight: $1, bias: $2), labels: labels, scale: 0.125)
    }
    #expect(abs(tiled.0 - plain.0) < 1e-6 * abs(plain.0) + 1e-6)
    for (found, expected) in zip(tiled.1, plain.1) {
      #expect(found.count == expected.count && !found.isEmpty)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 2e-6 })
    }
  }

  @Test func everyLossIsThatOfItsLabel() {
    let (x, w) = (parameter("x", [50, 30]), parameter("w", [5000, 30]))
    let b = parameter("b", [5000])
    let labels = labels(50, 5000, leftOut: 6)
    let found = vocabularyLosses(x.value, weight: w.value, bias: b.value, labels: labels)
    let logs = logSoftmax(linear(x.value, weight: w.value, bias: b.value)).values
    for row in 0..<50 {
      let exact = labels[row] < 0 ? 0 : -logs[row * 5000 + Int(labels[row])]
      #expect(abs(found[row] - exact) < 1e-5)
    }
    #expect(vocabularyLosses(x.value, weight: w.value, bias: nil, labels: labels).count == 50)
  }

  /// The embedding below and the product above add to one gradient.
  @Test func aTiedWeightGetsBothGradientsInOneBuffer() {
    let ids: [Int32] = [3, 0, 3, 599, 7]
    let labels: [Int32] = [0, 3, -100, 7, 598]
    func gradient(_ loss: (Tensor, Tensor) -> Tensor) -> [Float] {
      let w = parameter("w", [600, 12])
      for _ in 0..<2 {  // a second shard adds to the first's
        let tape = Tape(dropout: RandomKey(seed: 1), on: engine)
        let states = tanh(embedding(w.value, ids: ids, on: tape))
        tape.backward(from: loss(states, w.value))
      }
      #expect(engine.memory.now[.gradients] == 600 * 12 * 4)
      return w.gradient?.values ?? []
    }
    let tiled = gradient {
      vocabularyCrossEntropy($0, weight: $1, bias: nil, labels: labels, scale: 1)
    }
    let plain = gradient { crossEntropy(linear($0, weight: $1), labels: labels, scale: 1) }
    #expect(zip(tiled, plain).allSatisfy { abs($0 - $1) < 2e-6 })
    #expect(tiled.count == 7200)
  }

  @Test func noLabelNoLossNoGradient() {
    let (x, w) = (parameter("x", [4, 6]), parameter("w", [9, 6]))
    let b = parameter("b", [9])
    let tape = Tape(dropout: RandomKey(seed: 1), on: engine)
    let loss = vocabularyCrossEntropy(
      x.value.on(tape), weight: w.value, bias: b.value, labels: [-100, -100, -100, -100],
      scale: 1)
    tape.backward(from: loss)
    #expect(loss.values == [0])
    for parameter in [x, w, b] {
      #expect(parameter.gradient?.values == [Float](repeating: 0, count: parameter.value.count))
    }
  }

  @Test func onlyWhatIsWantedIsFormed() {
    let (x, w) = (parameter("x", [4, 6]), parameter("w", [9, 6], isTrainable: false))
    let tape = Tape(dropout: RandomKey(seed: 1), on: engine)
    tape.backward(
      from: vocabularyCrossEntropy(
        x.value.on(tape), weight: w.value, bias: nil, labels: [1, 2, 3, 4], scale: 1))
    #expect(w.gradient == nil && x.gradient != nil)
    #expect(engine.memory.now[.gradients] == 4 * 6 * 4)
  }

  /// Logits of 1000 rows over 40,000 classes would be 160 MB.
  @Test func noLogitsAreKept() {
    let (x, w) = (parameter("x", [1000, 16]), parameter("w", [40_000, 16]))
    engine.memory.resetPeak()
    let tape = Tape(dropout: RandomKey(seed: 1), on: engine)
    tape.backward(
      from: vocabularyCrossEntropy(
        x.value.on(tape), weight: w.value, bias: nil, labels: labels(1000, 40_000, leftOut: 3),
        scale: 1))
    #expect(engine.memory.peak.byKind[.activations] ?? 0 < 10 << 20)
  }

  @Test func aLogitThatIsNotANumberIsSeen() {
    let (x, w) = (parameter("x", [2, 6]), parameter("w", [2000, 6]))
    w.value.pointer[1900 * 6] = .nan
    let losses = vocabularyLosses(x.value, weight: w.value, bias: nil, labels: [1, 2])
    #expect(losses.allSatisfy { $0.isNaN })
  }
}
