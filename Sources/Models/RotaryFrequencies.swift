import Checkpoints
import Foundation

/// The inverse frequencies of rotary position embeddings, as a configuration asks for them.
///
/// Source: Su et al. 2021, arXiv:2104.09864; keys, their precedence and the arithmetic as in
/// transformers 5 `modeling_rope_utils.py` (`rope_parameters`), which reads the older
/// `rope_scaling` and `rope_theta` as well.
package struct RotaryFrequencies {
  package let values: [Float]  // [size / 2]

  /// - Parameter size: columns of one head.
  package init(_ c: Configuration, size: Int) throws(CheckpointError) {
    let settings = try RotarySettings(c)
    let base = try settings.positive("rope_theta", default: c.number("rope_theta", default: 10000))
    var values = stride(from: 0, to: size, by: 2).map { i -> Float in
      1 / Float(pow(Double(Float(base)), Double(Float(i) / Float(size))))
    }
    switch try settings.kind() {
    case .plain: break
    case .linear:
      let factor = try Float(settings.positive("factor"))
      values = values.map { $0 / factor }
    case .llama3:
      let bands = try Llama3Bands(settings, c)
      values = values.map(bands.scaled)
    }
    self.values = values
  }
}

/// The object that says how positions turn: `rope_scaling` where there is one, else
/// `rope_parameters`.
struct RotarySettings {
  enum Kind: String, CaseIterable {
    case plain = "default"
    case linear
    case llama3
  }

  private let c: Configuration
  private let key: String
  /// The object's own keys.
  private let inner: Configuration

  init(_ c: Configuration) throws(CheckpointError) {
    self.c = c
    let older = c.json["rope_scaling"]
    let hasOlder = older?.isNull == false && older?.object?.pairs.isEmpty != true
    key = hasOlder ? "rope_scaling" : "rope_parameters"
    let found = c.json[key] ?? .null
    inner = Configuration(json: found.isNull ? .object([:]) : found, file: c.file)
    guard let pairs = inner.json.object?.pairs else { throw c.wrong(key, "an object") }
    for (name, value) in pairs where value.object != nil {
      throw wrong(name, "one setting for all layers")
    }
    guard try c.number("partial_rotary_factor", default: 1) == 1 else {
      throw c.wrong("partial_rotary_factor", "1")
    }
    guard inner.json["partial_rotary_factor"].map({ $0.isNull || $0.double == 1 }) ?? true else {
      throw wrong("partial_rotary_factor", "1")
    }
  }

  /// `rope_type`, which older files call `type`.
  func kind() throws(CheckpointError) -> Kind {
    let name = inner.json["rope_type"]?.isNull == false ? "rope_type" : "type"
    guard let value = inner.json[name], !value.isNull else { return .plain }
    guard let kind = value.string.flatMap(Kind.init) else {
      throw wrong(name, "one of " + Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return kind
  }

  func positive(_ name: String, default fallback: Double? = nil) throws(CheckpointError) -> Double {
    guard let value = inner.json[name], !value.isNull else {
      guard let fallback else { throw .missingKey(key: key + "." + name, file: c.file) }
      guard fallback > 0, fallback.isFinite else { throw c.wrong(name, "a number above 0") }
      return fallback
    }
    guard let number = value.double, number > 0, Float(number).isFinite, Float(number) > 0 else {
      throw wrong(name, "a number above 0")
    }
    return number
  }

  /// The error for a setting that is not what was expected.
  func wrong(_ name: String, _ expected: String) -> CheckpointError {
    .wrongValue(
      key: key + "." + name, found: inner.json[name]?.serialized() ?? "null", expected: expected,
      file: c.file)
  }
}

/// Llama 3's stretching: long waves turn slower by `factor`, short ones as ever, those between by
/// degrees.
///
/// Source: transformers `modeling_rope_utils.py`, `_compute_llama3_parameters`.
struct Llama3Bands {
  let factor: Float
  let low: Float
  let high: Float
  let originalLength: Float

  init(_ settings: RotarySettings, _ c: Configuration) throws(CheckpointError) {
    factor = try Float(settings.positive("factor"))
    low = try Float(settings.positive("low_freq_factor"))
    high = try Float(settings.positive("high_freq_factor"))
    guard low < high else {
      throw settings.wrong("high_freq_factor", "more than low_freq_factor = \(low)")
    }
    let key = "original_max_position_embeddings"
    if c.json[key]?.isNull == false {
      originalLength = try Float(c.positive(key))
    } else {
      originalLength = try Float(
        settings.positive(key, default: Double(c.positive("max_position_embeddings"))))
    }
  }

  func scaled(_ frequency: Float) -> Float {
    // `Float.pi` is π rounded down, not to nearest.
    let wavelength = Float(2 * Double.pi) / frequency
    if wavelength < originalLength / high { return frequency }
    if wavelength > originalLength / low { return frequency / factor }
    let smooth = (originalLength / wavelength - low) / (high - low)
    return (1 - smooth) * frequency / factor + smooth * frequency
  }
}
