import Autograd
import Checkpoints

/// What stands on top of an encoder or decoder.
package enum HeadKind: String, Sendable, CaseIterable {
  case none
  case sequenceClassification
  case maskedLanguageModelling
  case questionAnswering
  case tokenClassification
  case causalLanguageModelling

  /// What errors call it.
  package var title: String {
    switch self {
    case .none: "bare body"
    case .sequenceClassification: "text classification"
    case .maskedLanguageModelling: "mask filling"
    case .questionAnswering: "question answering"
    case .tokenClassification: "token classification"
    case .causalLanguageModelling: "text generation"
    }
  }

  /// Whether the head's outputs are named classes.
  package var hasLabels: Bool { self == .sequenceClassification || self == .tokenClassification }
}

/// The facts of a model that other modules act on.
package struct ModelSpecification: Sendable {
  package var family: String  // "BERT"
  package var head: HeadKind
  /// Names of the classes, in order; empty where the head has none.
  package var labels: [String]
  package var hiddenSize: Int
  package var layers: Int
  package var vocabularySize: Int
  package var maximumPositions: Int
  /// What low-rank methods adapt unless told otherwise, as in PEFT's table.
  package var defaultTargets: [String]
  /// What the body's parameter names start with under a head ("bert."); a bare body is saved
  /// without it.
  package var bodyPrefix: String
  /// `config.json` as read, or as it would be written for this head.
  package var configuration: Configuration

  package init(
    family: String, head: HeadKind, labels: [String], hiddenSize: Int, layers: Int,
    vocabularySize: Int, maximumPositions: Int, defaultTargets: [String], bodyPrefix: String,
    configuration: Configuration
  ) {
    (self.family, self.head, self.labels) = (family, head, labels)
    (self.hiddenSize, self.layers) = (hiddenSize, layers)
    (self.vocabularySize, self.maximumPositions) = (vocabularySize, maximumPositions)
    (self.defaultTargets, self.bodyPrefix) = (defaultTargets, bodyPrefix)
    self.configuration = configuration
  }
}

/// A model: an encoder or decoder with a head, over packed sequences.
package protocol LanguageModel: AnyObject {
  var specification: ModelSpecification { get }
  var tree: LayerTree { get }

  /// Hidden states [tokens, hidden]; a tape means training mode.
  func encode(_ batch: PackedBatch, on tape: Tape?) -> Tensor

  /// The hidden states [rows, hidden] of some tokens alone, as `encode` gives them but for the draw
  /// of dropout.
  ///
  /// - Parameter rows: of the batch's tokens, ascending.
  func encode(_ batch: PackedBatch, rows: [Int32], on tape: Tape?) -> Tensor

  /// The row of each sequence that stands for the whole of it.
  func pooledRows(_ batch: PackedBatch) -> [Int32]

  /// The head's logits [rows, outputs] for rows of the hidden states.
  func logits(_ hidden: Tensor) -> Tensor

  /// The head as one product over the vocabulary, for losses that never hold all logits; nil for
  /// heads of another shape, or with an adapter on that product.
  var vocabularyProjection: VocabularyProjection? { get }

  /// The same architecture over other parameters.
  func rebuilt(_ weights: Weights) throws(CheckpointError) -> any LanguageModel
}

/// logits = states Wᵀ + b over the vocabulary.
package struct VocabularyProjection {
  package let weight: Tensor  // [vocabulary, hidden]
  package let bias: Tensor?  // [vocabulary]

  package init(weight: Tensor, bias: Tensor?) { (self.weight, self.bias) = (weight, bias) }
}

extension LanguageModel {
  package var vocabularyProjection: VocabularyProjection? { nil }

  package func encode(_ batch: PackedBatch, rows: [Int32], on tape: Tape?) -> Tensor {
    gatherRows(encode(batch, on: tape), rows)
  }

  package var engine: Engine { tree.parameters[0].parameter.value.engine }

  /// A light tree that shares this model's tensors but for those that `replace` exchanges.
  ///
  /// - Parameter untied: parameters of their own for names that this tree ties to others.
  package func rebuilt(
    untying untied: [String: Parameter] = [:],
    replacing replace: @escaping (String, Parameter) -> Parameter
  ) throws(CheckpointError) -> any LanguageModel {
    let weights = Weights(
      TreeSource(tree, untied: untied, replace: replace), tree: LayerTree(),
      draw: RandomKey(seed: 0), on: engine)
    let copy = try rebuilt(weights)
    (copy.tree.drawn, copy.tree.head) = (tree.drawn, tree.head)
    copy.tree.between = tree.between.union(untied.keys)
    return copy
  }

  /// A model of the same shapes on an engine that rehearses.
  package func rehearsed(on engine: Engine) throws(CheckpointError) -> any LanguageModel {
    precondition(engine.isRehearsal, "a model of shapes where numbers count")
    return try rebuilt { _, parameter in
      Parameter(
        Tensor(shape: parameter.value.shape, on: engine, kind: .weights), isTrainable: false)
    }
  }

  /// Whether nothing that `encode` runs is trained, so that its output may be computed once.
  package var encoderIsFrozen: Bool {
    tree.trainable.allSatisfy { tree.head.contains($0.name) || tree.between.contains($0.name) }
  }

  /// The name a parameter has in the model's own files and in adapter files.
  package func savedName(_ name: String) -> String {
    let prefix = specification.bodyPrefix
    guard specification.head == .none, name.hasPrefix(prefix) else { return name }
    return String(name.dropFirst(prefix.count))
  }
}
