import Autograd
import Testing

/// An engine that computes nothing accounts for what one that computes would hold.
@Suite struct RehearsalTests {
  private func step(on engine: Engine) {
    let weight = Parameter(
      Tensor(shape: [96, 64], on: engine, kind: .weights), isTrainable: true)
    weight.value.assign(Tensor(zeros: [96, 64], on: engine))
    let moment = Tensor(zeros: [96, 64], on: engine, kind: .optimizer)
    let tape = Tape(dropout: RandomKey(seed: 0), on: engine)
    let x = Tensor(zeros: [50, 64], on: engine).on(tape)
    let y = gelu(linear(x, weight: weight.value.on(tape)))
    let attended = attention(
      y, y, y, offsets: [0, 20, 50], heads: 4, dropout: 0.1, key: RandomKey(seed: 1))
    let loss = crossEntropy(attended, labels: (0..<50).map { $0 % 7 }, scale: 1)
    tape.backward(from: loss)
    _ = moment
  }

  @Test(arguments: [1, 3])
  func accountsTheSame(_ threads: Int) {
    let real = Engine(threads: threads)
    let rehearsing = real.rehearsing()
    #expect(rehearsing.isRehearsal && !real.isRehearsal && rehearsing.threads == threads)
    step(on: real)
    step(on: rehearsing)
    let (first, second) = (real.memory.peak, rehearsing.memory.peak)
    #expect(first.total == second.total && first.byKind == second.byKind)
    #expect(real.memory.now == rehearsing.memory.now)
    #expect(rehearsing.rehearsedBytes >= first.total)
    #expect(Double(rehearsing.rehearsedBytes) < 1.4 * Double(first.total))
  }

  /// Larger than any machine: only address space in one piece is needed, and little of that.
  @Test func takesNoMemory() {
    let engine = Engine(threads: 1).rehearsing()
    let tensors = (0..<4000).map { _ in Tensor(shape: [1 << 24], on: engine) }
    #expect(engine.memory.now[.activations] == tensors.count << 26)
  }
}
