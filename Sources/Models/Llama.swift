import Checkpoints
import Layers

/// Llama, from the first to the third.
///
/// Source: Touvron et al. 2023, arXiv:2302.13971; Grattafiori et al. 2024, arXiv:2407.21783; names,
/// keys and defaults as in transformers' `models/llama`.
enum LlamaFamily: DecoderFamily {
  static let name = "Llama"
  static let modelTypes = ["llama"]

  static func body(
    _ c: Configuration, _ weights: Weights
  ) throws(CheckpointError) -> any DecoderBody {
    var configuration = try RotaryDecoderConfiguration(c, defaultPositions: 2048)
    let hasBias = try c.bool("attention_bias", default: false)
    (configuration.hasQueryBias, configuration.hasAttentionOutputBias) = (hasBias, hasBias)
    configuration.hasFeedForwardBias = try c.bool("mlp_bias", default: false)
    return try RotaryDecoderBody(configuration, weights["model"])
  }
}
