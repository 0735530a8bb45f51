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
  forRows(of: x, weight) { first, n, panels, scratch in
    kernel_dropped_product(
      mask.key.key, mask.key.stream, UInt64(first), mask.threshold, mask.scale,
      x.pointer + first * inputs, panels, p.pointer + first * outputs,
      y.pointer + first * outputs, n, inputs, outputs, scratch)
  }
  return Tape.record("productOfDropped", inputs: [p, x], output: y) { dy, wants in
    var gradients: [Tensor?] = [nil, nil]
    if wants[0] { gradients[0] = dy.map { kernel_scale(mask.scale, $0, $1, $2) } }
    if wants[1] {
      let dx = Tensor(shape: [rows, inputs], on: engine)
      forRows(of: x, weight) { first, n, panels, scratch in
        kernel_dropped_product_backward(
          mask.key.key, mask.key.stream, UInt64(first), mask.threshold, mask.scale,
          dy.pointer + first * outputs, panels, dx.pointer + first * inputs, n, inputs, outputs,
          scratch)
      }
      gradients[1] = dx
    }
    return gradients
  }
}

/// Pieces of the rows, with the weight's panels and a worker's own memory for either kernel.
private func forRows(
  of x: Tensor, _ weight: Tensor,
  _ body: (_ first: Int, _ count: Int, _ panels: MutablePointer, _ scratch: MutablePointer) -> Void
) {
  let (rows, inputs) = x.matrixShape
  let (piece, panel) = (Int(DROPPED_ROWS), Int(DROPPED_PANEL))
  let panels = panels(of: weight)
  let area = piece * inputs + max(piece * inputs, weight.shape[0] + panel)
  let scratch = Tensor(shape: [x.engine.threads, area], on: x.engine)
  x.engine.parallelWithWorker((rows + piece - 1) / piece) { index, worker in
    body(
      index * piece, min(piece, rows - index * piece), panels.pointer,
      scratch.pointer + worker * area)
  }
}

/// As the kernels read a weight; not on the tape. Formed anew for each use: kept, it would be as
/// large as the weight.
private func panels(of weight: Tensor) -> Tensor {
  let (rows, inputs) = weight.matrixShape
  let width = Int(DROPPED_PANEL)
  let count = (rows + width - 1) / width
  let panels = Tensor(shape: [count, inputs, width], on: weight.engine)
  weight.engine.parallel(count) { panel in
    let first = panel * width
    kernel_dropped_panel(
      weight.pointer + first * inputs, panels.pointer + first * inputs, min(width, rows - first),
      inputs)
  }
  return panels
}
