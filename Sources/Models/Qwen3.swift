import Checkpoints
import Layers

/// Qwen3, dense: Llama with a norm over each head's queries and keys.
///
/// Source: Yang et al. 2025, arXiv:2505.09388; names, keys and defaults as in transformers'
/// `models/qwen3`.
enum Qwen3Family: DecoderFamily {
  static let name = "Qwen3"
  static let modelTypes = ["qwen3"]

  static func body(
    _ c: Configuration, _ weights: Weights
  ) throws(CheckpointError) -> any DecoderBody {
    var configuration = try RotaryDecoderConfiguration(
      c, defaultPositions: 32768, keyValueHeads: 32, headSize: 128)
    let hasBias = try c.bool("attention_bias", default: false)
    (configuration.hasQueryBias, configuration.hasAttentionOutputBias) = (hasBias, hasBias)
    configuration.normalisesHeads = true
    try SlidingWindow.refuse(c, configuration.shape)
    return try RotaryDecoderBody(configuration, weights["model"])
  }
}
