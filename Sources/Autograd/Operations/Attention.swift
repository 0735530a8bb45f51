import CKernels

/// Bidirectional scaled dot-product attention over packed sequences, head by head.
///
/// Scores live in a worker's buffer, a tile of query rows at a time; what the backward keeps of
/// them is a maximum and a sum a row, from which it forms them again. Dropout on the probabilities,
/// as transformers does it: a function of the tape's key, the key, sequence, head, row and column.
///
/// Source: Vaswani et al. 2017, arXiv:1706.03762, section 3.2; for the backward by tiles, Dao et
/// al. 2022, arXiv:2205.14135, appendix B.
///
/// - Parameters:
///   - q, k, v: [tokens, hidden]
///   - offsets: where each sequence starts, and after the last the number of tokens.
///   - heads: each takes hidden / heads columns, in order.
/// - Returns: [tokens, hidden]
package func attention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, offsets: [Int32], heads: Int, dropout: Float,
  key: RandomKey
) -> Tensor {
  precondition(
    q.shape == k.shape && q.shape == v.shape, "attention: \(q.shape), \(k.shape), \(v.shape)")
  precondition(dropout >= 0 && dropout < 1, "attention: dropout \(dropout)")
  let tape = [q, k, v].lazy.compactMap(\.tape).first
  let mask = tape.flatMap {
    dropout > 0 ? DropoutMask(probability: dropout, key: $0.key[key]) : nil
  }
  let plan = AttentionPlan(shape: q.matrixShape, offsets: offsets, heads: heads, mask: mask)
  let (y, statistics) = plan.forward(q, k, v)
  return Tape.record("attention", inputs: [q, k, v], output: y) { dy, wants in
    plan.backward(dy, q, k, v, statistics, wants)
  }
}
