import CKernels

/// Rotary position embeddings: component i of the first half of a head and component i of its
/// second half turn by the angle position · frequencies[i].
///
/// Source: Su et al. 2021, arXiv:2104.09864, eq. 34, with the halves as transformers pairs them.
///
/// - Parameters:
///   - x: [tokens, heads · size]
///   - positions: [tokens], each token's place in its sequence.
///   - frequencies: [size / 2], in radians a position.
///   - scaling: of both cosine and sine.
/// - Returns: [tokens, heads · size]
package func rotary(
  _ x: Tensor, positions: [Int32], heads: Int, frequencies: [Float], scaling: Float = 1
) -> Tensor {
  let (rows, columns) = x.matrixShape
  let half = frequencies.count
  precondition(
    positions.count == rows && columns == heads * 2 * half,
    "rotary: \(x.shape), \(positions.count) positions, \(heads) heads, \(half) frequencies")
  func rotated(_ x: Tensor, sine: Float) -> Tensor {
    let y = Tensor(shape: x.shape, on: x.engine)
    x.engine.forRows(rows, columns: columns) { first, n in
      positions.withUnsafeBufferPointer { positions in
        guard let positions = positions.baseAddress else { return }
        kernel_rotary(
          x.pointer + first * columns, positions + first, frequencies, scaling, sine,
          y.pointer + first * columns, n, heads, half)
      }
    }
    return y
  }
  return Tape.record("rotary", inputs: [x], output: rotated(x, sine: scaling)) { dy, _ in
    // The transpose of a rotation turns back.
    [rotated(dy, sine: -scaling)]
  }
}
