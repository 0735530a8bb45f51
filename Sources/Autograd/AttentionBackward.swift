import CKernels

/// The backward by tiles: scores are formed again from what the forward kept of each row.
extension AttentionPlan {
  /// Up to this length one piece makes all gradients of a sequence and key-value head; beyond it,
  /// or beyond this many multiplications of queries and keys, queries and keys take a piece each,
  /// at the price of forming the scores twice.
  private static let wholeLength = 1024
  private static let wholeProducts = 1 << 28
  private static let keysPerTile = 128

  /// What the pieces of a backward share.
  private struct Backward {
    let dy: Tensor
    let q: Tensor
    let k: Tensor
    let v: Tensor
    let statistics: Tensor
    let dots: Tensor  // [queries, heads]: Σ p dp of each row
    let dq: Tensor?
    let dk: Tensor?
    let dv: Tensor?
  }

  func backward(
    _ dy: Tensor, _ q: Tensor, _ k: Tensor, _ v: Tensor, _ statistics: Tensor, _ wants: [Bool]
  ) -> [Tensor?] {
    let engine = q.engine
    let gradients = zip([q, k, v], wants).map { x, isWanted in
      isWanted ? Tensor(shape: x.shape, on: engine) : nil
    }
    let state = Backward(
      dy: dy, q: q, k: k, v: v, statistics: statistics,
      dots: Tensor(shape: [queryCount, heads], on: engine), dq: gradients[0], dk: gradients[1],
      dv: gradients[2])
    wholeBackward(state, sequences.filter(isWhole))
    let long = sequences.filter { !isWhole($0) }
    longQueryBackward(state, long)
    if wants[1] || wants[2] { longKeyBackward(state, long) }
    return gradients
  }

  private func isWhole(_ span: Span) -> Bool {
    span.queries.isEmpty
      || max(span.length, span.queries.count) <= Self.wholeLength
        && group * span.queries.count * span.length * size <= Self.wholeProducts
  }

  /// A piece makes all gradients of a sequence and key-value head.
  private func wholeBackward(_ state: Backward, _ spans: [Span]) {
    let pieces = spans.flatMap { span in (0..<keyValueHeads).map { whole(span, $0 * group) } }
    run(pieces, state.q.engine) {
      min(rowsPerTile($0.count), $0.span.queries.count) * $0.count
    } body: { piece, buffers in
      if piece.span.queries.isEmpty { return clearKeyGradients(state, piece) }
      var accumulates: Float = 0
      for head in piece.head..<piece.head + group {
        let tiles = split(asking(piece.span, head), rowsPerTile(piece.count))
        // The last causal tile sees all keys: the others then have something to add to.
        for rows in isCausal ? tiles.reversed() : tiles {
          let keys = keys(of: rows)
          scoreGradient(state, rows, keys: keys, hasWholeRows: true, buffers)
          queryGradient(state, rows, keys: keys, buffers)
          keyGradients(state, rows, keys: keys, buffers, beta: accumulates)
          accumulates = 1
        }
      }
    }
  }

  private func longQueryBackward(_ state: Backward, _ spans: [Span]) {
    let tiles = tiles(of: spans, rows: rowsPerTile)
    run(tiles, state.q.engine) {
      $0.count * keys(of: $0).count
    } body: { rows, buffers in
      let keys = keys(of: rows)
      scoreGradient(state, rows, keys: keys, hasWholeRows: true, buffers)
      queryGradient(state, rows, keys: keys, buffers)
    }
  }

  /// One pass for each tile of queries that the keys' gradients are sums over.
  private func longKeyBackward(_ state: Backward, _ spans: [Span]) {
    let rows = Self.tileElements / Self.keysPerTile
    let keys = spans.flatMap { span in
      (0..<keyValueHeads).flatMap { split(whole(span, $0 * group), Self.keysPerTile) }
    }
    let longest = spans.map(\.queries.count).max() ?? 0
    for member in 0..<group {
      for first in stride(from: 0, to: longest, by: rows) {
        let seeing = keys.filter {
          first < $0.span.queries.count && (!isCausal || $0.first < first + rows)
        }
        run(seeing, state.q.engine) { _ in
          Self.tileElements
        } body: { keys, buffers in
          let start = isCausal ? max(first, keys.first) : first
          let tile = Tile(
            span: keys.span, head: keys.head + member, first: start,
            count: min(first + rows, keys.span.queries.count) - start)
          let isFirst = member == 0 && (first == 0 || isCausal && keys.first >= first)
          scoreGradient(state, tile, keys: keys, hasWholeRows: false, buffers)
          keyGradients(state, tile, keys: keys, buffers, beta: isFirst ? 0 : 1)
        }
      }
    }
  }

  /// A worker's own: dropped probabilities, and d loss / d (q·k).
  private struct Buffers {
    let scores: MutablePointer
    let gradient: MutablePointer
  }

  private func run(
    _ tiles: [Tile], _ engine: Engine, area: (Tile) -> Int, body: (Tile, Buffers) -> Void
  ) {
    guard let area = tiles.map(area).max() else { return }
    let scratch = Tensor(shape: [engine.threads, 2, area], on: engine)
    engine.parallelWithWorker(tiles.count) { piece, worker in
      let scores = scratch.pointer + 2 * worker * area
      body(tiles[piece], Buffers(scores: scores, gradient: scores + area))
    }
  }

  private func scoreGradient(
    _ state: Backward, _ rows: Tile, keys: Tile, hasWholeRows: Bool, _ buffers: Buffers
  ) {
    BLAS.multiply(
      queries(state.q, rows), self.keys(state.k, keys).transposed, into: buffers.scores,
      stride: keys.count, alpha: scale)
    BLAS.multiply(
      queries(state.dy, rows), self.keys(state.v, keys).transposed, into: buffers.gradient,
      stride: keys.count)
    withUnsafePointer(to: dropout(rows)) { dropout in
      withUnsafePointer(to: block(rows, keys)) {
        kernel_attention_backward(
          buffers.scores, buffers.gradient, $0, hasWholeRows,
          state.statistics.pointer + 2 * entry(rows), 2 * heads,
          state.dots.pointer + entry(rows), heads, scale, dropout)
      }
    }
  }

  private func queryGradient(
    _ state: Backward, _ rows: Tile, keys: Tile, _ buffers: Buffers
  ) {
    guard let dq = state.dq else { return }
    BLAS.multiply(
      MatrixView(buffers.gradient, rows: rows.count, columns: keys.count, stride: keys.count),
      self.keys(state.k, keys), into: queryPointer(dq, rows), stride: hidden)
  }

  /// Nobody asked about these keys.
  private func clearKeyGradients(_ state: Backward, _ keys: Tile) {
    for gradient in [state.dk, state.dv].compactMap({ $0 }) {
      for row in 0..<keys.count {
        (keyPointer(gradient, keys) + row * keyValueHidden).update(repeating: 0, count: size)
      }
    }
  }

  private func keyGradients(
    _ state: Backward, _ rows: Tile, keys: Tile, _ buffers: Buffers, beta: Float
  ) {
    func transposed(_ x: MutablePointer) -> MatrixView {
      MatrixView(x, rows: rows.count, columns: keys.count, stride: keys.count).transposed
    }
    if let dv = state.dv {
      BLAS.multiply(
        transposed(buffers.scores), queries(state.dy, rows), into: keyPointer(dv, keys),
        stride: keyValueHidden, beta: beta)
    }
    if let dk = state.dk {
      BLAS.multiply(
        transposed(buffers.gradient), queries(state.q, rows), into: keyPointer(dk, keys),
        stride: keyValueHidden, beta: beta)
    }
  }
}
