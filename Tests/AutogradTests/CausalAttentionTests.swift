import Autograd
import Foundation
import Testing

@Suite struct CausalAttentionTests {
  let engine = Engine(threads: 2)

  private func tensor(_ name: String, _ rows: Int, _ columns: Int) -> Tensor {
    Tensor(
      RandomKey(seed: 6)[name].normal(rows * columns, mean: 0, standardDeviation: 1),
      shape: [rows, columns], on: engine)
  }

  private func offsets(_ lengths: [Int]) -> [Int] {
    lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }

  /// The definition, row by row in double precision, for every `step`-th row.
  private func expectDefinition(
    _ lengths: [Int], heads: Int, keyValueHeads: Int, size: Int, isCausal: Bool, step: Int = 1
  ) {
    let tokens = lengths.reduce(0, +)
    let hidden = heads * size
    let shared = keyValueHeads * size
    let (q, k) = (tensor("q", tokens, hidden), tensor("k", tokens, shared))
    let v = tensor("v", tokens, shared)
    let offsets = offsets(lengths)
    let y = attention(
      q, k, v, offsets: offsets.map { Int32($0) }, heads: heads, keyValueHeads: keyValueHeads,
      isCausal: isCausal, dropout: 0.5, key: RandomKey(seed: 1))
    var worst = 0.0
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      for row in stride(from: start, to: end, by: step) {
        for head in 0..<heads {
          let own = q.pointer + row * hidden + head * size
          let column = head / (heads / keyValueHeads) * size
          let seen = start..<(isCausal ? row + 1 : end)
          let weights = seen.map { key in
            exp(
              (0..<size).reduce(0.0) {
                $0 + Double(own[$1]) * Double(k.pointer[key * shared + column + $1])
              } / Double(size).squareRoot())
          }
          let total = weights.reduce(0, +)
          for c in 0..<size {
            let exact = zip(seen, weights).reduce(0.0) {
              $0 + $1.1 / total * Double(v.pointer[$1.0 * shared + column + c])
            }
            worst = max(worst, abs(Double(y.pointer[row * hidden + head * size + c]) - exact))
          }
        }
      }
    }
    #expect(worst < 3e-6)
  }

  @Test func matchesTheDefinitionInShortSequences() {
    expectDefinition(
      [1, 1, 2, 31, 1, 32, 33, 64, 65, 129], heads: 6, keyValueHeads: 2, size: 8, isCausal: true)
    expectDefinition([9, 1, 70], heads: 6, keyValueHeads: 3, size: 8, isCausal: false)
  }

  @Test func matchesTheDefinitionInLongSequences() {
    expectDefinition(
      [1025, 1, 2200], heads: 2, keyValueHeads: 1, size: 8, isCausal: true, step: 37)
  }

  @Test func everyTokenOfItsOwnSequence() {
    expectDefinition(
      [Int](repeating: 1, count: 100), heads: 2, keyValueHeads: 1, size: 4, isCausal: true)
  }

  /// Keys shared by a group are the keys repeated for every head of it, backward too.
  @Test(arguments: [[40, 7], [1100]])
  func sharedKeysAreRepeatedKeys(_ lengths: [Int]) {
    let (heads, size) = (4, 8)
    let tokens = lengths.reduce(0, +)
    let offsets = offsets(lengths).map { Int32($0) }
    func gradients(repeated: Bool) -> [[Float]] {
      let values =
        [tensor("q", tokens, heads * size)] + ["k", "v"].map { tensor($0, tokens, size) }
      let inputs = values.enumerated().map { index, x in
        guard repeated, index > 0 else { return x.values }
        return (0..<tokens).flatMap { row in
          (0..<heads).flatMap { _ in x.values[row * size..<(row + 1) * size] }
        }
      }
      let parameters = inputs.map {
        Parameter(
          Tensor($0, shape: [tokens, $0.count / tokens], on: engine, kind: .weights),
          isTrainable: true)
      }
      let tape = Tape(dropout: RandomKey(seed: 4), on: engine)
      let x = parameters.map { $0.value.on(tape) }
      let y = attention(
        x[0], x[1], x[2], offsets: offsets, heads: heads, keyValueHeads: repeated ? heads : 1,
        isCausal: true, dropout: 0.1, key: RandomKey(seed: 1))
      tape.backward(
        from: crossEntropy(y, labels: [Int32](repeating: 3, count: tokens), scale: 1))
      return parameters.enumerated().map { index, parameter in
        let all = parameter.gradient?.values ?? []
        guard repeated, index > 0 else { return all }
        return (0..<tokens * size).map { i in
          (0..<heads).reduce(0) { $0 + all[i / size * heads * size + $1 * size + i % size] }
        }
      }
    }
    for (shared, repeated) in zip(gradients(repeated: false), gradients(repeated: true)) {
      #expect(shared.count == repeated.count && shared.contains { abs($0) > 1e-4 })
      #expect(zip(shared, repeated).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test func whatComesLaterChangesNothing() {
    let lengths = (700, 900)
    let x = ["q", "k", "v"].map { tensor($0, lengths.1, 16) }
    func evaluate(_ length: Int) -> [Float] {
      attention(
        x[0], x[1], x[2], offsets: [0, Int32(length), Int32(lengths.1)], heads: 2,
        isCausal: true, dropout: 0, key: RandomKey(seed: 1)
      ).values
    }
    let before = evaluate(lengths.1)
    for t in x { t.pointer[lengths.0 * 16] += 1 }
    let after = evaluate(lengths.1)
    #expect(bits(Array(before[..<(lengths.0 * 16)])) == bits(Array(after[..<(lengths.0 * 16)])))
    #expect(bits(before) != bits(after))
  }

  /// Equal scores and unit vectors for values: the output is the dropped probabilities themselves.
  @Test func dropsTheSameProbabilitiesWithAndWithoutAMask() {
    let length = 130
    let zeros = Tensor(zeros: [length, length], on: engine)
    let unit = Tensor(
      (0..<length * length).map { $0 / length == $0 % length ? 1 : 0 }, shape: [length, length],
      on: engine)
    func isKept(_ isCausal: Bool) -> [Bool] {
      let tape = Tape(dropout: RandomKey(seed: 3), on: engine)
      return attention(
        zeros.on(tape), zeros.on(tape), unit.on(tape), offsets: [0, Int32(length)], heads: 1,
        isCausal: isCausal, dropout: 0.5, key: RandomKey(seed: 2)
      ).values.map { $0 > 0 }
    }
    let (full, causal) = (isKept(false), isKept(true))
    for row in 0..<length {
      for column in 0..<length {
        let at = row * length + column
        #expect(causal[at] == (full[at] && column <= row))
      }
    }
    #expect(full.contains(true) && full.contains(false))
  }
}
