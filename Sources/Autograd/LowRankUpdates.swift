import CKernels

/// ‖W + s B A‖ for every row of W, without forming B A; not on the tape.
///
/// ‖W_i‖² + 2 s ⟨(W Aᵀ)_i, B_i⟩ + s² B_i (A Aᵀ) B_iᵀ, summed in double precision and held at 0 or
/// above. The first term is kept for a weight that is not trained.
///
/// - Parameters:
///   - w: [out, in]
///   - a: [r, in]
///   - b: [out, r]
/// - Returns: [out]
package func lowRankRowNorms(_ w: Tensor, _ a: Tensor, _ b: Tensor, scaling: Float) -> Tensor {
  let (out, inputs) = w.matrixShape
  let rank = a.shape[0]
  precondition(
    a.shape == [rank, inputs] && b.shape == [out, rank],
    "lowRankRowNorms: \(w.shape), \(a.shape), \(b.shape)")
  let engine = w.engine
  let squares = squaredRowNorms(w)
  let wa = Tensor(shape: [out, rank], on: engine)
  engine.multiply(MatrixView(w), MatrixView(a).transposed, into: wa.pointer)
  let s = Double(scaling)
  let norms = Tensor(shape: [out], on: engine)
  let gram = gramMatrix(a)
  engine.forRows(out, columns: rank * rank) { first, count in
    for i in first..<first + count {
      let bi = b.pointer + i * rank
      let quadratic = gram.withUnsafeBufferPointer { quadraticForm($0, bi, rank) }
      let cross = kernel_dot(wa.pointer + i * rank, bi, rank)
      let square = squares[i] + 2 * s * cross + s * s * quadratic
      norms.pointer[i] = Float(max(square, 0).squareRoot())
    }
  }
  return norms
}

/// A Aᵀ, [r, r].
private func gramMatrix(_ a: Tensor) -> [Double] {
  let (rank, inputs) = a.matrixShape
  return [Double](unsafeUninitializedCapacity: rank * rank) { gram, count in
    let target = gram.baseAddress
    a.engine.parallel(rank) { k in
      for l in 0...k {
        let dot = kernel_dot(a.pointer + k * inputs, a.pointer + l * inputs, inputs)
        target?[k * rank + l] = dot
        target?[l * rank + k] = dot
      }
    }
    count = rank * rank
  }
}

/// b G bᵀ for a symmetric G: sums beside each other, each in the order of the row.
private func quadraticForm(
  _ gram: UnsafeBufferPointer<Double>, _ b: UnsafePointer<Float>, _ rank: Int
) -> Double {
  withUnsafeTemporaryAllocation(of: Double.self, capacity: rank) { inner in
    inner.initialize(repeating: 0)
    for l in 0..<rank {
      let factor = Double(b[l])
      for k in 0..<rank { inner[k] += gram[l * rank + k] * factor }
    }
    var sum = 0.0
    for k in 0..<rank { sum += inner[k] * Double(b[k]) }
    return sum
  }
}

private func squaredRowNorms(_ w: Tensor) -> [Double] {
  if w.parameter == nil, let kept = w.squaredRowNorms { return kept }
  let (rows, columns) = w.matrixShape
  let squares = [Double](unsafeUninitializedCapacity: rows) { buffer, count in
    let target = buffer.baseAddress
    w.engine.forRows(rows, columns: columns) { first, n in
      for i in first..<first + n {
        target?[i] = kernel_sum_of_squares(w.pointer + i * columns, columns)
      }
    }
    count = rows
  }
  if w.parameter == nil { w.squaredRowNorms = squares }
  return squares
}

/// W + s B A as a new weight; not on the tape.
package func adding(_ s: Float, _ b: Tensor, _ a: Tensor, to w: Tensor) -> Tensor {
  precondition(
    w.shape == [b.shape[0], a.shape[1]] && b.shape[1] == a.shape[0],
    "adding: \(b.shape) times \(a.shape) to \(w.shape)")
  let sum = w.copied(kind: .weights)
  w.engine.multiply(MatrixView(b), MatrixView(a), into: sum.pointer, alpha: s, beta: 1)
  return sum
}
