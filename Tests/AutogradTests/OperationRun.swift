import Autograd

/// One forward and backward of an operation, its inputs trainable parameters and its loss a fixed
/// random combination of its outputs.
struct OperationRun {
  let operation: OperationCase
  let size: CaseSize
  let engine: Engine
  var inputs: [[Float]]

  init(_ operation: OperationCase, _ size: CaseSize, on engine: Engine) {
    (self.operation, self.size, self.engine) = (operation, size, engine)
    inputs = operation.shapes(size).enumerated().map { index, shape in
      RandomKey(seed: 1)["input"][index].normal(
        shape.reduce(1, *), mean: 0, standardDeviation: 1
      ).map { operation.avoidsZero && abs($0) < 0.15 ? ($0 < 0 ? -0.15 : 0.15) + $0 : $0 }
    }
  }

  struct Outcome {
    var loss: Double
    var output: [Float]
    var gradients: [[Float]]
  }

  func callAsFunction(backward: Bool = true) -> Outcome {
    let tape = Tape(dropout: RandomKey(seed: 77), on: engine)
    let parameters = zip(inputs, operation.shapes(size)).map { values, shape in
      Parameter(Tensor(values, shape: shape, on: engine, kind: .weights), isTrainable: true)
    }
    let y = operation.run(size, parameters.map { $0.value.on(tape) })
    let weights = RandomKey(seed: 2)["output"].uniform(y.count, in: -1...1)
    var loss = 0.0
    for (weight, value) in zip(weights, y.values) { loss += Double(weight) * Double(value) }
    guard backward else { return Outcome(loss: loss, output: y.values, gradients: []) }
    let (target, shape) = (engine, y.shape)
    let scalar = Tape.record(
      "combination", inputs: [y], output: Tensor([Float(loss)], shape: [1], on: engine)
    ) { dy, _ in
      [Tensor(weights.map { $0 * dy.values[0] }, shape: shape, on: target)]
    }
    let output = y.values
    tape.backward(from: scalar)
    return Outcome(
      loss: loss, output: output, gradients: parameters.map { $0.gradient?.values ?? [] })
  }

  /// d loss / dt along a change of the inputs, by central differences at two steps: the error is of
  /// the fourth order in the step.
  func slope(step: Float, _ change: (inout [[Float]], Float) -> Void) -> Double {
    func loss(_ t: Float) -> Double {
      var moved = self
      change(&moved.inputs, t)
      return moved(backward: false).loss
    }
    let near = loss(step) - loss(-step)
    let far = loss(2 * step) - loss(-2 * step)
    return (8 * near - far) / (12 * Double(step))
  }
}
