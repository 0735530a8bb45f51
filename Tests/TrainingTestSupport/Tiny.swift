import Adapters
import Autograd
import Checkpoints
import Files
import Layers
import Models
import Tasks
import Training

/// A BERT of a few thousand weights, and toy data for it.
package enum Tiny {
  package static func model(
    _ head: HeadKind = .sequenceClassification, labels: [String]? = nil, dropout: Double = 0,
    seed: UInt64 = 1, on engine: Engine
  ) throws -> any LanguageModel {
    let configuration: JSON = .object([
      "model_type": .string("bert"), "vocab_size": .integer(NumberTokenizer.size),
      "hidden_size": .integer(16), "num_hidden_layers": .integer(2),
      "num_attention_heads": .integer(2), "intermediate_size": .integer(32),
      "max_position_embeddings": .integer(32), "hidden_dropout_prob": .number(dropout),
      "attention_probs_dropout_prob": .number(dropout), "initializer_range": .number(0.2),
    ])
    let text = configuration.serialized()
    let folder = EmbeddedFolder(
      path: "tiny", files: ["config.json": FileBytes(label: "config.json", bytes: Array(text.utf8))]
    )
    var request = ModelRequest()
    (request.head, request.seed, request.initialize) = (head, seed, true)
    request.labels = labels
    return try ModelLoader.load(
      try ModelFolder(folder, needsTensors: false), request, on: engine)
  }

  /// Texts of 3 to 12 numbers: from 8 to 22 in class 0, from 23 to 37 in class 1.
  package static func classification(_ count: Int, seed: UInt64 = 3) throws -> EncodedDataset {
    let examples = (0..<count).map { i in
      let key = RandomKey(seed: seed)["toy"][i]
      let words = (0..<3 + Int(key.bits(0) % 10)).map {
        8 + i % 2 * 15 + Int(key.bits($0 + 1) % 15)
      }
      return Example(
        id: .integer(i), text: words.map(String.init).joined(separator: " "), label: i % 2,
        row: i + 1)
    }
    let dataset = Dataset(
      source: "toy", content: .classification(labels: ["no", "yes"]), examples: examples)
    var encoded = try encode(
      dataset, with: NumberTokenizer(), maxLength: 32, interrupted: { false })
    encoded.classes = (0..<count).map { Int32($0 % 2) }
    return encoded
  }

  package static func objective(_ count: Int, seed: UInt64 = 3) throws
    -> TextClassificationObjective
  {
    TextClassificationObjective(try classification(count, seed: seed), labels: ["no", "yes"])
  }

  package static func masking(_ count: Int) throws -> MaskedLanguageModelingObjective {
    MaskedLanguageModelingObjective(
      try classification(count),
      MaskingVocabulary(mask: 3, size: NumberTokenizer.size, special: [0, 1, 2, 3]))
  }

  package static func adapted(
    _ method: any AdapterMethod = FullFineTuning(MethodSettings()), on base: any LanguageModel
  ) throws -> AdaptedModel {
    try AdaptedModel(method, on: base, seed: 0)
  }

  package static func settings(_ learningRate: Double = 1e-3) -> TrainingSettings {
    TrainingSettings(learningRate: learningRate)
  }
}

extension AdaptedModel {
  /// All trained values, bit for bit.
  package var bits: [UInt32] { state.flatMap { $0.value.values.map(\.bitPattern) } }
}

/// Keeps what it is told.
package final class Recorder: TrainingObserver {
  package var steps: [StepReport] = []
  package var epochs: [EpochReport] = []
  package var evaluated: [Int] = []
  package var onStep: (StepReport) -> Void = { _ in }
  package var onEpoch: (EpochReport) -> Void = { _ in }

  package init() {}

  package func step(_ report: StepReport, of total: Int) {
    steps.append(report)
    onStep(report)
  }

  package func epoch(_ report: EpochReport) {
    epochs.append(report)
    onEpoch(report)
  }

  package func evaluating(done: Int, of total: Int) { evaluated.append(done) }
}
