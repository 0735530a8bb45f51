/// Turning matrices round between memory and files, in squares that stay in a cache.
enum Transposition {
  private static let side = 32

  /// target[column, row] ← element(row, column) for a matrix of the given size.
  ///
  /// - Parameter element: the number at an index of the row-major source.
  @inline(__always)
  static func copy(
    rows: Int, columns: Int, into target: UnsafeMutablePointer<Float>, _ element: (Int) -> Float
  ) {
    for top in stride(from: 0, to: rows, by: side) {
      for left in stride(from: 0, to: columns, by: side) {
        for column in left..<min(left + side, columns) {
          for row in top..<min(top + side, rows) {
            target[column * rows + row] = element(row * columns + column)
          }
        }
      }
    }
  }
}
