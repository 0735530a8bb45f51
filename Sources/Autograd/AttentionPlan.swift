import CKernels

/// How attention over one batch is cut into pieces, and what a piece computes.
///
/// Pieces follow from the lengths alone. Scores of one tile are at most about 256 K numbers, and no
/// piece takes more than some milliseconds, however long a sequence is.
struct AttentionPlan {
  let tokens: Int
  let hidden: Int
  let heads: Int
  let size: Int  // hidden / heads
  let scale: Float  // 1 / √size
  let mask: DropoutMask?
  let sequences: [Span]

  /// One sequence's rows.
  struct Span {
    let index: Int
    let start: Int
    let length: Int
  }

  /// Consecutive query (or key) rows of one sequence and head, counted within the sequence.
  struct Tile {
    let span: Span
    let head: Int
    let first: Int
    let count: Int
  }

  private static let tileElements = 1 << 18
  /// Up to this length one piece makes all gradients of a sequence and head; beyond it queries and
  /// keys take a piece each, at the price of forming the scores twice.
  private static let wholeLength = 1024
  private static let keysPerTile = 128

  init(shape: (rows: Int, columns: Int), offsets: [Int32], heads: Int, mask: DropoutMask?) {
    (tokens, hidden) = shape
    precondition(
      heads > 0 && hidden % heads == 0, "attention: hidden size \(hidden), \(heads) heads")
    precondition(
      offsets.first == 0 && offsets.last == Int32(tokens)
        && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 },
      "attention: offsets \(offsets) for \(tokens) tokens")
    (self.heads, self.mask) = (heads, mask)
    size = hidden / heads
    scale = 1 / Float(size).squareRoot()
    sequences = (0..<offsets.count - 1).map {
      Span(index: $0, start: Int(offsets[$0]), length: Int(offsets[$0 + 1] - offsets[$0]))
    }
  }

  private static func rowsPerTile(_ length: Int) -> Int {
    let tiles = max(1, (length * length + tileElements - 1) / tileElements)
    guard tiles > 1 else { return length }
    return max(16, ((length + tiles - 1) / tiles + 15) / 16 * 16)
  }

  /// Every (sequence, head), its rows cut into tiles.
  private func tiles(of spans: [Span], rows: (Int) -> Int) -> [Tile] {
    spans.flatMap { span in
      (0..<heads).flatMap { head in
        stride(from: 0, to: span.length, by: max(rows(span.length), 1)).map { first in
          Tile(
            span: span, head: head, first: first,
            count: min(rows(span.length), span.length - first))
        }
      }
    }
  }

  // MARK: views

  private func view(_ x: Tensor, _ tile: Tile) -> MatrixView {
    MatrixView(pointer(x, tile), rows: tile.count, columns: size, stride: hidden)
  }

  private func pointer(_ x: Tensor, _ tile: Tile) -> MutablePointer {
    x.pointer + (tile.span.start + tile.first) * hidden + tile.head * size
  }

  private func whole(_ tile: Tile) -> Tile {
    Tile(span: tile.span, head: tile.head, first: 0, count: tile.span.length)
  }

  private func dropout(_ tile: Tile) -> attention_dropout {
    guard let mask else { return attention_dropout(key: 0, stream: 0, threshold: 0, scale: 1) }
    let key = mask.key[tile.span.index][tile.head]
    return attention_dropout(
      key: key.key, stream: key.stream, threshold: mask.threshold, scale: mask.scale)
  }

  /// Where a row's entry stands in an array [tokens, heads].
  private func entry(_ tile: Tile) -> Int {
    (tile.span.start + tile.first) * heads + tile.head
  }

  // MARK: forward

  /// - Returns: the output [tokens, hidden], and of every row and head the maximum score and
  ///   1 / Σ exp(score − maximum), [tokens, heads, 2].
  func forward(_ q: Tensor, _ k: Tensor, _ v: Tensor) -> (y: Tensor, statistics: Tensor) {
    let engine = q.engine
    let y = Tensor(shape: q.shape, on: engine)
    let statistics = Tensor(shape: [tokens, heads, 2], on: engine)
    let tiles = tiles(of: sequences, rows: Self.rowsPerTile)
    let area = tiles.map { $0.count * $0.span.length }.max() ?? 0
    let scratch = Tensor(shape: [engine.threads, area], on: engine)
    engine.parallelWithWorker(tiles.count) { piece, worker in
      let tile = tiles[piece]
      let keys = whole(tile)
      let length = tile.span.length
      let scores = scratch.pointer + worker * area
      BLAS.multiply(
        view(q, tile), view(k, keys).transposed, into: scores, stride: length, alpha: scale)
      withUnsafePointer(to: dropout(tile)) {
        kernel_attention_probabilities(
          scores, tile.count, length, statistics.pointer + 2 * entry(tile), 2 * heads, $0,
          tile.first)
      }
      let p = MatrixView(scores, rows: tile.count, columns: length, stride: length)
      BLAS.multiply(p, view(v, keys), into: pointer(y, tile), stride: hidden)
    }
    return (y, statistics)
  }

  // MARK: backward

  /// What the pieces of a backward share.
  private struct Backward {
    let dy: Tensor
    let q: Tensor
    let k: Tensor
    let v: Tensor
    let statistics: Tensor
    let dots: Tensor  // [tokens, heads]: Σ p dp of each row
    let dq: Tensor?
    let dk: Tensor?
    let dv: Tensor?
  }

  func backward(
    _ dy: Tensor, _ q: Tensor, _ k: Tensor, _ v: Tensor, _ statistics: Tensor, _ wants: [Bool]
  ) -> [Tensor?] {
    let engine = q.engine
    let gradients = wants.map { $0 ? Tensor(shape: q.shape, on: engine) : nil }
    let state = Backward(
      dy: dy, q: q, k: k, v: v, statistics: statistics,
      dots: Tensor(shape: [tokens, heads], on: engine), dq: gradients[0], dk: gradients[1],
      dv: gradients[2])
    let short = sequences.filter { $0.length <= Self.wholeLength }
    let long = sequences.filter { $0.length > Self.wholeLength }
    run(tiles(of: short) { $0 }, engine) { tile in
      Self.rowsPerTile(tile.span.length) * tile.span.length
    } body: { tile, scores, gradient in
      var accumulates: Float = 0
      for rows in split(tile, Self.rowsPerTile(tile.span.length)) {
        scoreGradient(state, rows, keys: tile, scores, gradient)
        queryGradient(state, rows, gradient)
        keyGradients(state, rows, keys: tile, scores, gradient, beta: accumulates)
        accumulates = 1
      }
    }
    run(tiles(of: long, rows: Self.rowsPerTile), engine) { tile in
      tile.count * tile.span.length
    } body: { tile, scores, gradient in
      scoreGradient(state, tile, keys: whole(tile), scores, gradient)
      queryGradient(state, tile, gradient)
    }
    guard wants[1] || wants[2] else { return gradients }
    let rows = Self.tileElements / Self.keysPerTile
    run(tiles(of: long) { _ in Self.keysPerTile }, engine) { _ in
      Self.tileElements
    } body: { keys, scores, gradient in
      var accumulates: Float = 0
      for tile in split(whole(keys), rows) {
        scoreGradient(state, tile, keys: keys, scores, gradient)
        keyGradients(state, tile, keys: keys, scores, gradient, beta: accumulates)
        accumulates = 1
      }
    }
    return gradients
  }

  private func split(_ tile: Tile, _ rows: Int) -> [Tile] {
    stride(from: 0, to: tile.count, by: max(rows, 1)).map {
      Tile(
        span: tile.span, head: tile.head, first: tile.first + $0,
        count: min(rows, tile.count - $0))
    }
  }

  /// Runs the tiles in parallel, each with two buffers of its worker's own.
  private func run(
    _ tiles: [Tile], _ engine: Engine, area: (Tile) -> Int,
    body: (Tile, _ scores: MutablePointer, _ gradient: MutablePointer) -> Void
  ) {
    guard let area = tiles.map(area).max() else { return }
    let scratch = Tensor(shape: [engine.threads, 2, area], on: engine)
    engine.parallelWithWorker(tiles.count) { piece, worker in
      let scores = scratch.pointer + 2 * worker * area
      body(tiles[piece], scores, scores + area)
    }
  }

  /// scores ← dropped probabilities, gradient ← d loss / d (q·k).
  private func scoreGradient(
    _ state: Backward, _ rows: Tile, keys: Tile, _ scores: MutablePointer,
    _ gradient: MutablePointer
  ) {
    let width = keys.count
    BLAS.multiply(
      view(state.q, rows), view(state.k, keys).transposed, into: scores, stride: width,
      alpha: scale)
    BLAS.multiply(
      view(state.dy, rows), view(state.v, keys).transposed, into: gradient, stride: width)
    withUnsafePointer(to: dropout(rows)) {
      kernel_attention_backward(
        scores, gradient, rows.count, width, rows.span.length,
        state.statistics.pointer + 2 * entry(rows), 2 * heads,
        state.dots.pointer + entry(rows), heads, scale, $0, rows.first, keys.first)
    }
  }

  private func queryGradient(_ state: Backward, _ rows: Tile, _ gradient: MutablePointer) {
    guard let dq = state.dq else { return }
    let length = rows.span.length
    BLAS.multiply(
      MatrixView(gradient, rows: rows.count, columns: length, stride: length),
      view(state.k, whole(rows)), into: pointer(dq, rows), stride: hidden)
  }

  private func keyGradients(
    _ state: Backward, _ rows: Tile, keys: Tile, _ scores: MutablePointer,
    _ gradient: MutablePointer, beta: Float
  ) {
    func transposed(_ x: MutablePointer) -> MatrixView {
      MatrixView(x, rows: rows.count, columns: keys.count, stride: keys.count).transposed
    }
    if let dv = state.dv {
      BLAS.multiply(
        transposed(scores), view(state.dy, rows), into: pointer(dv, keys), stride: hidden,
        beta: beta)
    }
    if let dk = state.dk {
      BLAS.multiply(
        transposed(gradient), view(state.q, rows), into: pointer(dk, keys), stride: hidden,
        beta: beta)
    }
  }
}
