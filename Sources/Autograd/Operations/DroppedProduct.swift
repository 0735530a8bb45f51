import CKernels

/// W x' for x' = dropout(x), from p = W x, which is there already.
///
/// With d the elements of x that are dropped, W x' = (p − W d) / (1 − P): a product with the few
/// columns of W that they stand at, in place of one with all. The gradient takes the same way: that
/// of p is one with what else p's gradient sums, and x gets a dot product for each dropped element.
///
/// - Parameters:
///   - p: [rows, out], W x without a bias.
///   - x: [rows, in]
///   - weight: [out, in], frozen.
///   - probability: in [0, 1).
///   - key: as for `dropout`, which drops the same elements.
/// - Returns: [rows, out]; p where there is no tape.
package func productOfDropped(
  _ p: Tensor, _ x: Tensor, weight: Tensor, probability: Float, key: RandomKey
) -> Tensor {
  precondition(probability >= 0 && probability < 1, "productOfDropped: \(probability)")
  guard let tape = x.tape, probability > 0 else { return p }
  let (rows, inputs) = x.matrixShape
  let outputs = weight.shape[0]
  precondition(
    p.shape == [rows, outputs] && weight.shape == [outputs, inputs] && !weight.wantsGradient,
    "productOfDropped: \(x.shape), weight \(weight.shape), product \(p.shape)")
  let engine = x.engine
  let mask = DropoutMask(probability: probability, key: tape.key[key])
  let y = Tensor(shape: p.shape, on: engine)
  let columns = transposed(weight)
  engine.forRows(rows, columns: outputs) { first, n in
    kernel_dropped_product(
      mask.key.key, mask.key.stream, UInt64(first), mask.threshold, mask.scale,
      x.pointer + first * inputs, columns.pointer, p.pointer + first * outputs,
      y.pointer + first * outputs, n, inputs, outputs)
  }
  return Tape.record("productOfDropped", inputs: [p, x], output: y) { dy, wants in
    var gradients: [Tensor?] = [nil, nil]
    if wants[0] { gradients[0] = dy.map { kernel_scale(mask.scale, $0, $1, $2) } }
    if wants[1] {
      let dx = Tensor(shape: [rows, inputs], on: engine)
      let columns = transposed(weight)
      engine.forRows(rows, columns: inputs) { first, n in
        kernel_dropped_product_backward(
          mask.key.key, mask.key.stream, UInt64(first), mask.threshold, mask.scale,
          dy.pointer + first * outputs, columns.pointer, dx.pointer + first * inputs, n, inputs,
          outputs)
      }
      gradients[1] = dx
    }
    return gradients
  }
}

/// [columns, rows]; not on the tape. Formed anew for each use: kept, it would be as large as the
/// weight.
private func transposed(_ x: Tensor) -> Tensor {
  let (rows, columns) = x.matrixShape
  let y = Tensor(shape: [columns, rows], on: x.engine)
  x.engine.forColumns(columns) { first, n in
    kernel_transpose(x.pointer, y.pointer, rows, columns, first, n)
  }
  return y
}
