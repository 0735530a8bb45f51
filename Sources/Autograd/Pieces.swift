/// How elementwise work is cut: by shape only, about 16 K elements a piece.
extension Engine {
  private static let elementsPerPiece = 16384

  /// Ranges of elements that start at multiples of 64.
  func forElements(_ count: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    forRanges(count, Self.elementsPerPiece, body)
  }

  /// Ranges of rows.
  func forRows(_ rows: Int, columns: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    forRanges(rows, max(1, Self.elementsPerPiece / max(columns, 1)), body)
  }

  /// Ranges of columns that start at multiples of 64.
  func forColumns(_ columns: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    forRanges(columns, 64, body)
  }

  private func forRanges(_ count: Int, _ size: Int, _ body: (Int, Int) -> Void) {
    parallel((count + size - 1) / size) { piece in
      body(piece * size, min(size, count - piece * size))
    }
  }
}
