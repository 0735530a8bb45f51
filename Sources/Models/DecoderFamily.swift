import Autograd
import Checkpoints
import Layers

/// A family of causal decoders: what they share of names and heads.
protocol DecoderFamily: ModelFamily {
  /// What the body's parameter names start with under a head, "model.".
  static var bodyPrefix: String { get }

  /// The class of the bare body, "LlamaModel".
  static var bodyArchitecture: String { get }

  /// The class with the language-modelling head, "LlamaForCausalLM".
  static var causalArchitecture: String { get }

  /// What low-rank methods adapt unless told otherwise, as in PEFT's table.
  static var defaultTargets: [String] { get }

  /// `tie_word_embeddings` where the configuration does not say.
  static var tiesWordEmbeddings: Bool { get }

  static func body(
    _ configuration: Configuration, _ weights: Weights
  ) throws(CheckpointError) -> any DecoderBody
}

/// A decoder under its head: embeddings, blocks and the final norm.
protocol DecoderBody {
  var shape: DecoderShape { get }
  var words: Embedding { get }  // [vocabulary, hidden]
  var initializer: Initializer { get }

  /// Hidden states [ids, hidden] after the final norm.
  func callAsFunction(_ ids: [Int32], _ context: DecoderContext, on tape: Tape?) -> Tensor
}

/// The sizes of a decoder.
struct DecoderShape {
  let vocabularySize: Int
  let hiddenSize: Int
  let layers: Int
  let heads: Int
  let keyValueHeads: Int
  let headSize: Int
  let maximumPositions: Int

  /// Beyond any model there is: a number above it is a mistake, not a model.
  static let mostLayers = 1000
}

extension DecoderFamily {
  // What most have in common, as Llama set it.
  static var bodyPrefix: String { "model." }
  static var bodyArchitecture: String { name + "Model" }
  static var causalArchitecture: String { name + "ForCausalLM" }
  static var defaultTargets: [String] { ["q_proj", "v_proj"] }
  static var tiesWordEmbeddings: Bool { false }

  static var heads: [HeadKind] { [.none, .causalLanguageModelling] }

  /// The name itself, and without the body's prefix.
  static func aliases(_ name: String) -> [String] {
    name.hasPrefix(bodyPrefix) ? [name, String(name.dropFirst(bodyPrefix.count))] : [name]
  }

  static func head(of configuration: Configuration) -> HeadKind? {
    let named = configuration.json["architectures"]?[0]?.string
    if named == causalArchitecture { return .causalLanguageModelling }
    // Classes that transformers has and we do not: named, so that they are refused.
    let stem = bodyArchitecture.dropLast("Model".count)
    switch named {
    case stem + "ForSequenceClassification": return .sequenceClassification
    case stem + "ForTokenClassification": return .tokenClassification
    case stem + "ForQuestionAnswering": return .questionAnswering
    default: return nil
    }
  }

  static func configuration(_ configuration: Configuration, for head: HeadKind) -> Configuration {
    let architecture = head == .none ? bodyArchitecture : causalArchitecture
    return configuration.setting("architectures", .array([.string(architecture)]))
      .setting("model_type", .string(modelTypes[0]))
  }

  static func make(
    _ configuration: Configuration, head: HeadKind, labels: [String], _ weights: Weights
  ) throws(CheckpointError) -> any LanguageModel {
    if let found = configuration.json["quantization_config"], !found.isNull {
      throw .unsupported(
        what: "a quantised model ('quantization_config')", file: configuration.file, supported: [])
    }
    return try Decoder<Self>(configuration, head, weights)
  }
}
