import Autograd

/// A model that reads from left to right and can go on from what it has read.
///
/// `encode` lets each token see itself and those before it in its sequence, and ends with the final
/// norm; `logits` is the output product.
package protocol DecoderModel: LanguageModel {
  /// An empty cache for one sequence of at most `capacity` tokens.
  func makeCache(capacity: Int) -> KeyValueCache

  /// What such a cache takes.
  func cacheBytes(capacity: Int) -> Int

  /// Final hidden states [ids, hidden] of tokens that follow those in the cache, which then holds
  /// them too. For evaluation.
  func extend(_ cache: KeyValueCache, with ids: [Int32]) -> Tensor
}
