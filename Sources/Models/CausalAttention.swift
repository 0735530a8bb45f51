import Autograd
import Layers

/// Where the tokens that a block sees stand: in packed sequences of their own, or after what a
/// cache holds.
enum DecoderContext {
  case packed(offsets: [Int32], positions: [Int32])
  case continuing(KeyValueCache, count: Int)

  /// Each token's place in its sequence, from 0.
  var positions: [Int32] {
    switch self {
    case .packed(_, let positions): positions
    case .continuing(let cache, let count):
      Array(Int32(cache.length)..<Int32(cache.length + count))
    }
  }
}

/// Attention of each token to itself and those before it in its sequence.
struct CausalAttention {
  let layer: Int
  let heads: Int
  let keyValueHeads: Int
  let dropout: Dropout

  /// - Parameters:
  ///   - q: [tokens, heads · size]
  ///   - k, v: [tokens, keyValueHeads · size], in training and evaluation alike with their
  ///     positions worked in already.
  /// - Returns: [tokens, heads · size]
  func callAsFunction(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ context: DecoderContext) -> Tensor {
    switch context {
    case .packed(let offsets, _):
      return attention(
        q, k, v, offsets: offsets, heads: heads, keyValueHeads: keyValueHeads, isCausal: true,
        dropout: dropout.probability, key: dropout.key)
    case .continuing(let cache, _):
      cache.append(layer: layer, keys: k, values: v)
      return cachedAttention(q, cache, layer: layer, heads: heads)
    }
  }
}
