import CKernels

/// Scaled dot-product attention over packed sequences, head by head.
///
/// Scores live in a worker's buffer, a tile of query rows at a time; what the backward keeps of
/// them is a maximum and a sum a row, from which it forms them again. Dropout on the probabilities,
/// as transformers does it: a function of the tape's key, the key, sequence, head, row and column.
///
/// Source: Vaswani et al. 2017, arXiv:1706.03762, section 3.2; for the backward by tiles, Dao et
/// al. 2022, arXiv:2205.14135, appendix B; for shared keys and values, Ainslie et al. 2023,
/// arXiv:2305.13245, section 2.2.
///
/// - Parameters:
///   - q: [queries, heads · size]
///   - k, v: [tokens, keyValueHeads · size]
///   - offsets: where each sequence starts, and after the last the number of tokens.
///   - queryOffsets: the same for the queries, where they are not the tokens themselves; each sees
///     its whole sequence then.
///   - heads: each takes `size` columns, in order.
///   - keyValueHeads: a divisor of `heads`; so many consecutive heads share one. Default `heads`.
///   - isCausal: a token sees itself and what stands before it in its sequence.
/// - Returns: [queries, heads · size]
package func attention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, offsets: [Int32], queryOffsets: [Int32]? = nil,
  heads: Int, keyValueHeads: Int? = nil, isCausal: Bool = false, dropout: Float, key: RandomKey
) -> Tensor {
  precondition(dropout >= 0 && dropout < 1, "attention: dropout \(dropout)")
  let tape = [q, k, v].lazy.compactMap(\.tape).first
  let mask = tape.flatMap {
    dropout > 0 ? DropoutMask(probability: dropout, key: $0.key[key]) : nil
  }
  let plan = AttentionPlan(
    q, k, v, offsets: offsets, queryOffsets: queryOffsets, heads: heads,
    keyValueHeads: keyValueHeads ?? heads, isCausal: isCausal, mask: mask)
  let (y, statistics) = plan.forward(q, k, v)
  return Tape.record("attention", inputs: [q, k, v], output: y) { dy, wants in
    plan.backward(dy, q, k, v, statistics, wants)
  }
}
