import CKernels

// What operations and the tape share: maps over whole tensors, cut by shape.

typealias Pointer = UnsafePointer<Float>
typealias MutablePointer = UnsafeMutablePointer<Float>

extension Tensor {
  /// kernel(x, y, n) over all elements, into a new tensor.
  func map(_ kernel: (Pointer, MutablePointer, Int) -> Void) -> Tensor {
    let y = Tensor(shape: shape, on: engine)
    engine.forElements(count) { start, n in kernel(pointer + start, y.pointer + start, n) }
    return y
  }

  /// kernel(x, other, y, n) over all elements, into a new tensor.
  func map(
    with other: Tensor, _ kernel: (Pointer, Pointer, MutablePointer, Int) -> Void
  ) -> Tensor {
    precondition(count == other.count, "elementwise: \(shape) with \(other.shape)")
    let y = Tensor(shape: shape, on: engine)
    engine.forElements(count) { start, n in
      kernel(pointer + start, other.pointer + start, y.pointer + start, n)
    }
    return y
  }

  /// kernel(x, y, rows, columns) over the rows of a matrix, into a new tensor.
  func mapRows(_ kernel: (Pointer, MutablePointer, Int, Int) -> Void) -> Tensor {
    let (rows, columns) = matrixShape
    let y = Tensor(shape: shape, on: engine)
    engine.forRows(rows, columns: columns) { first, n in
      kernel(pointer + first * columns, y.pointer + first * columns, n, columns)
    }
    return y
  }

  /// kernel(x, other, y, rows, columns) over the rows of two matrices, into a new tensor.
  func mapRows(
    with other: Tensor, _ kernel: (Pointer, Pointer, MutablePointer, Int, Int) -> Void
  ) -> Tensor {
    let (rows, columns) = matrixShape
    precondition(shape == other.shape, "rows: \(shape) with \(other.shape)")
    let y = Tensor(shape: shape, on: engine)
    engine.forRows(rows, columns: columns) { first, n in
      let at = first * columns
      kernel(pointer + at, other.pointer + at, y.pointer + at, n, columns)
    }
    return y
  }

  /// Rows and columns of a matrix.
  var matrixShape: (rows: Int, columns: Int) {
    precondition(shape.count == 2, "a matrix of shape \(shape)")
    return (shape[0], shape[1])
  }
}

/// y ← y + x
func addInPlace(_ y: Tensor, _ x: Tensor) {
  precondition(y.count == x.count, "add: \(x.shape) to \(y.shape)")
  y.engine.forElements(y.count) { start, n in
    kernel_add_in_place(y.pointer + start, x.pointer + start, n)
  }
}

/// y ← a + b
func writeSum(of a: Tensor, _ b: Tensor, into y: Tensor) {
  precondition(y.count == a.count && y.count == b.count, "add: \(a.shape) and \(b.shape)")
  y.engine.forElements(y.count) { start, n in
    kernel_add(a.pointer + start, b.pointer + start, y.pointer + start, n)
  }
}

/// y ← 0
func setZero(_ y: Tensor) {
  y.engine.forElements(y.count) { start, n in
    (y.pointer + start).update(repeating: 0, count: n)
  }
}

/// Σ over rows of dy, the gradient of what was added to every row.
func columnSums(_ dy: Tensor, for bias: GradientTarget) -> Tensor {
  let (rows, columns) = dy.matrixShape
  let (gradient, accumulates) = bias.make()
  dy.engine.forColumns(columns) { first, n in
    kernel_column_sums(
      dy.pointer + first, gradient.pointer + first, rows, n, columns, accumulates)
  }
  return gradient
}

/// Adds the rows of dy to the rows `ids` of a table's gradient, in order.
func scatterRows(_ dy: Tensor, _ ids: [Int32], for table: GradientTarget) -> Tensor {
  let (rows, columns) = dy.matrixShape
  let (gradient, accumulates) = table.make()
  if !accumulates { setZero(gradient) }
  ids.withUnsafeBufferPointer { ids in
    let ids = ids.baseAddress
    dy.engine.forColumns(columns) { first, n in
      kernel_scatter_rows(
        dy.pointer + first, ids, gradient.pointer + first, rows, n, columns)
    }
  }
  return gradient
}

/// Copies the rows `ids` of a matrix.
func gather(_ x: Tensor, _ ids: [Int32]) -> Tensor {
  let (rows, columns) = x.matrixShape
  precondition(
    ids.allSatisfy { $0 >= 0 && Int($0) < rows }, "gather: a row outside 0..<\(rows)")
  let y = Tensor(shape: [ids.count, columns], on: x.engine)
  ids.withUnsafeBufferPointer { ids in
    guard let ids = ids.baseAddress else { return }
    x.engine.forRows(y.shape[0], columns: columns) { first, n in
      kernel_gather_rows(x.pointer, ids + first, y.pointer + first * columns, n, columns)
    }
  }
  return y
}
