import Autograd
import Checkpoints
import Files
import Layers

/// `adapter_config.json` as PEFT 0.20 reads and writes it.
///
/// Source: PEFT `config.py` and `tuners/lora/config.py`; keys sorted, two spaces, ASCII.
extension LowRankConfiguration {
  /// - Throws: `unsupported` for a key whose value asks for arithmetic we do not have.
  package init(peft c: Configuration) throws(AdapterError) {
    let json = c.json
    needsEveryTarget = false
    try Self.refuseUnsupported(c)
    do throws(CheckpointError) {
      // How a layer's weight is stored, PEFT sees at the layer, whatever the file says.
      _ = try c.bool("fan_in_fan_out", default: false)
      rank = try c.positive("r", default: 8)
      if c.json["lora_alpha"] == .null { throw c.wrong("lora_alpha", "a number") }
      alpha = try c.number("lora_alpha", default: 8)
      dropout = try c.probability("lora_dropout", default: 0)
      for (pattern, value) in json["rank_pattern"]?.object?.pairs ?? [] {
        guard let rank = value.int, rank > 0 else { throw c.wrong("rank_pattern", "ranks") }
        rankPattern.append((pattern, rank))
      }
      for (pattern, value) in json["alpha_pattern"]?.object?.pairs ?? [] {
        guard let alpha = value.double else { throw c.wrong("alpha_pattern", "numbers") }
        alphaPattern.append((pattern, alpha))
      }
      targets = try Self.targets(c, "target_modules") ?? .familyDefault
      excluded = try Self.targets(c, "exclude_modules") ?? .modules([])
      rankStabilised = try c.bool("use_rslora", default: false)
      layersToTransform = try Self.layers(c)
      modulesToSave = try Self.names(c, "modules_to_save") ?? []
    } catch { throw .checkpoint(error) }
  }

  private static func refuseUnsupported(_ c: Configuration) throws(AdapterError) {
    let idle: [(String, [JSON])] = [
      ("bias", [.string("none")]), ("lora_bias", [.bool(false)]),
      ("ensure_weight_tying", [.bool(false)]), ("layer_replication", [.null]),
      ("layers_pattern", [.null, .array([])]), ("target_parameters", [.null, .array([])]),
      ("trainable_token_indices", [.null]), ("use_qalora", [.bool(false)]),
      ("use_bdlora", [.null, .bool(false)]), ("alora_invocation_tokens", [.null]),
      ("arrow_config", [.null]), ("velora_config", [.null]), ("monteclora_config", [.null]),
      ("kasa_config", [.null]), ("megatron_config", [.null]),
      // The others (pissa, olora, corda, loftq, …) change the base's weights or the arithmetic.
      (
        "init_lora_weights",
        [.bool(true), .bool(false), .string("gaussian"), .string("eva"), .string("orthogonal")]
      ),
    ]
    for (key, accepted) in idle {
      guard let value = c.json[key], value != .null, !accepted.contains(value) else { continue }
      throw .unsupported(key: key, value: value.serialized(), file: c.file)
    }
  }

  private static func targets(
    _ c: Configuration, _ key: String
  ) throws(CheckpointError) -> Targets? {
    switch c.json[key] {
    case nil, .null: return nil
    case .string(let text): return text.lowercased() == "all-linear" ? .allLinear : .pattern(text)
    // PEFT holds a set, whose order in the file is chance.
    case .array: return .modules((try names(c, key) ?? []).sorted())
    default: throw c.wrong(key, "module names or a pattern")
    }
  }

  private static func names(
    _ c: Configuration, _ key: String
  ) throws(CheckpointError) -> [String]? {
    guard let value = c.json[key], !value.isNull else { return nil }
    let items = value.array ?? []
    let names = items.compactMap(\.string)
    guard value.array != nil, names.count == items.count else {
      throw c.wrong(key, "a list of module names")
    }
    return names
  }

  private static func layers(_ c: Configuration) throws(CheckpointError) -> [Int]? {
    switch c.json["layers_to_transform"] {
    case nil, .null: return nil
    case .integer(let one): return [one]
    case .array(let items):
      let numbers = items.compactMap(\.int)
      if numbers.count == items.count { return numbers }
    default: break
    }
    throw c.wrong("layers_to_transform", "a layer's number or a list of them")
  }

  /// The file's content for this configuration on a model.
  func peftConfiguration(
    for model: any LanguageModel, baseName: String, useDoRA: Bool
  ) -> JSON {
    let specification = model.specification
    let targetModules: JSON =
      switch targets {
      case .familyDefault: .array(specification.defaultTargets.sorted().map { .string($0) })
      case .modules(let names): .array(names.sorted().map { .string($0) })
      case .pattern(let pattern): .string(pattern)
      case .allLinear: .string("all-linear")
      }
    // PEFT notes the last layer it adapted.
    let isTransposed = model.tree.linears.last { $0.layer.adapter != nil }?.layer.isTransposed
    var object: JSONObject = [
      "alora_invocation_tokens": .null, "arrow_config": .null, "auto_mapping": .null,
      "base_model_name_or_path": .string(baseName), "bias": .string("none"),
      "corda_config": .null, "ensure_weight_tying": .bool(false), "eva_config": .null,
      "exclude_modules": .null, "fan_in_fan_out": .bool(isTransposed ?? false),
      "inference_mode": .bool(true),
      "init_lora_weights": .bool(true), "layer_replication": .null, "layers_pattern": .null,
      "layers_to_transform": layersToTransform.map { .array($0.map { .integer($0) }) } ?? .null,
      "loftq_config": .object([:]), "lora_bias": .bool(false),
      "lora_dropout": .number(Self.decimal(dropout)), "lora_ga_config": .null,
      "megatron_config": .null, "megatron_core": .string("megatron.core"),
      "monteclora_config": .null, "peft_type": .string("LORA"),
      "peft_version": .string("0.20.0"), "qalora_group_size": .integer(16),
      "r": .integer(rank), "revision": .null, "target_modules": targetModules,
      "target_parameters": .null, "trainable_token_indices": .null, "use_bdlora": .null,
      "use_dora": .bool(useDoRA), "use_qalora": .bool(false),
      "use_rslora": .bool(rankStabilised), "velora_config": .null,
    ]
    object["alpha_pattern"] = .object(
      JSONObject(alphaPattern.map { ($0.pattern, Self.wholeIfExact($0.alpha)) }))
    object["rank_pattern"] = .object(
      JSONObject(rankPattern.map { ($0.pattern, .integer($0.rank)) }))
    object["lora_alpha"] = Self.wholeIfExact(alpha)
    object["task_type"] = specification.head.peftTaskType.map { .string($0) } ?? .null
    if specification.head.peftTaskType == nil {
      object["auto_mapping"] = Self.autoMapping(specification.configuration.json)
    }
    let saved = model.modulesToSave(and: modulesToSave)
    object["modules_to_save"] = saved.isEmpty ? .null : .array(saved.map { .string($0) })
    if case .modules(let names) = excluded {
      let all = Set(names).union(targets == .allLinear ? model.headLinears : []).sorted()
      if !all.isEmpty { object["exclude_modules"] = .array(all.map { .string($0) }) }
    } else if case .pattern(let pattern) = excluded {
      object["exclude_modules"] = .string(pattern)
    }
    return .object(object)
  }

  /// The class to load the base with, which PEFT writes where no task type says it.
  private static func autoMapping(_ configuration: JSON) -> JSON {
    guard let name = configuration["architectures"]?[0]?.string,
      let type = configuration["model_type"]?.string
    else { return .null }
    return .object([
      "base_model_class": .string(name),
      "parent_library": .string("transformers.models.\(type).modeling_\(type)"),
    ])
  }

  /// The shortest decimal that reads back as the same single-precision number.
  static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }

  private static func wholeIfExact(_ value: Double) -> JSON {
    Int(exactly: value).map { .integer($0) } ?? .number(value)
  }
}

extension HeadKind {
  /// PEFT's `task_type` (`utils/peft_types.py`).
  var peftTaskType: String? {
    switch self {
    case .sequenceClassification: "SEQ_CLS"
    case .questionAnswering: "QUESTION_ANS"
    case .tokenClassification: "TOKEN_CLS"
    case .causalLanguageModelling: "CAUSAL_LM"
    case .none: "FEATURE_EXTRACTION"
    case .maskedLanguageModelling: nil
    }
  }
}

extension LanguageModel {
  /// The head's linear layers that PEFT's `all-linear` would adapt, and then refuse to save whole:
  /// it leaves out the classifier of its own accord, and that of sequences only.
  fileprivate var headLinears: [String] {
    let own = specification.head == .sequenceClassification ? ["classifier", "score"] : []
    return tree.linears.map(\.path).filter { tree.head.contains($0 + ".weight") }
      .filter { !own.contains($0.split(separator: ".").first.map(String.init) ?? "") }
  }

  /// What PEFT calls `modules_to_save`: the head as its task types extend it, and the modules that
  /// the checkpoint lacked.
  func modulesToSave(and others: [String]) -> [String] {
    var names: [String] =
      switch specification.head {
      case .sequenceClassification, .tokenClassification: ["classifier", "score"]
      case .questionAnswering: ["qa_outputs"]
      default: []
      }
    for path in tree.head.sorted() {
      // "bert.pooler.dense.weight" belongs to the module "pooler".
      let prefix = specification.bodyPrefix
      let inner = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
      names.append(inner.split(separator: ".").first.map(String.init) ?? inner)
    }
    var seen: Set<String> = []
    return (names + others).filter { seen.insert($0).inserted }
  }
}
