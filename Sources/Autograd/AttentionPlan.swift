import CKernels

/// How attention over one batch is cut into pieces, and what a piece computes.
///
/// Pieces follow from the shapes alone. Scores of one tile are at most about 256 K numbers, and no
/// piece takes more than some tens of milliseconds, however long a sequence is. A causal tile holds
/// only the keys that its last row sees.
struct AttentionPlan {
  let queryCount: Int
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
    /// Its rows among the queries: the same, unless only some tokens ask.
    let queries: Range<Int>
  }

  /// Consecutive query (or key) rows of one sequence and query head, counted within its span.
  struct Tile {
    let span: Span
    let head: Int
    let first: Int
    let count: Int

    var end: Int { first + count }
  }

  static let tileElements = 1 << 18
  /// A causal sequence is cut into about so many tiles, as half a tile is computed in vain.
  private static let causalTiles = 8
  private static let fewestCausalRows = 32

  init(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, offsets: [Int32], queryOffsets: [Int32]?, heads: Int,
    keyValueHeads: Int, isCausal: Bool, mask: DropoutMask?
  ) {
    let hidden: Int
    (queryCount, hidden) = q.matrixShape
    let tokens = k.matrixShape.rows
    precondition(
      heads > 0 && hidden % heads == 0, "attention: hidden size \(hidden), \(heads) heads")
    (size, self.heads) = (hidden / heads, heads)
    precondition(
      keyValueHeads > 0 && heads % keyValueHeads == 0,
      "attention: \(heads) heads, \(keyValueHeads) of keys and values")
    precondition(
      k.shape == [tokens, keyValueHeads * size] && v.shape == k.shape,
      "attention: \(q.shape), \(k.shape), \(v.shape)")
    Self.check(offsets, cover: tokens)
    let asking = queryOffsets ?? offsets
    Self.check(asking, cover: queryCount)
    precondition(
      asking.count == offsets.count && (queryOffsets == nil || !isCausal),
      "attention: queries \(asking) of sequences \(offsets)")
    (self.keyValueHeads, group) = (keyValueHeads, heads / keyValueHeads)
    (self.isCausal, self.mask) = (isCausal, mask)
    scale = 1 / Float(size).squareRoot()
    sequences = (0..<offsets.count - 1).map {
      Span(
        index: $0, start: Int(offsets[$0]), length: Int(offsets[$0 + 1] - offsets[$0]),
        queries: Int(asking[$0])..<Int(asking[$0 + 1]))
    }
  }

  private static func check(_ offsets: [Int32], cover rows: Int) {
    precondition(
      offsets.first == 0 && offsets.last == Int32(rows)
        && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 },
      "attention: offsets \(offsets) for \(rows) rows")
  }

  // MARK: tiles

  func rowsPerTile(_ length: Int) -> Int {
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
  func tiles(of spans: [Span], rows: (Int) -> Int) -> [Tile] {
    spans.flatMap { span in
      (0..<heads).flatMap { split(asking(span, $0), rows(span.length)) }
    }
  }

  func split(_ tile: Tile, _ rows: Int) -> [Tile] {
    stride(from: 0, to: tile.count, by: max(rows, 1)).map {
      Tile(
        span: tile.span, head: tile.head, first: tile.first + $0,
        count: min(rows, tile.count - $0))
    }
  }

  /// All keys of a sequence and head.
  func whole(_ span: Span, _ head: Int) -> Tile {
    Tile(span: span, head: head, first: 0, count: span.length)
  }

  /// All queries of a sequence and head.
  func asking(_ span: Span, _ head: Int) -> Tile {
    Tile(span: span, head: head, first: 0, count: span.queries.count)
  }

  /// The keys that a tile of queries sees.
  func keys(of rows: Tile) -> Tile {
    Tile(
      span: rows.span, head: rows.head, first: 0,
      count: isCausal ? rows.end : rows.span.length)
  }

  // MARK: views

  var hidden: Int { heads * size }
  var keyValueHidden: Int { keyValueHeads * size }

  func queries(_ x: Tensor, _ tile: Tile) -> MatrixView {
    MatrixView(queryPointer(x, tile), rows: tile.count, columns: size, stride: hidden)
  }

  func queryPointer(_ x: Tensor, _ tile: Tile) -> MutablePointer {
    x.pointer + (tile.span.queries.lowerBound + tile.first) * hidden + tile.head * size
  }

  func keys(_ x: Tensor, _ tile: Tile) -> MatrixView {
    MatrixView(keyPointer(x, tile), rows: tile.count, columns: size, stride: keyValueHidden)
  }

  func keyPointer(_ x: Tensor, _ tile: Tile) -> MutablePointer {
    x.pointer + (tile.span.start + tile.first) * keyValueHidden + tile.head / group * size
  }

  func dropout(_ tile: Tile) -> attention_dropout {
    guard let mask else { return attention_dropout(key: 0, stream: 0, threshold: 0, scale: 1) }
    let key = mask.key[tile.span.index][tile.head]
    return attention_dropout(
      key: key.key, stream: key.stream, threshold: mask.threshold, scale: mask.scale)
  }

  func block(_ rows: Tile, _ keys: Tile) -> attention_tile {
    attention_tile(
      rows: rows.count, columns: keys.count, first_row: rows.first, first_column: keys.first,
      length: rows.span.length, is_causal: isCausal)
  }

  /// Where a row's entry stands in an array [queries, heads].
  func entry(_ tile: Tile) -> Int {
    (tile.span.queries.lowerBound + tile.first) * heads + tile.head
  }

  // MARK: forward

  /// - Returns: the output [queries, hidden], and of every row and head the maximum score and
  ///   1 / Σ exp(score − maximum), [queries, heads, 2].
  func forward(_ q: Tensor, _ k: Tensor, _ v: Tensor) -> (y: Tensor, statistics: Tensor) {
    let engine = q.engine
    let y = Tensor(shape: q.shape, on: engine)
    let statistics = Tensor(shape: [queryCount, heads, 2], on: engine)
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
}
