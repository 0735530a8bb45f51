import Checkpoints

/// Layers of Qwen that see the last few tokens only: we have none, so a configuration that uses
/// them is refused.
///
/// Source: transformers `models/qwen2/configuration_qwen2.py`.
enum SlidingWindow {
  /// - Throws: when some layer's window is shorter than the longest sequence.
  static func refuse(_ c: Configuration, _ shape: DecoderShape) throws(CheckpointError) {
    let isOn = try c.bool("use_sliding_window", default: false)
    // A null window is none; the key left out means 4096.
    let isNull = c.json["sliding_window"]?.isNull == true
    let window = isOn && !isNull ? try c.positive("sliding_window", default: 4096) : nil
    if let kinds = c.json["layer_types"], !kinds.isNull {
      let names = (kinds.array ?? []).compactMap(\.string)
      let known = ["full_attention", "sliding_attention"]
      guard names.count == kinds.array?.count, names.count == shape.layers,
        names.allSatisfy(known.contains)
      else {
        throw c.wrong("layer_types", "full_attention for each of \(shape.layers) layers")
      }
      guard names.contains("sliding_attention") else { return }
      guard let window else {
        throw c.wrong("layer_types", "full_attention, as no sliding window is in use")
      }
      if window < shape.maximumPositions { throw refusal(c, window) }
    } else if let window {
      let first = try c.integer("max_window_layers", default: 28)
      if first < shape.layers, window < shape.maximumPositions { throw refusal(c, window) }
    }
  }

  private static func refusal(_ c: Configuration, _ window: Int) -> CheckpointError {
    .unsupported(
      what: "attention in a sliding window ('use_sliding_window', 'sliding_window' \(window))",
      file: c.file, supported: ["full attention"])
  }
}
