import Autograd
import Checkpoints
import Layers

/// The architectures, by what `model_type` in `config.json` says. One file a family, one line here.
package var modelFamilies: [any ModelFamily.Type] {
  [
    BERTFamily.self,
    RoBERTaFamily.self,
    DistilBERTFamily.self,
    ELECTRAFamily.self,
    GPT2Family.self,
    LlamaFamily.self,
    Qwen2Family.self,
    Qwen3Family.self,
  ]
}

/// What a model is asked to be, beyond its `config.json`.
package struct ModelRequest {
  package var head: HeadKind?
  /// Names of the classes; nil for the checkpoint's, else two.
  package var labels: [String]?
  package var seed: UInt64 = 0
  /// Draw every weight from the seed; the folder needs no tensors.
  package var initialize = false

  package init() {}
}

/// One architecture: how its configuration is read and its layer tree is built.
package protocol ModelFamily {
  static var name: String { get }
  static var modelTypes: [String] { get }

  /// Head kinds the family has.
  static var heads: [HeadKind] { get }

  /// The spellings under which a checkpoint may hold a parameter, in order.
  static func aliases(_ name: String) -> [String]

  /// The head that `architectures` in the configuration names, if any.
  static func head(of configuration: Configuration) -> HeadKind?

  /// `config.json` of a model with this head, its labels apart.
  static func configuration(_ configuration: Configuration, for head: HeadKind) -> Configuration

  static func make(
    _ configuration: Configuration, head: HeadKind, labels: [String], _ weights: Weights
  ) throws(CheckpointError) -> any LanguageModel
}

/// Opens model folders.
package enum ModelLoader {
  /// The model in a folder, with the head asked for.
  ///
  /// - Throws: what is wrong with the folder, naming tensor, file and shape.
  package static func load(
    _ folder: ModelFolder, _ request: ModelRequest, on engine: Engine
  ) throws(CheckpointError) -> any LanguageModel {
    let configuration = folder.configuration
    let type = try configuration.string("model_type")
    guard let family = modelFamilies.first(where: { $0.modelTypes.contains(type) }) else {
      throw .unsupported(
        what: "model_type '\(type)'", file: configuration.file,
        supported: modelFamilies.flatMap { $0.modelTypes })
    }
    let head = request.head ?? family.head(of: configuration) ?? .none
    guard family.heads.contains(head) else {
      throw .unsupported(
        what: "\(family.name) as \(head.title)", file: configuration.file,
        supported: family.heads.filter { $0 != .none }.map(\.title))
    }
    let labels =
      if !head.hasLabels { [String]() } else if let given = request.labels { given } else {
        try configuration.labelNames()
      }
    guard !head.hasLabels || labels.count > 1 else {
      throw .unsupported(
        what: "a \(family.name) head with \(labels.count) outputs (regression)",
        file: configuration.file, supported: ["2 labels or more"])
    }
    let draw = RandomKey(seed: request.seed)
    if request.initialize {
      let measuring = MeasuringSource(file: folder.path, on: engine)
      _ = try family.make(
        configuration, head: head, labels: labels,
        Weights(measuring, tree: LayerTree(), draw: draw, on: engine))
    }
    let tree = LayerTree()
    let source: any ParameterSource =
      request.initialize
      ? FreshSource(file: folder.path)
      : FolderSource(folder, on: engine, aliases: family.aliases)
    let weights = Weights(source, tree: tree, draw: draw, on: engine)
    return try family.make(configuration, head: head, labels: labels, weights)
  }
}
