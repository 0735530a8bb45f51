import CKernels

/// How attention over one batch is cut into pieces, and what a piece computes.
///
/// Pieces follow from the shapes alone. Scores of one tile are at most about 256 K numbers, and no
/// piece takes more than some tens of milliseconds, however long a sequence is. A causal tile holds
/// only the keys that its last row sees.
struct AttentionPlan {
  let tokens: Int
  let size: Int  // of a head
  let heads: Int
  let keyValueHeads: Int
  let group: Int  // query heads that share a key-value head
  let isCausal: Bool
  let scale: Float  // 1 / √size
  let mask: DropoutMask?
  let sequences: [Span]

  /// One sequence's rows.
  struct Span {
    let index: Int
    let start: Int
    let length: Int
  }

  /// Consecutive query (or key) rows of one sequence and query head, counted within the sequence.
  struct Tile {
    let span: Span
    let head: Int
    let first: Int
    let count: Int

    var end: Int { first + count }
  }

  private static let tileElements = 1 << 18
  /// Up to this length one piece makes all gradients of a sequence and key-value head; beyond it,
  /// or beyond this many multiplications of queries and keys, queries and keys take a piece each,
  /// at the price of forming the scores twice.
  private static let wholeLength = 1024
  private static let wholeProducts = 1 << 28
  private static let keysPerTile = 128
  /// A causal sequence is cut into about so many tiles, as half a tile is computed in vain.
  private static let causalTiles = 8
  private static let fewestCausalRows = 32

  init(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, offsets: [Int32], heads: Int, keyValueHeads: Int,
    isCausal: Bool, mask: DropoutMask?
  ) {
    let hidden: Int
    (tokens, hidden) = q.matrixShape
    precondition(
      heads > 0 && hidden % heads == 0, "attention: hidden size \(hidden), \(heads) heads")
    (size, self.heads) = (hidden / heads, heads)
    precondition(
      keyValueHeads > 0 && heads % keyValueHeads == 0,
      "attention: \(heads) heads, \(keyValueHeads) of keys and values")
    precondition(
      k.shape == [tokens, keyValueHeads * size] && v.shape == k.shape,
      "attention: \(q.shape), \(k.shape), \(v.shape)")
    precondition(
      offsets.first == 0 && offsets.last == Int32(tokens)
        && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 },
      "attention: offsets \(offsets) for \(tokens) tokens")
    (self.keyValueHeads, group) = (keyValueHeads, heads / keyValueHeads)
    (self.isCausal, self.mask) = (isCausal, mask)
    scale = 1 / Float(size).squareRoot()
    sequences = (0..<offsets.count - 1).map {
      Span(index: $0, start: Int(offsets[$0]), length: Int(offsets[$0 + 1] - offsets[$0]))
    }
  }

  // MARK: tiles

  private func rowsPerTile(_ length: Int) -> Int {
    let tiles = max(1, (length * length + Self.tileElements - 1) / Self.tileElements)
    let rows = tiles > 1 ? Self.rounded(length, over: tiles, atLeast: 16) : length
    guard isCausal else { return rows }
    return min(
      rows, Self.rounded(length, over: Self.causalTiles, atLeast: Self.fewestCausalRows))
  }

  private static func rounded(_ length: Int, over tiles: Int, atLeast least: Int) -> Int {
    max(least, ((length + tiles - 1) / tiles + 15) / 16 * 16)
  }

  /// The rows of every sequence and query head, cut into tiles.
  private func tiles(of spans: [Span], rows: (Int) -> Int) -> [Tile] {
    spans.flatMap { span in
      (0..<heads).flatMap { split(whole(span, $0), rows(span.length)) }
    }
  }

  private func split(_ tile: Tile, _ rows: Int) -> [Tile] {
    stride(from: 0, to: tile.count, by: max(rows, 1)).map {
      Tile(
        span: tile.span, head: tile.head, first: tile.first + $0,
        count: min(rows, tile.count - $0))
    }
  }

  private func whole(_ span: Span, _ head: Int) -> Tile {
    Tile(span: span, head: head, first: 0, count: span.length)
  }

  /// The keys that a tile of queries sees.
  private func keys(of rows: Tile) -> Tile {
    Tile(
      span: rows.span, head: rows.head, first: 0,
      count: isCausal ? rows.end : rows.span.length)
  }

  // MARK: views

  private var hidden: Int { heads * size }
  private var keyValueHidden: Int { keyValueHeads * size }

  private func queries(_ x: Tensor, _ tile: Tile) -> MatrixView {
    MatrixView(queryPointer(x, tile), rows: tile.count, columns: size, stride: hidden)
  }

  private func queryPointer(_ x: Tensor, _ tile: Tile) -> MutablePointer {
    x.pointer + (tile.span.start + tile.first) * hidden + tile.head * size
  }

  private func keys(_ x: Tensor, _ tile: Tile) -> MatrixView {
    MatrixView(keyPointer(x, tile), rows: tile.count, columns: size, stride: keyValueHidden)
  }

  private func keyPointer(_ x: Tensor, _ tile: Tile) -> MutablePointer {
    x.pointer + (tile.span.start + tile.first) * keyValueHidden + tile.head / group * size
  }

  private func dropout(_ tile: Tile) -> attention_dropout {
    guard let mask else { return attention_dropout(key: 0, stream: 0, threshold: 0, scale: 1) }
    let key = mask.key[tile.span.index][tile.head]
    return attention_dropout(
      key: key.key, stream: key.stream, threshold: mask.threshold, scale: mask.scale)
  }

  private func block(_ rows: Tile, _ keys: Tile) -> attention_tile {
    attention_tile(
      rows: rows.count, columns: keys.count, first_row: rows.first, first_column: keys.first,
      length: rows.span.length, is_causal: isCausal)
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
    let tiles = tiles(of: sequences, rows: rowsPerTile)
    let area = tiles.map { $0.count * keys(of: $0).count }.max() ?? 0
    let scratch = Tensor(shape: [engine.threads, area], on: engine)
    engine.parallelWithWorker(tiles.count) { piece, worker in
      let tile = tiles[piece]
      let keys = keys(of: tile)
      let scores = scratch.pointer + worker * area
      BLAS.multiply(
        queries(q, tile), self.keys(k, keys).transposed, into: scores, stride: keys.count,
        alpha: scale)
      withUnsafePointer(to: dropout(tile)) { dropout in
        withUnsafePointer(to: block(tile, keys)) {
          kernel_attention_probabilities(
            scores, $0, statistics.pointer + 2 * entry(tile), 2 * heads, dropout)
        }
      }
      let p = MatrixView(scores, rows: tile.count, columns: keys.count, stride: keys.count)
      BLAS.multiply(p, self.keys(v, keys), into: queryPointer(y, tile), stride: hidden)
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
    let gradients = zip([q, k, v], wants).map { x, isWanted in
      isWanted ? Tensor(shape: x.shape, on: engine) : nil
    }
    let state = Backward(
      dy: dy, q: q, k: k, v: v, statistics: statistics,
      dots: Tensor(shape: [tokens, heads], on: engine), dq: gradients[0], dk: gradients[1],
      dv: gradients[2])
    wholeBackward(state, sequences.filter(isWhole))
    let long = sequences.filter { !isWhole($0) }
    longQueryBackward(state, long)
    if wants[1] || wants[2] { longKeyBackward(state, long) }
    return gradients
  }

  private func isWhole(_ span: Span) -> Bool {
    span.length <= Self.wholeLength
      && group * span.length * span.length * size <= Self.wholeProducts
  }

  /// A piece makes all gradients of a sequence and key-value head.
  private func wholeBackward(_ state: Backward, _ spans: [Span]) {
    let pieces = spans.flatMap { span in (0..<keyValueHeads).map { whole(span, $0 * group) } }
    run(pieces, state.q.engine) {
      rowsPerTile($0.count) * $0.count
    } body: { piece, buffers in
      var accumulates: Float = 0
      for head in piece.head..<piece.head + group {
        let tiles = split(whole(piece.span, head), rowsPerTile(piece.count))
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
    let longest = spans.map(\.length).max() ?? 0
    for member in 0..<group {
      for first in stride(from: 0, to: longest, by: rows) {
        let seeing = keys.filter {
          first < $0.span.length && (!isCausal || $0.first < first + rows)
        }
        run(seeing, state.q.engine) { _ in
          Self.tileElements
        } body: { keys, buffers in
          let start = isCausal ? max(first, keys.first) : first
          let tile = Tile(
            span: keys.span, head: keys.head + member, first: start,
            count: min(first + rows, keys.span.length) - start)
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
