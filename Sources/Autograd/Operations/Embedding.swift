/// Rows of a table, y_i = W[ids_i].
///
/// - Parameters:
///   - weight: [rows, hidden]
///   - ids: which row each token takes.
///   - tape: what the result is recorded on; nil in evaluation.
/// - Returns: [tokens, hidden]
package func embedding(_ weight: Tensor, ids: [Int32], on tape: Tape?) -> Tensor {
  let y = gather(weight, ids)
  let target = GradientTarget(weight)
  let kept = weight.wantsGradient ? ids : []
  return Tape.record("embedding", on: tape, inputs: [weight], output: y) { dy, _ in
    [scatterRows(dy, kept, for: target)]
  }
}
