import CKernels

/// Causal attention of new tokens over a cache that holds their own keys and values too; for
/// evaluation only.
///
/// - Parameters:
///   - q: [new tokens, heads · size], of the tokens at the places after the cache's length.
///   - cache: with the new tokens' keys and values appended to this layer, not yet advanced.
///   - heads: a multiple of the cache's heads; so many consecutive ones share a cached head.
/// - Returns: [new tokens, heads · size]
package func cachedAttention(
  _ q: Tensor, _ cache: KeyValueCache, layer: Int, heads: Int
) -> Tensor {
  let (new, hidden) = q.matrixShape
  let size = cache.size
  precondition(
    hidden == heads * size && heads % cache.keyValueHeads == 0
      && cache.length + new <= cache.capacity && q.tape == nil,
    "cachedAttention: \(q.shape), \(heads) heads, \(cache.keyValueHeads) of \(size) in the cache")
  let y = Tensor(shape: q.shape, on: q.engine)
  let job = CachedAttention(
    q: q, y: y, keys: cache.keys[layer].pointer, values: cache.values[layer].pointer,
    capacity: cache.capacity, before: cache.length, new: new, heads: heads,
    group: heads / cache.keyValueHeads, size: size)
  if new <= CachedAttention.fewRows { job.runStretches() } else { job.runTiles() }
  return Tape.record("cachedAttention", inputs: [q], output: y) { _, _ in
    preconditionFailure("cachedAttention: no backward")
  }
}

private struct CachedAttention {
  let q: Tensor
  let y: Tensor
  let keys: MutablePointer  // [keyValueHeads, capacity, size]
  let values: MutablePointer
  let capacity: Int
  let before: Int  // tokens held before the new ones
  let new: Int
  let heads: Int
  let group: Int
  let size: Int

  private var scale: Float { 1 / Float(size).squareRoot() }

  static let fewRows = 4
  private static let tileElements = 1 << 18
  private static let keysPerStretch = 256

  /// A stretch of keys and a cached head at a time, as in decoding, then the stretches' sums in
  /// order.
  ///
  /// Source: the online softmax, Milakov and Gimelshein 2018, arXiv:1805.02867.
  func runStretches() {
    let engine = q.engine
    let keyValueHeads = heads / group
    let stretches = (before + new + Self.keysPerStretch - 1) / Self.keysPerStretch
    let parts = Tensor(shape: [stretches, new, heads, size], on: engine)
    let statistics = Tensor(shape: [stretches, new, heads, 2], on: engine)
    let scratch = Tensor(shape: [engine.threads, Self.keysPerStretch], on: engine)
    engine.parallelWithWorker(stretches * keyValueHeads) { piece, worker in
      let (stretch, cached) = (piece / keyValueHeads, piece % keyValueHeads)
      let first = stretch * Self.keysPerStretch
      let count = min(Self.keysPerStretch, before + new - first)
      let at = (cached * capacity + first) * size
      for row in 0..<new {
        let entry = row * heads + cached * group
        let visible = before + row + 1 - first
        kernel_cached_attention(
          q.pointer + entry * size, size, keys + at, values + at, visible, scale,
          scratch.pointer + worker * Self.keysPerStretch,
          parts.pointer + (stretch * new * heads + entry) * size,
          statistics.pointer + (stretch * new * heads + entry) * 2, group, count, size)
      }
    }
    engine.forRows(new * heads, columns: stretches * size) { first, n in
      for entry in first..<first + n {
        kernel_combine_attention(
          parts.pointer + entry * size, new * heads * size, statistics.pointer + 2 * entry,
          2 * new * heads, y.pointer + entry * size, stretches, size)
      }
    }
  }

  /// A tile of new tokens and a head at a time.
  func runTiles() {
    let rows = min(max(16, Self.tileElements / (before + new) / 16 * 16), max(new, 1))
    let down = (new + rows - 1) / rows
    let area = rows * (before + new)
    let scratch = Tensor(shape: [q.engine.threads, area], on: q.engine)
    let statistics = Tensor(shape: [q.engine.threads, rows, 2], on: q.engine)
    q.engine.parallelWithWorker(heads * down) { piece, worker in
      let (head, first) = (piece / down, piece % down * rows)
      let count = min(rows, new - first)
      let seen = before + first + count
      let scores = scratch.pointer + worker * area
      let at = first * heads * size + head * size
      let cached = head / group * capacity * size
      BLAS.multiply(
        MatrixView(q.pointer + at, rows: count, columns: size, stride: heads * size),
        MatrixView(keys + cached, rows: seen, columns: size, stride: size).transposed,
        into: scores, stride: seen, alpha: scale)
      var tile = attention_tile(
        rows: count, columns: seen, first_row: before + first, first_column: 0, length: seen,
        is_causal: true)
      var dropout = attention_dropout(key: 0, stream: 0, threshold: 0, scale: 1)
      kernel_attention_probabilities(
        scores, &tile, statistics.pointer + 2 * worker * rows, 2, &dropout)
      BLAS.multiply(
        MatrixView(scores, rows: count, columns: seen, stride: seen),
        MatrixView(values + cached, rows: seen, columns: size, stride: size),
        into: y.pointer + at, stride: heads * size)
    }
  }
}
