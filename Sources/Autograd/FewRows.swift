import CKernels

/// Products of one to four rows with a weight [out, in], as decoding has them: they take as long as
/// reading the weight once, which a general product does several times slower.
extension Engine {
  /// About 128 KB of weights.
  private static let weightsPerPiece = 1 << 15

  static func isFewRows(_ a: MatrixView, _ b: MatrixView) -> Bool {
    (1...4).contains(a.rows) && !a.isTransposed && b.isTransposed
  }

  /// y ← α·a·wᵀ + β·y, or + bias; w is cut into stretches of rows.
  func multiplyFewRows(
    _ a: MatrixView, _ w: MatrixView, into y: UnsafeMutablePointer<Float>, alpha: Float,
    beta: Float, bias: UnsafePointer<Float>?
  ) {
    precondition(
      a.columns == w.columns, "product: [\(a.rows), \(a.columns)] times [\(w.rows), \(w.columns)]ᵀ")
    let outputs = max(4, Self.weightsPerPiece / max(w.columns, 1) / 4 * 4)
    parallel((w.rows + outputs - 1) / outputs) { piece in
      let first = piece * outputs
      kernel_few_rows(
        a.pointer, a.stride, w.pointer + first * w.stride, w.stride, bias.map { $0 + first },
        y + first, w.rows, a.rows, min(outputs, w.rows - first), a.columns, alpha, beta)
    }
  }
}
