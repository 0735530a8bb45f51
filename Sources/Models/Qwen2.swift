import Checkpoints
import Layers

/// Qwen2 and Qwen2.5: Llama with biases on queries, keys and values.
///
/// Source: Yang et al. 2024, arXiv:2407.10671; names, keys and defaults as in transformers'
/// `models/qwen2`.
enum Qwen2Family: DecoderFamily {
  static let name = "Qwen2"
  static let modelTypes = ["qwen2"]

  static func body(
    _ c: Configuration, _ weights: Weights
  ) throws(CheckpointError) -> any DecoderBody {
    var configuration = try RotaryDecoderConfiguration(
      c, defaultPositions: 32768, keyValueHeads: 32)
    configuration.hasQueryBias = true
    try SlidingWindow.refuse(c, configuration.shape)
    return try RotaryDecoderBody(configuration, weights["model"])
  }
}
