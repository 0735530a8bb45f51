import Autograd
import Testing

@Suite struct TapeTests {
  let engine = Engine(threads: 1)

  private func tensor(_ name: String, _ shape: [Int]) -> Tensor {
    Tensor(
      RandomKey(seed: 6)[name].normal(shape.reduce(1, *), mean: 0, standardDeviation: 1),
      shape: shape, on: engine, kind: .weights)
  }

  private func tape() -> Tape { Tape(dropout: RandomKey(seed: 1), on: engine) }
  private var activations: Int { engine.memory.now[.activations] ?? 0 }

  @Test func frozenWeightGetsNoGradientAndKeepsNothing() {
    let frozen = Parameter(tensor("w", [64, 64]), isTrainable: false)
    let scale = Parameter(tensor("m", [64]), isTrainable: true)
    let x = tensor("x", [32, 64])
    let tape = tape()
    let before = activations
    var y = scaleColumns(x.on(tape), by: scale.value)
    for _ in 0..<5 { y = linear(y, weight: frozen.value) }
    // Only the last output lives: no linear keeps its input.
    #expect(activations - before == y.count * 4)
    tape.backward(from: crossEntropy(y, labels: [Int32](repeating: 3, count: 32), scale: 1))
    #expect(frozen.gradient == nil)
    #expect(scale.gradient?.shape == [64])
  }

  @Test func nothingIsRecordedBelowTheLowestTrainableParameter() {
    let (w, v) = (tensor("w", [8, 8]), Parameter(tensor("v", [8, 8]), isTrainable: true))
    let tape = tape()
    let x = tensor("x", [4, 8])
    let before = activations
    let hidden = gelu(linear(x.on(tape), weight: w))
    #expect(activations - before == hidden.count * 4)
    #expect(hidden.tape === tape)
    let y = linear(hidden, weight: v.value)
    tape.backward(from: crossEntropy(y, labels: [0, 1, 2, 3], scale: 1))
    #expect(v.gradient != nil)
  }

  @Test func whatIsAddedToItselfGetsBothGradients() {
    func gradient(_ doubled: (Tensor) -> Tensor) -> [Float]? {
      let x = Parameter(tensor("x", [4, 8]), isTrainable: true)
      let tape = tape()
      let y = doubled(gelu(x.value.on(tape)))
      tape.backward(from: crossEntropy(y, labels: [0, 1, 2, 3], scale: 1))
      return x.gradient?.values
    }
    #expect(gradient { $0 + $0 } == gradient { 2 * $0 })
    #expect(gradient { 2 * $0 } != gradient { $0 })
  }

  /// A parameter that an operation takes both as its weight and as its input.
  @Test func aParameterUsedTwiceByOneOperationGetsBothGradients() {
    let labels: [Int32] = [0, 1, 2, 3, 4, 5, 6, 7]
    func gradients(_ x: Parameter, _ w: Parameter) {
      let tape = tape()
      let y = linear(x.value.on(tape), weight: w.value)
      tape.backward(from: crossEntropy(y, labels: labels, scale: 1))
    }
    let both = Parameter(tensor("w", [8, 8]), isTrainable: true)
    gradients(both, both)
    let (x, w) = (
      Parameter(tensor("w", [8, 8]), isTrainable: true),
      Parameter(tensor("w", [8, 8]), isTrainable: true)
    )
    gradients(x, w)
    let sums = zip(x.gradient!.values, w.gradient!.values).map { $0 + $1 }
    for (found, sum) in zip(both.gradient!.values, sums) { #expect(abs(found - sum) < 1e-5) }
  }

  @Test func evaluationRecordsNothing() {
    let w = Parameter(tensor("w", [8, 8]), isTrainable: true)
    let x = tensor("x", [4, 8])
    let before = activations
    let y = gelu(linear(x, weight: w.value))
    #expect(y.tape == nil)
    #expect(activations - before == y.count * 4)
  }

  @Test func activationsAreFreedAsTheBackwardGoes() {
    let w = Parameter(tensor("w", [64, 64]), isTrainable: true)
    let start = activations
    var peak = 0
    do {
      let tape = tape()
      var y = tensor("x", [256, 64]).on(tape)
      for _ in 0..<8 { y = gelu(linear(y, weight: w.value)) }
      let loss = crossEntropy(y, labels: [Int32](repeating: 1, count: 256), scale: 1)
      y = loss
      let atLoss = activations
      engine.memory.resetPeak()
      tape.backward(from: loss)
      peak = (engine.memory.peak.byKind[.activations] ?? 0) - atLoss
      #expect(activations - start <= 8)
    }
    // Two or three gradients of one layer on top of what the forward left.
    #expect(peak <= 3 * 256 * 64 * 4)
    #expect(activations == start)
  }

  @Test func aTapeDroppedWithoutBackwardFreesEverything() {
    let w = Parameter(tensor("w", [16, 16]), isTrainable: true)
    let before = activations
    do {
      let tape = tape()
      var y = tensor("x", [16, 16]).on(tape)
      for _ in 0..<4 { y = tanh(linear(y, weight: w.value)) }
      #expect(activations > before)
    }
    #expect(activations == before)
  }

  @Test func gradientsOfShardsAreSummedInOrder() {
    let w = Parameter(tensor("w", [8, 8]), isTrainable: true)
    func gradient(_ shards: [String]) -> [Float] {
      w.gradient = nil
      for shard in shards {
        let tape = tape()
        let y = linear(tensor(shard, [4, 8]).on(tape), weight: w.value)
        tape.backward(from: crossEntropy(y, labels: [0, 1, 2, 3], scale: 1))
      }
      return w.gradient?.values ?? []
    }
    let (first, second, both) = (gradient(["a"]), gradient(["b"]), gradient(["a", "b"]))
    for i in both.indices { #expect(abs(both[i] - (first[i] + second[i])) < 1e-5) }
    #expect(engine.memory.now[.gradients] == 8 * 8 * 4)
  }

  @Test func aWeightUsedTwiceGetsBothGradients() {
    let w = Parameter(tensor("w", [8, 8]), isTrainable: true)
    let tape = tape()
    let rows = embedding(w.value, ids: [1, 3, 1], on: tape)
    tape.backward(
      from: crossEntropy(linear(rows, weight: w.value), labels: [0, 1, 2], scale: 1))
    let gradient = w.gradient?.values ?? []
    #expect(gradient[5 * 8..<6 * 8].contains { $0 != 0 })  // from the product alone
    #expect(gradient[3 * 8..<4 * 8].contains { $0 != 0 })
  }

  @Test func storageIsSharedByAnAliasOnATape() {
    let x = tensor("x", [2, 2])
    let alias = x.on(tape())
    x.pointer[3] = 42
    #expect(alias.values[3] == 42 && x.tape == nil && alias.tape != nil)
  }
}
