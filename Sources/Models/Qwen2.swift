import Checkpoints
import Layers

/// Qwen2 and Qwen2.5: Llama with biases on queries, keys and values.
///
/// Source: Yang et al. 2024, arXiv:2407.10671; names, keys and defaults as in transformers'
/// `models/qwen2`.
enum Qwen2Family: DecoderFamily {
  static let name = "Qwen2"
  static let modelTypes = ["qwen2"]
  static let bodyPrefix = "model."
  static let bodyArchitecture = "Qwen2Model"
  static let causalArchitecture = "Qwen2ForCausalLM"
  static let defaultTargets = ["q_proj", "v_proj"]
  static let tiesWordEmbeddings = false

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
