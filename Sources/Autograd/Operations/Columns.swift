/// A range of a matrix's columns.
///
/// - Parameter x: [rows, columns]
/// - Returns: [rows, range.count]
package func columns(_ x: Tensor, _ range: Range<Int>) -> Tensor {
  let (rows, width) = x.matrixShape
  precondition(
    range.lowerBound >= 0 && range.upperBound <= width, "columns: \(range) of \(x.shape)")
  let (engine, count) = (x.engine, range.count)
  let y = Tensor(shape: [rows, count], on: engine)
  engine.forRows(rows, columns: count) { first, n in
    for row in first..<first + n {
      (y.pointer + row * count).update(
        from: x.pointer + row * width + range.lowerBound, count: count)
    }
  }
  return Tape.record("columns", inputs: [x], output: y) { dy, _ in
    let dx = Tensor(shape: [rows, width], on: engine)
    engine.forRows(rows, columns: width) { first, n in
      for row in first..<first + n {
        let start = dx.pointer + row * width
        start.update(repeating: 0, count: range.lowerBound)
        (start + range.lowerBound).update(from: dy.pointer + row * count, count: count)
        (start + range.upperBound).update(repeating: 0, count: width - range.upperBound)
      }
    }
    return [dx]
  }
}
